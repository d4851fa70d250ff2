package node

import (
	"context"
	"fmt"
	"net"
	"os"
	"sync/atomic"
	"time"

	"planetary-survival/cockroach-stand-in/internal/certs"
	"planetary-survival/cockroach-stand-in/internal/cluster"
	"planetary-survival/cockroach-stand-in/internal/control"
	"planetary-survival/cockroach-stand-in/internal/dialect"
	"planetary-survival/cockroach-stand-in/internal/process"
	"planetary-survival/cockroach-stand-in/internal/state"
	"planetary-survival/cockroach-stand-in/internal/wire"
)

// stopPatience is how long PostgreSQL may take to end cleanly.
const stopPatience = 30 * time.Second

// Node is one running node.
type Node struct {
	config   Config
	started  time.Time
	isNew    bool
	keeper   *certs.Keeper
	store    *state.Store
	database cluster.Database
	member   *cluster.Member
	control  *control.Connection
	sql      atomic.Pointer[wire.Server]

	joined   atomic.Pointer[cluster.Membership]
	heardAt  atomic.Int64
	pinged   ping
	draining atomic.Bool
	end      chan error
}

// Run is the life of a node: it returns when the node was told to end, or cannot go on.
func Run(ctx context.Context, config Config) error {
	keeper, err := loadCertificates(config.CertsDir)
	if err != nil {
		return err
	}
	store, err := state.Open(config.Store)
	if err != nil {
		return err
	}
	identity, err := store.Identity()
	if err != nil {
		return err
	}
	n := &Node{config: config, started: time.Now().UTC(), isNew: identity == nil, keeper: keeper, store: store, end: make(chan error, 4)}
	ports, err := n.listen()
	if err != nil {
		return err
	}
	defer ports.close()
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	go n.followSignals(stop)
	if err := n.openDatabase(ctx); ctx.Err() != nil {
		return nil
	} else if err != nil {
		return err
	}
	defer n.database.Stop(stopPatience)
	n.sql.Store(&wire.Server{
		TLS:        keeper.SQL(),
		Database:   n.database,
		Translator: &dialect.Translator{DatabaseExists: n.databaseExists},
	})
	n.beat(ctx)
	n.serve(ports)
	n.announce()
	go n.keepBeating(ctx)
	select {
	case <-ctx.Done():
		return nil
	case err := <-n.end:
		return err
	case err := <-n.database.Failed():
		return err
	}
}

func (n *Node) openDatabase(ctx context.Context) error {
	members, index := n.config.members()
	remotes := map[string]*cluster.Remote{}
	for _, address := range n.config.Join {
		remote, err := cluster.NewRemote(address, n.keeper.PeerClient)
		if err != nil {
			return err
		}
		remotes[address] = remote
	}
	if index < 0 {
		n.database = cluster.NewGuest(members, remotes)
	} else {
		var err error
		if err = process.Adopt(); err != nil {
			return err
		}
		if n.member, err = cluster.OpenMember(ctx, members, index, remotes, n.store, n.config.Memory, prepare); err != nil {
			return err
		}
		n.database = n.member
	}
	n.control = control.New(func(ctx context.Context) (net.Conn, error) { return n.database.Dial(ctx, cluster.Certificate) })
	return nil
}

func (n *Node) databaseExists(ctx context.Context, name string) (bool, error) {
	rows, err := n.control.Ask(ctx, "SELECT 1 FROM pg_database WHERE datname = $1", name)
	return len(rows) > 0, err
}

// prepare makes a new database look like a new cluster: with defaultdb, and with everyone's right to create in the schema public.
func prepare(ctx context.Context, dial func(context.Context) (net.Conn, error)) error {
	template, err := control.Connect(ctx, dial, "template1")
	if err != nil {
		return err
	}
	defer template.Close(ctx)
	if _, err := template.Exec(ctx, "GRANT CREATE ON SCHEMA public TO PUBLIC").ReadAll(); err != nil {
		return err
	}
	if err := template.Close(ctx); err != nil {
		return err
	}
	session, err := control.Connect(ctx, dial, "postgres")
	if err != nil {
		return err
	}
	defer session.Close(ctx)
	found := session.ExecParams(ctx, "SELECT 1 FROM pg_database WHERE datname = 'defaultdb'", nil, nil, nil, nil).Read()
	if found.Err != nil || len(found.Rows) > 0 {
		return found.Err
	}
	_, err = session.Exec(ctx, "CREATE DATABASE defaultdb").ReadAll()
	return err
}

func (n *Node) announce() {
	fmt.Printf("%s node starting at %s\nwebui:     https://%s\nsql:       postgresql://root@%s/defaultdb\nstore[0]:  path=%s\nlocality:  %s\n",
		dialect.Product, n.started.Format("2006-01-02 15:04:05.000000 MST"), n.config.AdvertiseHTTPAddr, n.config.AdvertiseSQLAddr,
		n.config.Store, n.config.Locality)
	if n.joined.Load() == nil {
		fmt.Println("initial startup completed.\nNode will now attempt to join a running cluster, or wait for `cockroach init`.")
	}
}

func (n *Node) nodeReady(membership *cluster.Membership) {
	status := "restarted pre-existing node"
	if n.isNew {
		status = "initialized new cluster"
		if membership.NodeID > 1 {
			status = "initialized new node, joined pre-existing cluster"
		}
	}
	fmt.Printf("status:    %s\nclusterID: %s\nnodeID:    %d\n", status, membership.ClusterID, membership.NodeID)
	for path, text := range map[string]string{
		n.config.PIDFile:          fmt.Sprintln(os.Getpid()),
		n.config.ListeningURLFile: "postgresql://root@" + n.config.AdvertiseSQLAddr + "/defaultdb\n",
	} {
		if path == "" {
			continue
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			n.end <- err
		}
	}
}
