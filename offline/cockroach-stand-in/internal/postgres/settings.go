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
	// Above what a node's clients open; the last few are kept for root.
	maxConnections = 500
)

func clamp(value, low, high int64) int64 { return max(low, min(value, high)) }

// settings is the whole of postgresql.conf.
func settings(memory Memory, socketDirectory string) string {
	inMiB := func(bytes int64) string { return fmt.Sprintf("%dMB", bytes/mib) }
	values := map[string]string{
		"listen_addresses":               "127.0.0.1",
		"port":                           fmt.Sprint(port),
		"unix_socket_directories":        socketDirectory,
		"unix_socket_permissions":        "0700",
		"max_connections":                fmt.Sprint(maxConnections),
		"superuser_reserved_connections": "10",

		"shared_buffers":       inMiB(clamp(memory.Cache, 16*mib, memory.Limit*2/5)),
		"effective_cache_size": inMiB(clamp(memory.Limit*3/5, 32*mib, 1<<40)),
		"work_mem":             inMiB(clamp(memory.SQL/128, 4*mib, 64*mib)),
		"maintenance_work_mem": inMiB(clamp(memory.SQL/8, 16*mib, 512*mib)),
		// Docker gives 64 MiB of shared memory, too little for parallel joins.
		"max_parallel_workers_per_gather":  "0",
		"max_parallel_maintenance_workers": "0",

		"wal_level":          "replica",
		"max_wal_size":       "512MB",
		"min_wal_size":       "64MB",
		"checkpoint_timeout": "5min",

		"default_transaction_isolation":  "serializable",
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

// hostRules lets in over the socket whoever the node has verified by certificate; over TCP a password is needed.
const hostRules = `local all all trust
host all all 127.0.0.1/32 scram-sha-256
`
