package node

import (
	"bufio"
	"errors"
	"net"
	"time"
)

// tlsHandshake is the first byte of a TLS connection; SQL clients ask for TLS in their own protocol first.
const tlsHandshake = 0x16

// queue is a listener whose connections were accepted by another one.
type queue struct {
	address     net.Addr
	connections chan net.Conn
	closed      chan struct{}
}

func newQueue(address net.Addr) *queue {
	return &queue{address, make(chan net.Conn), make(chan struct{})}
}

// Accept implements net.Listener.
func (q *queue) Accept() (net.Conn, error) {
	select {
	case connection := <-q.connections:
		return connection, nil
	case <-q.closed:
		return nil, net.ErrClosed
	}
}

// Close implements net.Listener.
func (q *queue) Close() error {
	close(q.closed)
	return nil
}

// Addr implements net.Listener.
func (q *queue) Addr() net.Addr { return q.address }

func (q *queue) put(connection net.Conn) {
	select {
	case q.connections <- connection:
	case <-q.closed:
		_ = connection.Close()
	}
}

// peeked is a connection of which the first byte has been looked at.
type peeked struct {
	net.Conn
	reader *bufio.Reader
}

// Read implements net.Conn.
func (p *peeked) Read(buffer []byte) (int, error) { return p.reader.Read(buffer) }

// share gives connections of nodes to one queue and those of clients to serve; either may be nil.
func share(listener net.Listener, nodes *queue, serve func(net.Conn)) {
	for {
		connection, err := listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		} else if err != nil {
			time.Sleep(10 * time.Millisecond)
			continue
		}
		go sort(connection, nodes, serve)
	}
}

func sort(connection net.Conn, nodes *queue, serve func(net.Conn)) {
	_ = connection.SetReadDeadline(time.Now().Add(10 * time.Second))
	both := &peeked{connection, bufio.NewReaderSize(connection, 512)}
	first, err := both.reader.Peek(1)
	if err != nil {
		_ = connection.Close()
		return
	}
	_ = connection.SetReadDeadline(time.Time{})
	switch isNode := first[0] == tlsHandshake; {
	case isNode && nodes != nil:
		nodes.put(both)
	case !isNode && serve != nil:
		serve(both)
	default:
		_ = connection.Close()
	}
}
