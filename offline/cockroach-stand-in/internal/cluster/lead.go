package cluster

import (
	"context"
	"net"
	"slices"
	"time"
)

// Heartbeat implements Database, for this node and for those that have no store.
func (m *Member) Heartbeat(ctx context.Context, node Node) (Membership, error) {
	began := time.Now()
	known, err := m.registry.beat(ctx, node)
	if err == nil && known.ids[node.Address] == 0 {
		known, err = m.registry.number(ctx, node.Address)
	}
	if err != nil {
		return Membership{}, err
	}
	membership := Membership{ClusterID: known.clusterID, NodeID: known.ids[node.Address], Nodes: known.nodes, Leader: m.leaderOf(known)}
	m.learn(known.clusterID != "", membership.Leader)
	if node.Address == m.address {
		m.confirmedAt.Store(&began)
		m.relieve(ctx, known)
	}
	if known.clusterID == "" {
		return membership, ErrNotInitialized
	}
	return membership, nil
}

func (m *Member) leaderOf(known agreed) Leader {
	index := slices.IndexFunc(m.members, func(address string) bool {
		return string(known.leader.Value) == memberName(slices.Index(m.members, address))
	})
	if index < 0 {
		return Leader{}
	}
	return Leader{m.members[index], known.leader.CreateRevision}
}

// relieve takes the lease from a leader that has not been heard for too long.
func (m *Member) relieve(ctx context.Context, known agreed) {
	leader := m.leaderOf(known).Address
	if leader == "" || leader == m.address {
		return
	}
	if m.silence.of(leader, known.writtenAt[leader], time.Now()) >= silentFor {
		_ = m.registry.client.Revoke(ctx, known.leader.Lease)
	}
}

// look learns who leads without saying anything.
func (m *Member) look(ctx context.Context) error {
	known, err := m.registry.read(ctx)
	if err == nil {
		m.learn(known.clusterID != "", m.leaderOf(known))
	}
	return err
}

func (m *Member) isConfirmed() bool {
	at := m.confirmedAt.Load()
	return at != nil && time.Since(*at) < confirmedFor
}

// endUnconfirmed ends the sessions of a leader that may be none any more, so that nobody reads what is old.
func (m *Member) endUnconfirmed(ctx context.Context) {
	for ; ctx.Err() == nil; time.Sleep(dialAgain) {
		if _, leader := m.known(); leader.Address == m.address && !m.isConfirmed() {
			m.sessions.endOther(-1)
		}
	}
}

// isPrimary says whether this node's PostgreSQL takes writes.
func (m *Member) isPrimary(ctx context.Context) error {
	rows, err := m.local.Ask(ctx, "SELECT pg_is_in_recovery()")
	if err == nil && rows[0][0] != "f" {
		err = errNoLeader
	}
	return err
}

// dialOwn opens a session at this node, if it leads.
func (m *Member) dialOwn(ctx context.Context, access Access) (net.Conn, error) {
	_, leader := m.known()
	if leader.Address != m.address || !m.isConfirmed() {
		return nil, errNoLeader
	}
	if err := m.isPrimary(ctx); err != nil {
		return nil, err
	}
	connection, err := m.server.Dial(ctx, access == Certificate)
	if err != nil {
		return nil, err
	}
	return m.hold(connection, leader)
}

// Yield implements Database.
func (m *Member) Yield(ctx context.Context) error {
	if _, leader := m.known(); leader.Address != m.address || len(m.members) == 1 {
		return nil
	}
	return m.patroni.Yield(ctx)
}
