// Package cluster makes three nodes one database. Which node has the database, and how to get there, is behind Database; nothing else
// knows.
package cluster

import (
	"context"
	"errors"
	"net"
	"time"
)

// Access is how the user of a session proves to be that user.
type Access string

const (
	// Certificate: the node has verified it already, and the user name is believed.
	Certificate Access = "certificate"
	// Password: PostgreSQL asks for it.
	Password Access = "password"
)

var (
	// ErrInitialized is CockroachDB's answer to a second `cockroach init`.
	ErrInitialized = errors.New("cluster has already been initialized")
	// ErrNotInitialized says that `cockroach init` is still to come.
	ErrNotInitialized = errors.New("cluster has not been initialized; run `cockroach init`")
)

// liveFor is how long a node counts as live after its last heartbeat.
const liveFor = 5 * time.Second

// Node is one node as the others see it.
type Node struct {
	ID         int       `json:"id"`
	Address    string    `json:"address"`
	SQLAddress string    `json:"sqlAddress"`
	Locality   string    `json:"locality"`
	StartedAt  time.Time `json:"startedAt"`
	UpdatedAt  time.Time `json:"updatedAt"`
	Draining   bool      `json:"draining"`
	Live       bool      `json:"live"`
}

// Membership is the answer to a heartbeat.
type Membership struct {
	ClusterID string `json:"clusterID"`
	NodeID    int    `json:"nodeID"`
	Nodes     []Node `json:"nodes"`
}

// Database is the way to the cluster's one PostgreSQL, wherever it runs.
type Database interface {
	// Dial opens a connection on which the startup message comes next. ErrNotInitialized before Initialize.
	Dial(ctx context.Context, access Access) (net.Conn, error)
	// Initialize makes the database. ErrInitialized when it was made before.
	Initialize(ctx context.Context) error
	// Heartbeat says that a node lives, and learns the cluster. ErrNotInitialized before Initialize.
	Heartbeat(ctx context.Context, node Node) (Membership, error)
	// Failed is closed when the database has ended by itself and the node has to end too; nil where that cannot be.
	Failed() <-chan struct{}
	// Stop ends what runs on this node, cleanly if it can within patience.
	Stop(patience time.Duration)
}
