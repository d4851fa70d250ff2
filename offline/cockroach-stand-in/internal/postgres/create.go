package postgres

import (
	"context"
	"fmt"
	"os"
	"os/user"
	"path/filepath"

	"planetary-survival/cockroach-stand-in/internal/process"
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
	_, err := os.Stat(s.Data())
	return err == nil
}

// Create makes the database with the superuser root. It becomes visible as a whole or not at all.
func (s *Server) Create(ctx context.Context, environment []string) error {
	partial := s.Data() + ".partial"
	if err := os.RemoveAll(partial); err != nil {
		return err
	}
	err := process.Run(ctx, "initdb", environment, "--pgdata="+partial, "--username=root", "--encoding=UTF8", "--no-instructions",
		"--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--auth-local=trust", "--auth-host=scram-sha-256",
		"--data-checksums")
	if err != nil {
		return err
	}
	return os.Rename(partial, s.Data())
}
