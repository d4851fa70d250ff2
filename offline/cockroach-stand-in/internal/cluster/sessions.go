package cluster

import (
	"net"
	"sync"
)

// sessions are the open connections to leaders.
type sessions struct {
	mutex sync.Mutex
	open  map[*leaderConnection]struct{}
}

// leaderConnection is a connection to the leader of a term.
type leaderConnection struct {
	net.Conn
	term int64
	all  *sessions
}

func (s *sessions) add(connection net.Conn, term int64) net.Conn {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.open == nil {
		s.open = map[*leaderConnection]struct{}{}
	}
	added := &leaderConnection{connection, term, s}
	s.open[added] = struct{}{}
	return added
}

// Close implements net.Conn.
func (c *leaderConnection) Close() error {
	c.all.mutex.Lock()
	delete(c.all.open, c)
	c.all.mutex.Unlock()
	return c.Conn.Close()
}

// endOther ends the connections to leaders of other terms.
func (s *sessions) endOther(term int64) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for connection := range s.open {
		if connection.term != term {
			_ = connection.Conn.Close()
		}
	}
}
