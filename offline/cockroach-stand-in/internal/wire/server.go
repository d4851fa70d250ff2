package wire

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"planetary-survival/cockroach-stand-in/internal/cluster"
	"planetary-survival/cockroach-stand-in/internal/dialect"
)

const (
	loginTimeout    = 10 * time.Second
	defaultDatabase = "defaultdb"
	isolation       = "default_transaction_isolation"
)

// Counters are what a node can tell about its clients.
type Counters struct {
	Opened, Failed, Queries, BytesIn, BytesOut atomic.Int64
}

// Server takes SQL clients.
type Server struct {
	TLS        *tls.Config
	Database   cluster.Database
	Translator *dialect.Translator
	Counters   Counters

	mutex    sync.Mutex
	sessions map[*session]struct{}
	draining bool
}

// Serve takes one client until it goes.
func (s *Server) Serve(connection net.Conn) {
	defer connection.Close()
	_ = connection.SetDeadline(time.Now().Add(loginTimeout))
	opened, err := open(connection, s.TLS)
	if err != nil {
		s.Counters.Failed.Add(1)
		return
	}
	if opened.cancel != nil {
		s.cancel(opened.cancel)
		return
	}
	session, err := s.begin(opened)
	if err != nil {
		s.Counters.Failed.Add(1)
		refused := &refusalError{}
		if !errors.As(err, &refused) {
			refused = &refusalError{code: "57P03", message: err.Error()}
		}
		refuse(opened.connection, "FATAL", refused.code, refused.message)
		return
	}
	defer s.forget(session)
	_ = opened.connection.SetDeadline(time.Time{})
	session.run()
}

type refusalError struct{ code, message string }

func (e *refusalError) Error() string { return e.message }

func (s *Server) begin(opened *opening) (*session, error) {
	if !opened.isTLS {
		return nil, &refusalError{"08P01", "node is running secure mode, SSL connection required"}
	}
	parameters := opened.startup.Parameters
	user := parameters["user"]
	access := cluster.Password
	if opened.certified != "" {
		if opened.certified != user {
			return nil, &refusalError{"28000", fmt.Sprintf("certificate authentication failed for user %q: the certificate is for user %q",
				user, opened.certified)}
		}
		access = cluster.Certificate
	}
	if parameters["database"] == "" {
		parameters["database"] = defaultDatabase
	}
	if _, isSet := parameters[isolation]; !isSet && parameters["database"] == "postgres" {
		// Of all databases this one has another default, for the sake of Patroni.
		parameters[isolation] = "serializable"
	}
	ctx, cancel := context.WithTimeout(context.Background(), loginTimeout)
	defer cancel()
	backend, err := s.Database.Dial(ctx, access)
	if err != nil {
		return nil, &refusalError{"57P03", fmt.Sprintf("the %s cannot reach its database: %v", dialect.Product, err)}
	}
	startup, err := opened.startup.Encode(nil)
	if err == nil {
		_, err = backend.Write(startup)
	}
	if err != nil {
		_ = backend.Close()
		return nil, err
	}
	begun := &session{client: opened.connection, backend: backend, translate: s.Translator.Translate, counters: &s.Counters}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.draining {
		_ = backend.Close()
		return nil, &refusalError{"57P01", "server is not accepting clients, try another node"}
	}
	if s.sessions == nil {
		s.sessions = map[*session]struct{}{}
	}
	s.sessions[begun] = struct{}{}
	s.Counters.Opened.Add(1)
	return begun, nil
}

func (s *Server) forget(session *session) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	delete(s.sessions, session)
}

// Sessions is how many there are.
func (s *Server) Sessions() int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return len(s.sessions)
}

// cancel passes a cancel request on: there is one database, so its key means the same at every node.
func (s *Server) cancel(packet []byte) {
	ctx, cancel := context.WithTimeout(context.Background(), loginTimeout)
	defer cancel()
	backend, err := s.Database.Dial(ctx, cluster.Password)
	if err != nil {
		return
	}
	defer backend.Close()
	if _, err := backend.Write(packet); err == nil {
		_ = backend.SetReadDeadline(time.Now().Add(2 * time.Second))
		_, _ = backend.Read(make([]byte, 1))
	}
}
