package postgres

import (
	"fmt"
	"slices"
	"strings"
)

// Memory is what the node's flags allow, in bytes.
type Memory struct {
	Cache int64 // --cache
	SQL   int64 // --max-sql-memory
	Limit int64 // the container's limit
}

const (
	mib = 1 << 20
	// MaxConnections is above what a node's clients open; the last few are kept for root.
	MaxConnections = 500
)

func clamp(value, low, high int64) int64 { return max(low, min(value, high)) }

// settings is postgresql.conf without what Patroni decides: the port and the addresses, and what must be the same at all nodes.
func settings(memory Memory) string {
	inMiB := func(bytes int64) string { return fmt.Sprintf("%dMB", bytes/mib) }
	values := map[string]string{
		"unix_socket_permissions":        "0700",
		"superuser_reserved_connections": "10",

		"shared_buffers":       inMiB(clamp(memory.Cache, 16*mib, memory.Limit*2/5)),
		"effective_cache_size": inMiB(clamp(memory.Limit*3/5, 32*mib, 1<<40)),
		"work_mem":             inMiB(clamp(memory.SQL/128, 4*mib, 64*mib)),
		"maintenance_work_mem": inMiB(clamp(memory.SQL/8, 16*mib, 512*mib)),
		// Docker gives 64 MiB of shared memory, too little for parallel joins.
		"max_parallel_workers_per_gather":  "0",
		"max_parallel_maintenance_workers": "0",

		"max_wal_size":       "512MB",
		"min_wal_size":       "64MB",
		"checkpoint_timeout": "5min",
		// A node that is away for long copies the database anew.
		"max_slot_wal_keep_size": "2GB",
		"wal_sender_timeout":     "5s",
		"wal_receiver_timeout":   "5s",

		"max_pred_locks_per_transaction": "256",
		"password_encryption":            "scram-sha-256",
		// CockroachDB's own cost, so that a password is never hashed anew.
		"scram_iterations": "10610",
		"ssl":              "off",
		"jit":              "off",
		"timezone":         "UTC",
		"log_timezone":     "UTC",

		"logging_collector": "off",
		"log_line_prefix":   "postgres[%p] ",
		"log_min_messages":  "warning",
		// A failed statement may carry a password.
		"log_min_error_statement":  "panic",
		"log_parameter_max_length": "0",
		"log_error_verbosity":      "terse",
		"log_checkpoints":          "off",
		"cockroach_stand_in.is":    "PostgreSQL stand-in for CockroachDB",
	}
	lines := make([]string, 0, len(values))
	for name, value := range values {
		lines = append(lines, fmt.Sprintf("%s = '%s'\n", name, strings.ReplaceAll(value, "'", "''")))
	}
	slices.Sort(lines)
	return strings.Join(lines, "")
}

// Isolation makes sessions serializable, as CockroachDB's are, but for those in the database postgres: a copy that only reads takes no
// serializable session, and there Patroni asks.
var Isolation = []string{
	"ALTER DATABASE postgres SET default_transaction_isolation = 'read committed'",
	"ALTER ROLE ALL SET default_transaction_isolation = 'serializable'",
}

// HostRules lets in over the socket whoever the node has verified by certificate, other nodes' servers among them; over TCP a
// password is needed.
func HostRules() []string {
	return []string{"local all all trust", "local replication root trust", "host all all 127.0.0.1/32 scram-sha-256"}
}
