// Package node is the process of `cockroach start`.
package node

import (
	"slices"

	"planetary-survival/cockroach-stand-in/internal/certs"
	"planetary-survival/cockroach-stand-in/internal/cluster"
	"planetary-survival/cockroach-stand-in/internal/postgres"
)

// Config is what the command line says, with all defaults filled in.
type Config struct {
	CertsDir string
	Store    string
	Join     []string
	Locality string
	Memory   postgres.Memory

	// ListenAddr is for nodes, SQLAddr for clients; mostly they are the same.
	ListenAddr, SQLAddr, HTTPAddr   string
	AdvertiseAddr, AdvertiseSQLAddr string
	AdvertiseHTTPAddr               string
	PIDFile, ListeningURLFile       string
}

// members are the nodes that have a copy of the database, and which of them this one is, -1 for none.
func (c Config) members() ([]string, int) {
	members := c.Join[:min(cluster.Copies, len(c.Join))]
	return members, slices.Index(members, c.AdvertiseAddr)
}

func loadCertificates(dir string) (*certs.Keeper, error) {
	keeper, err := certs.NewKeeper(dir)
	if err != nil {
		return nil, certs.Advise(err)
	}
	return keeper, nil
}
