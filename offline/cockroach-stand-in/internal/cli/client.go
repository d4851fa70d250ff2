package cli

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"planetary-survival/cockroach-stand-in/internal/certs"
	"planetary-survival/cockroach-stand-in/internal/cluster"
)

// clientFlags are the connection flags of the client commands.
type clientFlags struct {
	host, port, certsDir, url string
}

// clientRefused are the connection flags that would weaken what is promised.
var clientRefused = append(values("cert-principal-map"), switches("insecure")...)

func (f *clientFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.host, "host", fromEnvironment("localhost:"+defaultSQLPort, "COCKROACH_HOST"), "address of any node")
	flags.StringVarP(&f.port, "port", "p", fromEnvironment(defaultSQLPort, "COCKROACH_PORT"), "port, unless --host has one")
	flags.StringVar(&f.certsDir, "certs-dir", fromEnvironment("${HOME}/.cockroach-certs/", "COCKROACH_CERTS_DIR"),
		"directory of ca.crt and client.<user>.crt with its key")
	flags.StringVar(&f.url, "url", fromEnvironment("", "COCKROACH_URL"), "connection URL instead of the other flags")
	addRefused(flags, clientRefused)
	addLogging(flags)
}

func (f *clientFlags) addClusterName(flags *pflag.FlagSet) {
	addIgnored(flags, append(values("cluster-name"), switches("disable-cluster-name-verification")...))
}

func (f *clientFlags) address() (string, error) {
	return filled(f.host, "localhost", f.port)
}

// node is the way to a node for the commands of root.
func (f *clientFlags) node(command *cobra.Command) (*cluster.Remote, error) {
	if err := checkRefused(command, clientRefused); err != nil {
		return nil, err
	}
	address, err := f.address()
	if f.url != "" {
		var parsed *url.URL
		if parsed, err = url.Parse(f.url); err == nil {
			address, err = filled(parsed.Host, "localhost", defaultSQLPort)
		}
	}
	if err != nil {
		return nil, flagError{err}
	}
	return f.nodeAt(address)
}

func (f *clientFlags) nodeAt(address string) (*cluster.Remote, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	config, err := certs.ClientTLS(os.ExpandEnv(f.certsDir), "root", host)
	if err != nil {
		return nil, certs.Advise(err)
	}
	config.NextProtos = []string{certs.PeerProtocol}
	return cluster.NewRemote(address, func(string) *tls.Config { return config.Clone() })
}

// advise puts CockroachDB's words before what the network said.
func advise(err error) error {
	var network *net.OpError
	if errors.As(err, &network) {
		return fmt.Errorf("cannot dial server.\nIs the server running?\nIf the server is running, check --host client-side and "+
			"--advertise server-side.\n\n%w", err)
	}
	return err
}
