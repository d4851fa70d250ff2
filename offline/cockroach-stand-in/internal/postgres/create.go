package postgres

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
)

// nameless gives a program that insists on a user name one, also when this uid has none in /etc/passwd.
func nameless(temporary string) ([]string, error) {
	if _, err := user.LookupId(fmt.Sprint(os.Getuid())); err == nil {
		return nil, nil
	}
	passwd, group := filepath.Join(temporary, "passwd"), filepath.Join(temporary, "group")
	line := fmt.Sprintf("cockroach:x:%d:%d::/:/usr/sbin/nologin\n", os.Getuid(), os.Getgid())
	if err := os.WriteFile(passwd, []byte(line), 0o600); err != nil {
		return nil, err
	}
	if err := os.WriteFile(group, fmt.Appendf(nil, "cockroach:x:%d:\n", os.Getgid()), 0o600); err != nil {
		return nil, err
	}
	return []string{"LD_PRELOAD=libnss_wrapper.so", "NSS_WRAPPER_PASSWD=" + passwd, "NSS_WRAPPER_GROUP=" + group}, nil
}

// Exists says whether the database was made.
func (s *Server) Exists() bool {
	_, err := os.Stat(s.data())
	return err == nil
}

// Create makes the database with the superuser root. It becomes visible as a whole or not at all.
func (s *Server) Create(ctx context.Context) error {
	if os.Getuid() == 0 {
		return fmt.Errorf("the PostgreSQL stand-in for CockroachDB cannot keep data as uid 0; run the container as another user")
	}
	partial := s.data() + ".partial"
	if err := os.RemoveAll(partial); err != nil {
		return err
	}
	if err := os.MkdirAll(s.run(), 0o700); err != nil {
		return err
	}
	named, err := nameless(s.run())
	if err != nil {
		return err
	}
	command := exec.CommandContext(ctx, "initdb", "--pgdata="+partial, "--username=root", "--encoding=UTF8", "--no-instructions",
		"--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--auth-local=trust", "--auth-host=scram-sha-256",
		"--data-checksums")
	command.Env = append(os.Environ(), named...)
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	if err := command.Run(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, output.String())
	}
	return os.Rename(partial, s.data())
}
