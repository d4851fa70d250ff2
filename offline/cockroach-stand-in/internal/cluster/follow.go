package cluster

import (
	"context"
	"errors"
	"time"

	"planetary-survival/cockroach-stand-in/internal/patroni"
)

const peersTimeout = 10 * time.Second

// follow starts etcd, and Patroni once it answers. Patroni waits by itself for a database to copy.
func (m *Member) follow(ctx context.Context) error {
	server := m.storeServer()
	if !server.Exists() {
		m.awaitPeers(ctx)
	}
	if err := m.start("etcd", server.Arguments()...); err != nil {
		return err
	}
	known, err := m.awaitStore(ctx)
	if err != nil {
		return err
	}
	// PostgreSQL does not run here yet: if this node led, another one is to do it now.
	if string(known.leader.Value) == m.patroni.Name {
		_ = m.registry.client.Revoke(ctx, known.leader.Lease)
	}
	if err := m.configure(ctx); err != nil {
		return err
	}
	path, err := m.patroni.Write()
	if err != nil {
		return err
	}
	if err := m.start("patroni", path); err != nil {
		return err
	}
	return m.adopt(ctx)
}

// awaitPeers waits for the other members for a while: etcds that begin together agree on their version at once, else 5 s later.
func (m *Member) awaitPeers(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, peersTimeout)
	defer cancel()
	for _, address := range m.members {
		for address != m.address && ctx.Err() == nil && !m.remotes[address].isThere(ctx) {
			time.Sleep(dialAgain)
		}
	}
}

func (m *Member) awaitStore(ctx context.Context) (agreed, error) {
	for {
		asking, cancel := context.WithTimeout(ctx, tunnelTimeout)
		isSettled, err := m.registry.client.IsSettled(asking)
		known := agreed{}
		if isSettled {
			known, err = m.registry.read(asking)
		}
		cancel()
		if isSettled && err == nil {
			return known, nil
		}
		select {
		case <-ctx.Done():
			return agreed{}, errors.Join(ctx.Err(), err)
		case <-time.After(dialAgain):
		}
	}
}

// configure makes the configuration of all members that of this program.
func (m *Member) configure(ctx context.Context) error {
	wanted, err := m.patroni.Common()
	if err != nil {
		return err
	}
	pairs, err := m.registry.client.Read(ctx, patroni.ConfigKey)
	if err != nil {
		return err
	}
	if len(pairs) > 0 && string(pairs[0].Value) == string(wanted) {
		return nil
	}
	var at int64
	if len(pairs) > 0 {
		at = pairs[0].ModRevision
	}
	_, err = m.registry.client.PutIf(ctx, patroni.ConfigKey, wanted, at)
	return err
}
