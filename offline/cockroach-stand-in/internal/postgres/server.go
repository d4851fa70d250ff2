// Package postgres is the PostgreSQL server underneath a node: its files and the ways to it, none of which leads out of the container.
package postgres

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
)

// Server is one PostgreSQL server in a directory.
type Server struct {
	Store  string
	Port   int
	Memory Memory
}

// Data is the directory of the database.
func (s *Server) Data() string { return filepath.Join(s.Store, "postgres") }

// Run is the directory of the socket.
func (s *Server) Run() string { return filepath.Join(s.Store, "run") }

// Settings is the file that Patroni's own settings include.
func (s *Server) Settings() string { return filepath.Join(s.Store, "postgresql.conf") }

// Dial opens a connection. Over the socket PostgreSQL believes the user name, over TCP it asks for the password.
func (s *Server) Dial(ctx context.Context, trusted bool) (net.Conn, error) {
	var dialer net.Dialer
	if trusted {
		return dialer.DialContext(ctx, "unix", filepath.Join(s.Run(), fmt.Sprintf(".s.PGSQL.%d", s.Port)))
	}
	return dialer.DialContext(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", s.Port))
}

// Prepare makes ready for a server that is to start, and gives the environment that it needs. No server runs in the store: sockets of
// an earlier container, and their locks, are nobody's.
func (s *Server) Prepare() ([]string, error) {
	if os.Getuid() == 0 {
		return nil, fmt.Errorf("the PostgreSQL stand-in for CockroachDB cannot keep data as uid 0; run the container as another user")
	}
	if err := os.RemoveAll(s.Run()); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(s.Run(), 0o700); err != nil {
		return nil, err
	}
	if err := os.WriteFile(s.Settings(), []byte(settings(s.Memory)), 0o600); err != nil {
		return nil, err
	}
	named, err := nameless(s.Run())
	return append(os.Environ(), named...), err
}
