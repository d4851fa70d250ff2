package node

import (
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"planetary-survival/cockroach-stand-in/internal/console"
)

// metrics are those of CockroachDB's that the stand-in can tell truthfully.
func (n *Node) metrics() []console.Metric {
	gauge := func(name, help string, value float64) console.Metric {
		return console.Metric{Name: name, Help: help, Value: value}
	}
	counter := func(name, help string, value int64) console.Metric {
		return console.Metric{Name: name, Help: help, Counter: true, Value: float64(value)}
	}
	bundle := n.keeper.Current()
	result := []console.Metric{
		gauge("cockroach_stand_in", "1: this is the PostgreSQL stand-in for CockroachDB", 1),
		gauge("node_id", "Node ID", float64(n.id())),
		gauge("sys_uptime", "Process uptime in seconds", time.Since(n.started).Seconds()),
		gauge("sys_rss", "Resident memory of the node's own process, without PostgreSQL, in bytes", residentBytes()),
		gauge("sys_fd_open", "Process open file descriptors", float64(openFiles())),
		gauge("sys_fd_softlimit", "Process open file descriptor limit", float64(openFileLimit())),
		gauge("security_certificate_expiration_ca", "Expiration of the CA certificate, in Unix seconds",
			float64(bundle.Authority.Certificate.NotAfter.Unix())),
		gauge("security_certificate_expiration_node", "Expiration of the node certificate, in Unix seconds",
			float64(bundle.Node.Leaf.NotAfter.Unix())),
		gauge("security_certificate_ttl_ca", "Seconds until the CA certificate expires",
			time.Until(bundle.Authority.Certificate.NotAfter).Seconds()),
		gauge("security_certificate_ttl_node", "Seconds until the node certificate expires",
			time.Until(bundle.Node.Leaf.NotAfter).Seconds()),
		gauge("liveness_livenodes", "Nodes whose heartbeat was heard lately", float64(n.liveNodes())),
	}
	if clients := n.sql.Load(); clients != nil {
		c := &clients.Counters
		result = append(result,
			gauge("sql_conns", "Open SQL connections", float64(clients.Sessions())),
			counter("sql_new_conns", "SQL connections created", c.Opened.Load()),
			counter("sql_conn_failures", "SQL connections refused by the node itself", c.Failed.Load()),
			counter("sql_query_count", "Query and Execute messages received", c.Queries.Load()),
			counter("sql_bytesin", "SQL bytes received", c.BytesIn.Load()),
			counter("sql_bytesout", "SQL bytes sent", c.BytesOut.Load()))
	}
	var disk syscall.Statfs_t
	if syscall.Statfs(n.config.Store, &disk) == nil {
		block := float64(disk.Bsize)
		result = append(result,
			console.Metric{Name: "capacity", Help: "Total storage capacity", Labels: `store="1"`, Value: float64(disk.Blocks) * block},
			console.Metric{Name: "capacity_available", Help: "Available storage capacity", Labels: `store="1"`,
				Value: float64(disk.Bavail) * block})
	}
	return result
}

func (n *Node) liveNodes() int {
	live := 0
	if time.Since(time.Unix(0, n.heardAt.Load())) > silentAfter {
		return live
	}
	for _, node := range n.nodes() {
		if node.Live {
			live++
		}
	}
	return live
}

func residentBytes() float64 {
	text, _ := os.ReadFile("/proc/self/statm")
	fields := strings.Fields(string(text))
	if len(fields) < 2 {
		return 0
	}
	pages, _ := strconv.Atoi(fields[1])
	return float64(pages * os.Getpagesize())
}

func openFiles() int {
	entries, _ := os.ReadDir("/proc/self/fd")
	return len(entries)
}

func openFileLimit() uint64 {
	var limit syscall.Rlimit
	_ = syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit)
	return limit.Cur
}
