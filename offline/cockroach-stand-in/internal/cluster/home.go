package cluster

import (
	"context"
	"fmt"
	"net"
	"sync"
	"time"

	"planetary-survival/cockroach-stand-in/internal/postgres"
	"planetary-survival/cockroach-stand-in/internal/state"
)

// Home is the node that has the database: the first one of --join.
type Home struct {
	store   *state.Store
	server  *postgres.Server
	members *members
	prepare func(ctx context.Context, dial func(context.Context) (net.Conn, error)) error

	mutex    sync.Mutex
	identity *state.Identity
	failed   chan struct{}
}

// NewHome starts the database if it was made before. prepare runs once, on the new database, before anyone can see it.
func NewHome(ctx context.Context, store *state.Store, memory postgres.Memory,
	prepare func(context.Context, func(context.Context) (net.Conn, error)) error,
) (*Home, error) {
	list, err := loadMembers(store)
	if err != nil {
		return nil, err
	}
	identity, err := store.Identity()
	if err != nil {
		return nil, err
	}
	home := &Home{store: store, server: &postgres.Server{Store: store.Path, Memory: memory}, members: list, prepare: prepare,
		failed: make(chan struct{})}
	if identity == nil {
		return home, nil
	}
	if !home.server.Exists() {
		return nil, fmt.Errorf("store %s belongs to cluster %s but has no database", store.Path, identity.ClusterID)
	}
	home.identity = identity
	return home, home.start(ctx)
}

func (h *Home) start(ctx context.Context) error {
	if h.server.Exited() != nil {
		return nil
	}
	if err := h.server.Start(ctx); err != nil {
		return err
	}
	go func() {
		<-h.server.Exited()
		close(h.failed)
	}()
	return nil
}

func (h *Home) initialized() *state.Identity {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	return h.identity
}

// Dial implements Database.
func (h *Home) Dial(ctx context.Context, access Access) (net.Conn, error) {
	if h.initialized() == nil {
		return nil, ErrNotInitialized
	}
	return h.server.Dial(ctx, access == Certificate)
}

// Initialize implements Database.
func (h *Home) Initialize(ctx context.Context) error {
	h.mutex.Lock()
	defer h.mutex.Unlock()
	if h.identity != nil {
		return ErrInitialized
	}
	if !h.server.Exists() {
		if err := h.server.Create(ctx); err != nil {
			return err
		}
	}
	if err := h.start(ctx); err != nil {
		return err
	}
	trusted := func(ctx context.Context) (net.Conn, error) { return h.server.Dial(ctx, true) }
	if err := h.prepare(ctx, trusted); err != nil {
		return err
	}
	identity := state.Identity{ClusterID: newClusterID(), NodeID: 1}
	if err := h.store.SaveIdentity(identity); err != nil {
		return err
	}
	h.identity = &identity
	return nil
}

// Heartbeat implements Database.
func (h *Home) Heartbeat(_ context.Context, node Node) (Membership, error) {
	id, nodes, err := h.members.heard(node)
	if err != nil {
		return Membership{}, err
	}
	identity := h.initialized()
	if identity == nil {
		return Membership{NodeID: id, Nodes: nodes}, ErrNotInitialized
	}
	return Membership{ClusterID: identity.ClusterID, NodeID: id, Nodes: nodes}, nil
}

// Failed implements Database.
func (h *Home) Failed() <-chan struct{} { return h.failed }

// Stop implements Database.
func (h *Home) Stop(patience time.Duration) { h.server.Stop(patience) }
