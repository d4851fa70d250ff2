package cluster

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// Remote reaches the database through another node, over mutual TLS.
type Remote struct {
	address string
	host    string
	secure  func(serverName string) *tls.Config
	resumed tls.ClientSessionCache
}

// NewRemote is for the node at address; secure gives this side's certificates for a server name.
func NewRemote(address string, secure func(string) *tls.Config) (*Remote, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("address %q: %w", address, err)
	}
	return &Remote{address: address, host: host, secure: secure, resumed: tls.NewLRUClientSessionCache(16)}, nil
}

func (r *Remote) connect(ctx context.Context) (*tls.Conn, error) {
	dialer := net.Dialer{Timeout: 3 * time.Second, Control: giveUpOnSilence}
	dialer.KeepAliveConfig = net.KeepAliveConfig{Enable: true, Idle: 3 * time.Second, Interval: 2 * time.Second, Count: 3}
	raw, err := dialer.DialContext(ctx, "tcp", r.address)
	if err != nil {
		return nil, err
	}
	config := r.secure(r.host)
	config.ClientSessionCache = r.resumed
	secured := tls.Client(raw, config)
	if err := secured.HandshakeContext(ctx); err != nil {
		_ = raw.Close()
		return nil, err
	}
	return secured, nil
}

// call does one request on a connection of its own. The connection stays open, and is returned, only for a switch of protocols.
func (r *Remote) call(ctx context.Context, path string, header http.Header, body any) ([]byte, net.Conn, error) {
	connection, err := r.connect(ctx)
	if err != nil {
		return nil, nil, err
	}
	if deadline, ok := ctx.Deadline(); ok {
		_ = connection.SetDeadline(deadline)
	}
	answer, err := exchange(connection, path, header, body)
	if err != nil {
		_ = connection.Close()
		return nil, nil, fmt.Errorf("node %s: %w", r.address, err)
	}
	if answer.StatusCode == http.StatusSwitchingProtocols {
		return nil, connection, connection.SetDeadline(time.Time{})
	}
	defer connection.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, nil, err
	}
	if answer.StatusCode == http.StatusOK {
		return text, nil, nil
	}
	return nil, nil, errorOf(answer.StatusCode, strings.TrimSpace(string(text)))
}

// Call does one request and gives the answer's body.
func (r *Remote) Call(ctx context.Context, path string, body any) ([]byte, error) {
	text, _, err := r.call(ctx, path, nil, body)
	return text, err
}

// Dial implements Database.
func (r *Remote) Dial(ctx context.Context, access Access) (net.Conn, error) {
	header := http.Header{"Upgrade": {"postgresql"}, "Connection": {"Upgrade"}, accessHeader: {string(access)}}
	_, connection, err := r.call(ctx, PathSession, header, nil)
	if err == nil && connection == nil {
		err = fmt.Errorf("node %s did not open a session", r.address)
	}
	return connection, err
}

// Initialize implements Database.
func (r *Remote) Initialize(ctx context.Context) error {
	_, err := r.Call(ctx, PathInit, nil)
	return err
}

// Heartbeat implements Database.
func (r *Remote) Heartbeat(ctx context.Context, node Node) (Membership, error) {
	var membership Membership
	text, err := r.Call(ctx, PathHeartbeat, node)
	if err != nil {
		return membership, err
	}
	return membership, json.NewDecoder(bytes.NewReader(text)).Decode(&membership)
}

// Failed implements Database: a database elsewhere may come back.
func (r *Remote) Failed() <-chan struct{} { return nil }

// Stop implements Database: nothing of it runs here.
func (r *Remote) Stop(time.Duration) {}
