package node

import (
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"time"

	"planetary-survival/cockroach-stand-in/internal/cluster"
	"planetary-survival/cockroach-stand-in/internal/console"
)

// ports are a node's listeners; sql is nil when clients and nodes come to the same one.
type ports struct {
	nodes, sql, http net.Listener
	queue            *queue
}

func (p *ports) close() {
	for _, listener := range []net.Listener{p.nodes, p.sql, p.http} {
		if listener != nil {
			_ = listener.Close()
		}
	}
}

// listen opens all ports; the console answers at once, so that a long recovery of the database looks like a start.
func (n *Node) listen() (*ports, error) {
	opened := &ports{}
	var err error
	if opened.nodes, err = net.Listen("tcp", n.config.ListenAddr); err != nil {
		return nil, err
	}
	if n.config.SQLAddr != n.config.ListenAddr {
		if opened.sql, err = net.Listen("tcp", n.config.SQLAddr); err != nil {
			opened.close()
			return nil, err
		}
	}
	if opened.http, err = net.Listen("tcp", n.config.HTTPAddr); err != nil {
		opened.close()
		return nil, err
	}
	opened.queue = newQueue(opened.nodes.Addr())
	answers := &console.Console{Ready: n.ready, Metrics: n.metrics, NodeID: n.id}
	go func() { _ = quiet(answers.Handler()).Serve(tls.NewListener(opened.http, n.keeper.HTTP())) }()
	return opened, nil
}

// serve starts to take nodes and clients.
func (n *Node) serve(opened *ports) {
	peers := &cluster.Peers{Database: n.database, Member: n.member, Nodes: n.nodes, Drain: n.drainOnRequest}
	go func() { _ = quiet(peers.Handler()).Serve(tls.NewListener(opened.queue, n.keeper.PeerServer())) }()
	if opened.sql == nil {
		go share(opened.nodes, opened.queue, n.sql.Load().Serve)
		return
	}
	go share(opened.nodes, opened.queue, nil)
	go share(opened.sql, nil, n.sql.Load().Serve)
}

// quiet is an HTTP server that does not log every scanner's failed handshake.
func quiet(handler http.Handler) *http.Server {
	return &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, ErrorLog: log.New(io.Discard, "", 0)}
}
