package cluster

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"

	"planetary-survival/cockroach-stand-in/internal/relay"
)

// Peers answers other nodes, and the client commands of root.
type Peers struct {
	Database Database
	// Member is nil at a node that has no copy of the database.
	Member *Member
	// Nodes gives the last known list.
	Nodes func() []Node
	// Drain drains this node, and ends the process after it if shutdown.
	Drain func(shutdown bool) error
}

// Handler routes a request to its answer. Heartbeats, sessions and tunnels are for nodes alone.
func (p *Peers) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc(PathInit, only(p.init, "root", "node"))
	mux.HandleFunc(PathNodes, only(p.nodes, "root", "node"))
	mux.HandleFunc(PathDrain, only(p.drain, "root", "node"))
	mux.HandleFunc(PathHeartbeat, only(p.heartbeat, "node"))
	mux.HandleFunc(PathSession, only(p.session, "node"))
	mux.HandleFunc(PathTunnel, only(p.tunnel, "node"))
	return mux
}

func only(answer http.HandlerFunc, users ...string) http.HandlerFunc {
	return func(response http.ResponseWriter, request *http.Request) {
		name := request.TLS.PeerCertificates[0].Subject.CommonName
		if !slices.Contains(users, name) {
			http.Error(response, fmt.Sprintf("user %s is not allowed to perform this RPC", name), http.StatusForbidden)
			return
		}
		answer(response, request)
	}
}

func (p *Peers) init(response http.ResponseWriter, request *http.Request) {
	if err := p.Database.Initialize(request.Context()); err != nil {
		writeError(response, err)
	}
}

func (p *Peers) nodes(response http.ResponseWriter, _ *http.Request) {
	_ = json.NewEncoder(response).Encode(p.Nodes())
}

func (p *Peers) drain(response http.ResponseWriter, request *http.Request) {
	if err := p.Drain(request.URL.Query().Get("shutdown") == "true"); err != nil {
		writeError(response, err)
	}
}

var errNoCopy = errors.New("this node has no copy of the database: only the first three addresses of --join are asked for one")

func (p *Peers) heartbeat(response http.ResponseWriter, request *http.Request) {
	var node Node
	if err := json.NewDecoder(request.Body).Decode(&node); err != nil {
		http.Error(response, err.Error(), http.StatusBadRequest)
		return
	}
	if p.Member == nil {
		writeError(response, errNoCopy)
		return
	}
	membership, err := p.Member.Heartbeat(request.Context(), node)
	if err != nil {
		writeError(response, err)
		return
	}
	_ = json.NewEncoder(response).Encode(membership)
}

func (p *Peers) session(response http.ResponseWriter, request *http.Request) {
	p.relay(response, func(member *Member) (net.Conn, error) {
		return member.dialOwn(request.Context(), Access(request.Header.Get(accessHeader)))
	})
}

func (p *Peers) tunnel(response http.ResponseWriter, request *http.Request) {
	p.relay(response, func(member *Member) (net.Conn, error) {
		return member.serve(request.Context(), service(request.Header.Get(serviceHeader)))
	})
}

// relay joins a peer's connection with one of this node's own.
func (p *Peers) relay(response http.ResponseWriter, dial func(*Member) (net.Conn, error)) {
	if p.Member == nil {
		writeError(response, errNoCopy)
		return
	}
	backend, err := dial(p.Member)
	if err != nil {
		writeError(response, err)
		return
	}
	defer backend.Close()
	peer, _, err := response.(http.Hijacker).Hijack()
	if err != nil {
		writeError(response, err)
		return
	}
	defer peer.Close()
	if _, err := io.WriteString(peer, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n\r\n"); err == nil {
		relay.Both(peer, backend)
	}
}
