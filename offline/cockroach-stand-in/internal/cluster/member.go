package cluster

import (
	"context"
	"net"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"planetary-survival/cockroach-stand-in/internal/control"
	"planetary-survival/cockroach-stand-in/internal/etcd"
	"planetary-survival/cockroach-stand-in/internal/patroni"
	"planetary-survival/cockroach-stand-in/internal/postgres"
	"planetary-survival/cockroach-stand-in/internal/process"
	"planetary-survival/cockroach-stand-in/internal/state"
)

// Copies is how many nodes have a copy of the database: CockroachDB's own default.
const Copies = 3

// Member is a node with a copy of the database: one of the first three addresses of --join. It runs etcd, which agrees on a leader,
// Patroni, which keeps to it, and PostgreSQL.
type Member struct {
	route
	index    int
	members  []string
	store    *state.Store
	registry registry
	server   *postgres.Server
	local    *control.Connection
	patroni  patroni.Member
	prepare  func(ctx context.Context, dial func(context.Context) (net.Conn, error)) error

	environment []string
	initializes sync.Mutex
	silence     silence
	confirmedAt atomic.Pointer[time.Time]
	failed      chan error

	mutex    sync.Mutex
	children []*process.Child
	stopped  bool
}

// OpenMember starts what runs on the node at members[index], and does not wait for it. prepare runs once, on the new database, before
// anyone can see it.
func OpenMember(ctx context.Context, members []string, index int, remotes map[string]*Remote, store *state.Store,
	memory postgres.Memory, prepare func(context.Context, func(context.Context) (net.Conn, error)) error,
) (*Member, error) {
	server := &postgres.Server{Store: store.Path, Port: postgresService.port(index), Memory: memory}
	m := &Member{index: index, members: members, store: store, server: server, prepare: prepare, failed: make(chan error, 4),
		registry: registry{etcd.Client{Address: loopback(storeClientPort)}},
		local:    control.New(func(ctx context.Context) (net.Conn, error) { return server.Dial(ctx, true) }),
		patroni: patroni.Member{Name: memberName(index), API: loopback(patroniService.port(index)), Etcd: loopback(storeClientPort),
			Server: server, Copies: len(members)},
	}
	m.remotes, m.address, m.own, m.refresh = remotes, members[index], m.dialOwn, m.look
	var err error
	if m.environment, err = server.Prepare(); err != nil {
		return nil, err
	}
	for other, address := range members {
		if other == index {
			continue
		}
		if err := openTunnels(ctx, other, remotes[address]); err != nil {
			return nil, err
		}
	}
	if err := m.forgetOtherMembers(); err != nil {
		return nil, err
	}
	go m.endUnconfirmed(ctx)
	go func() {
		if err := m.follow(ctx); err != nil && ctx.Err() == nil {
			m.failed <- err
		}
	}()
	return m, nil
}

func (m *Member) storeServer() etcd.Server {
	peers := map[string]string{}
	for index := range m.members {
		peers[memberName(index)] = loopback(storeService.port(index))
	}
	return etcd.Server{Directory: filepath.Join(m.store.Path, "etcd"), Name: memberName(m.index), Client: loopback(storeClientPort),
		Peers: peers}
}

func (m *Member) start(name string, arguments ...string) error {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if m.stopped {
		return context.Canceled
	}
	child, err := process.Start(name, m.environment, arguments...)
	if err != nil {
		return err
	}
	m.children = append(m.children, child)
	go func() {
		<-child.Exited()
		m.failed <- child.Failure()
	}()
	return nil
}

// Failed implements Database.
func (m *Member) Failed() <-chan error { return m.failed }

// Stop implements Database. Patroni gives the lead to another node, for which the store is needed to the end.
func (m *Member) Stop(patience time.Duration) {
	m.mutex.Lock()
	m.stopped = true
	children := slices.Clone(m.children)
	m.mutex.Unlock()
	slices.Reverse(children)
	for _, child := range children {
		child.Stop(patience)
	}
}
