// Package cluster makes three nodes one database of three copies. Which node takes the writes, and how to get there, is behind
// Database; nothing else knows.
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
	Leader    Leader `json:"leader"`
}

// Leader is the node whose PostgreSQL takes the writes, until the next one.
type Leader struct {
	// Address is empty while there is none.
	Address string `json:"address"`
	// Term differs from leader to leader, also when the same node leads again.
	Term int64 `json:"term"`
}

// Database is the way to the PostgreSQL that leads, wherever it runs.
type Database interface {
	// Dial opens a connection on which the startup message comes next, and waits for a leader as long as ctx lets it.
	// ErrNotInitialized before Initialize. The connection ends when another node leads.
	Dial(ctx context.Context, access Access) (net.Conn, error)
	// Initialize makes the database. ErrInitialized when it was made before.
	Initialize(ctx context.Context) error
	// Heartbeat says that a node lives, and learns the cluster. ErrNotInitialized before Initialize.
	Heartbeat(ctx context.Context, node Node) (Membership, error)
	// Yield makes another node the leader, if this one is and another can.
	Yield(ctx context.Context) error
	// Failed tells why what runs on this node has ended by itself, so that the node has to end too; nil where that cannot be.
	Failed() <-chan error
	// Stop ends what runs on this node, cleanly if it can within patience.
	Stop(patience time.Duration)
}
