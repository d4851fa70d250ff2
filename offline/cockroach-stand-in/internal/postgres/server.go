// Package postgres runs the PostgreSQL server that is underneath the stand-in, reachable only from inside of its container.
package postgres

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

const port = 25432

// Server is one PostgreSQL server in a directory.
type Server struct {
	Store  string
	Memory Memory

	process *exec.Cmd
	exited  chan struct{}
	failure error
}

func (s *Server) data() string { return filepath.Join(s.Store, "postgres") }
func (s *Server) run() string  { return filepath.Join(s.Store, "run") }

// Dial opens a connection. Over the socket PostgreSQL believes the user name, over TCP it asks for the password.
func (s *Server) Dial(ctx context.Context, trusted bool) (net.Conn, error) {
	var dialer net.Dialer
	if trusted {
		return dialer.DialContext(ctx, "unix", filepath.Join(s.run(), fmt.Sprintf(".s.PGSQL.%d", port)))
	}
	return dialer.DialContext(ctx, "tcp", fmt.Sprintf("127.0.0.1:%d", port))
}

// Start runs the server and waits until it answers, however long its recovery takes. The caller holds the store's lock.
func (s *Server) Start(ctx context.Context) error {
	if err := s.removeLocks(); err != nil {
		return err
	}
	if err := os.MkdirAll(s.run(), 0o700); err != nil {
		return err
	}
	for name, text := range map[string]string{
		"postgresql.conf": settings(s.Memory, s.run()),
		"pg_hba.conf":     hostRules,
	} {
		if err := os.WriteFile(filepath.Join(s.data(), name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	s.process = exec.Command("postgres", "-D", s.data())
	s.process.Stdout, s.process.Stderr = os.Stderr, os.Stderr
	if err := s.process.Start(); err != nil {
		return err
	}
	s.exited = make(chan struct{})
	go func() {
		s.failure = s.process.Wait()
		close(s.exited)
	}()
	return s.awaitReady(ctx)
}

// removeLocks removes PostgreSQL's own lock files, of the directory and of the socket. The store's lock says that no other server uses
// them; a killed container's process id may well be somebody else's in this one, and PostgreSQL would not start.
func (s *Server) removeLocks() error {
	if err := os.Remove(filepath.Join(s.data(), "postmaster.pid")); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return os.RemoveAll(s.run())
}

func (s *Server) awaitReady(ctx context.Context) error {
	config, err := pgconn.ParseConfig(fmt.Sprintf("host=%s port=%d user=root dbname=postgres connect_timeout=2", s.run(), port))
	if err != nil {
		return err
	}
	for {
		if connection, err := pgconn.ConnectConfig(ctx, config); err == nil {
			return connection.Close(ctx)
		}
		select {
		case <-s.exited:
			return fmt.Errorf("PostgreSQL ended while it started: %v", s.failure)
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// Exited is closed when the server has ended; nil before Start.
func (s *Server) Exited() <-chan struct{} { return s.exited }

// Stop ends the server cleanly, or after patience without waiting for anything.
func (s *Server) Stop(patience time.Duration) {
	if s.exited == nil {
		return
	}
	_ = s.process.Process.Signal(syscall.SIGINT)
	select {
	case <-s.exited:
		return
	case <-time.After(patience):
	}
	_ = s.process.Process.Signal(syscall.SIGQUIT)
	<-s.exited
}
