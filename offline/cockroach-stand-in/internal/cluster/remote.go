package cluster

import (
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

const thereTimeout = 500 * time.Millisecond

// Remote is another node, reached over mutual TLS.
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

// isThere says whether somebody listens at the node.
func (r *Remote) isThere(ctx context.Context) bool {
	dialer := net.Dialer{Timeout: thereTimeout}
	connection, err := dialer.DialContext(ctx, "tcp", r.address)
	if err == nil {
		_ = connection.Close()
	}
	return err == nil
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

// Session opens a session at the node, which must lead.
func (r *Remote) Session(ctx context.Context, access Access) (net.Conn, error) {
	return r.upgrade(ctx, PathSession, "postgresql", accessHeader, string(access))
}

// Tunnel opens a connection to a service of the node.
func (r *Remote) Tunnel(ctx context.Context, service service) (net.Conn, error) {
	return r.upgrade(ctx, PathTunnel, "tunnel", serviceHeader, string(service))
}

func (r *Remote) upgrade(ctx context.Context, path, protocol, name, value string) (net.Conn, error) {
	header := http.Header{"Upgrade": {protocol}, "Connection": {"Upgrade"}, name: {value}}
	_, connection, err := r.call(ctx, path, header, nil)
	if err == nil && connection == nil {
		err = fmt.Errorf("node %s did not open a connection", r.address)
	}
	return connection, err
}

// Initialize asks the node to make the database. ErrInitialized when it was made before.
func (r *Remote) Initialize(ctx context.Context) error {
	_, err := r.Call(ctx, PathInit, nil)
	return err
}

// Heartbeat says to the cluster by way of the node that another one lives.
func (r *Remote) Heartbeat(ctx context.Context, node Node) (Membership, error) {
	var membership Membership
	text, err := r.Call(ctx, PathHeartbeat, node)
	if err != nil {
		return membership, err
	}
	return membership, json.Unmarshal(text, &membership)
}
