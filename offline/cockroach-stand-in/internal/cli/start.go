package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"planetary-survival/cockroach-stand-in/internal/node"
)

// startFlags are the flags of `cockroach start` that the stand-in follows.
type startFlags struct {
	listenAddr, advertiseAddr, sqlAddr, advertiseSQLAddr, httpAddr, advertiseHTTPAddr string
	certsDir, locality, localityFile, cache, sqlMemory, pidFile, urlFile              string
	join, stores                                                                      []string
}

// startIgnored: `cockroach start --help` of v25.4 has these, and here they change nothing.
var startIgnored = append(values("attrs", "clock-device", "external-io-dir", "locality-advertise-addr", "max-disk-temp-storage",
	"max-go-memory", "max-offset", "max-tsdb-memory", "spatial-libs", "temp-dir", "wal-failover", "cluster-name", "storage-engine",
	"tls-cipher-suites"),
	switches("disable-cluster-name-verification", "experimental-dns-srv", "external-io-disable-http",
		"external-io-disable-implicit-credentials")...)

// startRefused would weaken or change what is promised, or cannot be done here.
var startRefused = append(values("cert-principal-map", "enterprise-encryption", "node-cert-distinguished-name",
	"root-cert-distinguished-name", "socket-dir", "host", "port/p", "http-host", "http-port", "advertise-host"),
	switches("insecure", "accept-sql-without-tls", "background")...)

func newStart() *cobra.Command {
	given := &startFlags{}
	command := &cobra.Command{
		Use:   "start <initial flags...>",
		Short: "start a node in a multi-node cluster",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := checkRefused(command, startRefused); err != nil {
				return err
			}
			if len(given.join) == 0 {
				return errors.New("no --join flags provided to 'cockroach start'\n" +
					"HINT: Consider using 'cockroach init' or 'cockroach start-single-node' instead")
			}
			config, err := given.config()
			if err != nil {
				return flagError{err}
			}
			return node.Run(context.Background(), config)
		},
	}
	flags := command.Flags()
	flags.StringVar(&given.listenAddr, "listen-addr", ":"+defaultSQLPort, "address for other nodes, and for clients unless --sql-addr")
	flags.StringVar(&given.advertiseAddr, "advertise-addr", "", "address that other nodes use")
	flags.StringVar(&given.sqlAddr, "sql-addr", "", "address for clients, default --listen-addr")
	flags.StringVar(&given.advertiseSQLAddr, "advertise-sql-addr", "", "address that clients use")
	flags.StringVar(&given.httpAddr, "http-addr", ":"+defaultHTTPPort, "address of the console")
	flags.StringVar(&given.advertiseHTTPAddr, "advertise-http-addr", "", "address of the console for others")
	flags.StringVar(&given.certsDir, "certs-dir", "${HOME}/.cockroach-certs/", "directory of ca.crt, node.crt and node.key")
	flags.StringVar(&given.locality, "locality", "", "where the node is: key=value,…")
	flags.StringVar(&given.localityFile, "locality-file", "", "file with the value of --locality")
	flags.StringVar(&given.cache, "cache", "256MiB", "PostgreSQL's shared buffers, at most 40 % of the memory")
	flags.StringVar(&given.sqlMemory, "max-sql-memory", "25%", "bounds PostgreSQL's work memory")
	flags.StringVar(&given.pidFile, "pid-file", "", "file for the process id, once ready")
	flags.StringVar(&given.urlFile, "listening-url-file", "", "file for the connection URL, once ready")
	flags.StringSliceVarP(&given.join, "join", "j", nil, "addresses of the first nodes, the same list at each; the first three have a copy of the database")
	flags.StringArrayVarP(&given.stores, "store", "s", []string{"cockroach-data"}, "directory of the data: path=…[,size=…]")
	addIgnored(flags, startIgnored)
	addRefused(flags, startRefused)
	addLogging(flags)
	return command
}
