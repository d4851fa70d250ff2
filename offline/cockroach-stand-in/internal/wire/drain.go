package wire

import (
	"time"
)

// DrainTimes are the waits of a drain, as CockroachDB's cluster settings name them.
type DrainTimes struct {
	// Connections is how long clients may take to leave by themselves.
	Connections time.Duration
	// Transactions is how long open transactions may go on after that.
	Transactions time.Duration
}

const drainPoll = 20 * time.Millisecond

func (s *Server) each(do func(*session)) {
	s.mutex.Lock()
	sessions := make([]*session, 0, len(s.sessions))
	for session := range s.sessions {
		sessions = append(sessions, session)
	}
	s.mutex.Unlock()
	for _, session := range sessions {
		do(session)
	}
}

func (s *Server) waitEmpty(limit time.Duration, each func()) bool {
	for deadline := time.Now().Add(limit); ; time.Sleep(drainPoll) {
		each()
		if s.Sessions() == 0 {
			return true
		}
		if time.Now().After(deadline) {
			return false
		}
	}
}

// Drain takes no more clients and ends the sessions there are: idle ones when their time to leave is over, others after their
// transaction, and in the end all of them.
func (s *Server) Drain(times DrainTimes) {
	s.stopAccepting()
	if times.Connections > 0 && s.waitEmpty(times.Connections, func() {}) {
		return
	}
	if s.waitEmpty(times.Transactions, func() { s.each((*session).closeIfIdle) }) {
		return
	}
	s.each((*session).closeNow)
	s.waitEmpty(time.Second, func() {})
}

func (s *Server) stopAccepting() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.draining = true
}
