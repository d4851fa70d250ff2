package wire

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"planetary-survival/cockroach-stand-in/internal/relay"
)

// session is one client and its connection to the database.
type session struct {
	client    net.Conn
	backend   net.Conn
	translate func(ctx context.Context, sql string) string
	counters  *Counters

	// gate is held while something of the client is on its way to the database.
	gate sync.Mutex
	idle atomic.Bool
}

func (s *session) run() {
	done := make(chan struct{})
	go func() {
		defer close(done)
		s.answers()
		s.end()
	}()
	_ = s.requests()
	s.end()
	<-done
}

func (s *session) end() {
	_ = s.client.Close()
	_ = s.backend.Close()
}

// readyIdle is the end of an answer after which no transaction is open.
const readyIdle = "Z\x00\x00\x00\x05I"

// answers copies what the database says, without looking into it but for the last bytes of what came: they tell an idle session.
func (s *session) answers() {
	buffer := make([]byte, relay.Size)
	var tail [len(readyIdle)]byte
	for {
		n, err := s.backend.Read(buffer)
		if n > 0 {
			s.counters.BytesOut.Add(int64(n))
			kept := copy(tail[:], tail[min(n, len(tail)):])
			copy(tail[kept:], buffer[max(0, n-len(tail)):n])
			s.idle.Store(string(tail[:]) == readyIdle)
			if _, err := s.client.Write(buffer[:n]); err != nil {
				return
			}
		}
		if err != nil {
			return
		}
	}
}

// closeIfIdle ends the session between two transactions, with CockroachDB's words.
func (s *session) closeIfIdle() {
	if !s.idle.Load() {
		return
	}
	if !s.gate.TryLock() {
		return
	}
	defer s.gate.Unlock()
	if s.idle.Load() {
		s.closeNow()
	}
}

func (s *session) closeNow() {
	_ = s.client.SetWriteDeadline(time.Now().Add(time.Second))
	refuse(s.client, "FATAL", "57P01", "server is shutting down")
	s.end()
}
