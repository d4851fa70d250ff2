// Package patroni configures Patroni, which makes one server of several the leader and the others its copies.
package patroni

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"

	"planetary-survival/cockroach-stand-in/internal/postgres"
)

const (
	// LeaderKey holds the name of the leading member, on a lease of its own.
	LeaderKey = "/service/stand-in/leader"
	// ConfigKey holds what is the same at all members.
	ConfigKey = "/service/stand-in/config"
)

// Member is one Patroni with its server.
type Member struct {
	Name string
	// API is the address of its REST API, Etcd of the store.
	API, Etcd string
	Server    *postgres.Server
	// Copies is how many members there are.
	Copies int
}

// Common is the configuration of all members. A commit waits for one other member of three, whichever is first, and there is none
// without it. Patroni's least ttl is 20 s: a leader that is gone earlier is found so by the nodes themselves.
func (m Member) Common() ([]byte, error) {
	common := map[string]any{
		"ttl": 20, "loop_wait": 1, "retry_timeout": 5,
		// A leader that crashed gives way rather than to recover first.
		"primary_start_timeout": 0,
		"postgresql": map[string]any{
			"use_pg_rewind": true, "remove_data_directory_on_rewind_failure": true, "remove_data_directory_on_diverged_timelines": true,
			"parameters": map[string]any{"max_connections": postgres.MaxConnections},
		},
	}
	if m.Copies > 1 {
		common["synchronous_mode"] = "quorum"
		common["synchronous_mode_strict"] = true
	}
	return json.Marshal(common)
}

// Write writes the configuration of this member, and gives its path. JSON is YAML, too.
func (m Member) Write() (string, error) {
	root := map[string]string{"username": "root"}
	text, err := json.MarshalIndent(map[string]any{
		"scope": "stand-in", "namespace": "/service/", "name": m.Name,
		"restapi": map[string]string{"listen": m.API, "connect_address": m.API},
		"etcd3":   map[string]any{"host": m.Etcd, "use_proxies": true},
		"log":     map[string]string{"level": "WARNING", "format": "patroni: %(levelname)s: %(message)s"},
		"postgresql": map[string]any{
			"listen":          fmt.Sprintf("127.0.0.1:%d", m.Server.Port),
			"connect_address": fmt.Sprintf("127.0.0.1:%d", m.Server.Port),
			"data_dir":        m.Server.Data(), "custom_conf": m.Server.Settings(), "pgpass": filepath.Join(m.Server.Run(), "pgpass"),
			"use_unix_socket": true, "use_unix_socket_repl": true,
			"authentication":         map[string]any{"superuser": root, "replication": root, "rewind": root},
			"parameters":             map[string]string{"unix_socket_directories": m.Server.Run()},
			"pg_hba":                 postgres.HostRules(),
			"create_replica_methods": []string{"basebackup"},
			"basebackup":             []map[string]string{{"checkpoint": "fast"}},
		},
	}, "", " ")
	if err != nil {
		return "", err
	}
	path := filepath.Join(m.Server.Run(), "patroni.yml")
	return path, os.WriteFile(path, text, 0o600)
}

// Yield makes another member the leader, if there is one that can.
func (m Member) Yield(ctx context.Context) error {
	body, err := json.Marshal(map[string]string{"leader": m.Name})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://"+m.API+"/switchover", bytes.NewReader(body))
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode == http.StatusOK {
		return nil
	}
	text, _ := io.ReadAll(response.Body)
	return fmt.Errorf("switchover: %s: %s", response.Status, text)
}
