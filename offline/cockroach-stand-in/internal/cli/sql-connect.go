package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"golang.org/x/term"

	"planetary-survival/cockroach-stand-in/internal/certs"
)

const connectTimeout = 15 * time.Second

// connectionURL is the address of the database without certificates.
func (f *sqlFlags) connectionURL() (*url.URL, error) {
	if f.clientFlags.url != "" {
		return url.Parse(f.clientFlags.url)
	}
	address, err := f.address()
	if err != nil {
		return nil, flagError{err}
	}
	return &url.URL{Scheme: "postgresql", User: url.User(f.user), Host: address, Path: "/" + f.database}, nil
}

func (f *sqlFlags) connect(ctx context.Context) (*pgconn.PgConn, error) {
	address, err := f.connectionURL()
	if err != nil {
		return nil, err
	}
	query := address.Query()
	if query.Get("sslmode") == "" {
		query.Set("sslmode", "verify-full")
	}
	if query.Get("sslmode") == "disable" {
		return nil, errors.New("the connection URL says sslmode=disable; the server takes TLS only")
	}
	ownFiles := query.Get("sslrootcert") != "" || query.Get("sslcert") != ""
	query.Set("application_name", "$ cockroach sql")
	address.RawQuery = query.Encode()
	config, err := pgconn.ParseConfig(address.String())
	if err != nil {
		return nil, err
	}
	if config.Database == "" {
		config.Database = "defaultdb"
	}
	config.Fallbacks = nil
	config.ConnectTimeout = connectTimeout
	config.OnNotice = func(_ *pgconn.PgConn, notice *pgconn.Notice) { fmt.Fprintf(os.Stderr, "NOTICE: %s\n", notice.Message) }
	if f.readOnly {
		config.RuntimeParams["default_transaction_read_only"] = "on"
	}
	if !ownFiles {
		config.TLSConfig, err = certs.ClientTLS(os.ExpandEnv(f.certsDir), config.User, config.Host)
		if errors.Is(err, certs.ErrNoClientCertificate) {
			if err = askPassword(config); err != nil {
				return nil, err
			}
		} else if err != nil {
			return nil, certs.Advise(err)
		}
	}
	session, err := pgconn.ConnectConfig(ctx, config)
	if err != nil {
		return nil, advise(err)
	}
	return session, nil
}

func askPassword(config *pgconn.Config) error {
	if config.Password != "" || !term.IsTerminal(int(os.Stdin.Fd())) {
		return nil
	}
	fmt.Fprintf(os.Stderr, "Connecting to server %q as user %q.\nEnter password: ", config.Host, config.User)
	password, err := term.ReadPassword(int(os.Stdin.Fd()))
	fmt.Fprintln(os.Stderr)
	config.Password = string(password)
	return err
}

// interactive hands over to psql, which connects to the same port with the same certificates.
func (f *sqlFlags) interactive() error {
	address, err := f.connectionURL()
	if err != nil {
		return err
	}
	query := address.Query()
	dir := os.ExpandEnv(f.certsDir)
	if query.Get("sslrootcert") == "" {
		query.Set("sslmode", "verify-full")
		query.Set("sslrootcert", filepath.Join(dir, "ca.crt"))
		certificate := filepath.Join(dir, "client."+address.User.Username()+".crt")
		if _, err := os.Stat(certificate); err == nil {
			query.Set("sslcert", certificate)
			query.Set("sslkey", filepath.Join(dir, "client."+address.User.Username()+".key"))
		}
	}
	address.RawQuery = query.Encode()
	if address.Path == "/" || address.Path == "" {
		address.Path = "/defaultdb"
	}
	psql, err := exec.LookPath("psql")
	if err != nil {
		return err
	}
	host, _, _ := net.SplitHostPort(address.Host)
	fmt.Printf("# %s\n# psql on %s; statements are CockroachDB's list or PostgreSQL's\n", buildTag, host)
	environment := append(os.Environ(), "PSQL_HISTORY=/dev/null")
	if password, given := address.User.Password(); given {
		environment = append(environment, "PGPASSWORD="+password)
		address.User = url.User(address.User.Username())
	}
	return syscall.Exec(psql, []string{"psql", address.String()}, environment)
}
