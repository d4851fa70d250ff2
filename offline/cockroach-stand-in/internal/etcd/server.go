// Package etcd is the store that a majority of the nodes agrees on: who leads, and who is there.
package etcd

import (
	"fmt"
	"os"
	"strings"
)

// Server is one member of the store. It listens on loopback alone; others come to it by tunnels.
type Server struct {
	Directory string
	Name      string
	// Client is the address for programs of this node.
	Client string
	// Peers are the addresses of all members by name, the same at every node.
	Peers map[string]string
}

// Exists says whether the member has been made.
func (s Server) Exists() bool {
	_, err := os.Stat(s.Directory)
	return err == nil
}

// Arguments are those of the program etcd.
func (s Server) Arguments() []string {
	members := make([]string, 0, len(s.Peers))
	for name, address := range s.Peers {
		members = append(members, name+"=http://"+address)
	}
	own := "http://" + s.Peers[s.Name]
	return []string{
		"--name=" + s.Name, "--data-dir=" + s.Directory,
		"--listen-client-urls=http://" + s.Client, "--advertise-client-urls=http://" + s.Client,
		"--listen-peer-urls=" + own, "--initial-advertise-peer-urls=" + own,
		"--initial-cluster=" + strings.Join(members, ","), "--initial-cluster-state=new", "--initial-cluster-token=cockroach-stand-in",
		"--heartbeat-interval=100", "--election-timeout=1000",
		// A handful of small keys that are written every second: little history is kept in memory and on disk.
		"--snapshot-count=5000", "--max-snapshots=2", "--max-wals=2", "--auto-compaction-mode=revision", "--auto-compaction-retention=1000",
		fmt.Sprintf("--quota-backend-bytes=%d", 512<<20),
		"--logger=zap", "--log-level=error", "--log-outputs=stderr",
	}
}
