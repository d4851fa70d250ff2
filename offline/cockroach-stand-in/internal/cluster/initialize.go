package cluster

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"slices"
	"time"

	"planetary-survival/cockroach-stand-in/internal/control"
	"planetary-survival/cockroach-stand-in/internal/postgres"
)

const (
	membersFile = "members.json"
	// earlierNodesFile had the ids of the nodes where the first one had the only copy.
	earlierNodesFile = "nodes.json"
)

// Initialize implements Database. The first node makes the database; the others copy it.
func (m *Member) Initialize(ctx context.Context) error {
	if m.index > 0 {
		return m.remotes[m.members[0]].Initialize(ctx)
	}
	m.initializes.Lock()
	defer m.initializes.Unlock()
	known, err := m.awaitStore(ctx)
	if err != nil {
		return err
	}
	identity, err := m.store.Identity()
	if err != nil {
		return err
	}
	// A database that is still to be adopted is one, too.
	if known.clusterID != "" || identity != nil {
		return ErrInitialized
	}
	if !m.server.Exists() {
		if err := m.server.Create(ctx, m.environment); err != nil {
			return err
		}
	}
	if err := m.awaitLead(ctx); err != nil {
		return err
	}
	trusted := func(ctx context.Context) (net.Conn, error) { return m.server.Dial(ctx, true) }
	if err := m.prepare(ctx, trusted); err != nil {
		return err
	}
	if err := m.registry.initialize(ctx, newClusterID()); err != nil {
		return err
	}
	return m.look(ctx)
}

// awaitLead waits until this node's PostgreSQL takes writes, and makes its sessions serializable.
func (m *Member) awaitLead(ctx context.Context) error {
	for {
		err := m.isPrimary(ctx)
		if err == nil {
			return m.isolate(ctx)
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(dialAgain):
		}
	}
}

func (m *Member) isolate(ctx context.Context) error {
	trusted := func(ctx context.Context) (net.Conn, error) { return m.server.Dial(ctx, true) }
	session, err := control.Connect(ctx, trusted, "postgres")
	if err != nil {
		return err
	}
	defer session.Close(ctx)
	for _, statement := range postgres.Isolation {
		if _, err := session.Exec(ctx, statement).ReadAll(); err != nil {
			return err
		}
	}
	return nil
}

// adopt makes the database of a first node that had the only copy that of all: from before there were copies, or of a cluster whose
// --join list was another one.
func (m *Member) adopt(ctx context.Context) error {
	identity, err := m.store.Identity()
	if err != nil || identity == nil || m.index > 0 || !m.server.Exists() {
		return err
	}
	known, err := m.awaitStore(ctx)
	if err != nil || known.clusterID != "" {
		return err
	}
	if err := m.awaitLead(ctx); err != nil {
		return err
	}
	var earlier []Node
	if _, err := m.store.Read(earlierNodesFile, &earlier); err != nil {
		return err
	}
	ids := map[string]int{m.address: identity.NodeID}
	for _, node := range earlier {
		ids[node.Address] = node.ID
	}
	if err := m.registry.writeIDs(ctx, ids, known.idsAt); err != nil {
		return err
	}
	return m.registry.initialize(ctx, identity.ClusterID)
}

// forgetOtherMembers begins a new store when --join names other members than the store was made for: etcd takes no list but its own.
func (m *Member) forgetOtherMembers() error {
	var before []string
	if _, err := m.store.Read(membersFile, &before); err != nil || slices.Equal(before, m.members) {
		return err
	}
	if err := os.RemoveAll(filepath.Join(m.store.Path, "etcd")); err != nil {
		return err
	}
	return m.store.Write(membersFile, m.members)
}
