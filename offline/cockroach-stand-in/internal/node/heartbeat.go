package node

import (
	"context"
	"errors"
	"fmt"
	"time"

	"planetary-survival/cockroach-stand-in/internal/cluster"
	"planetary-survival/cockroach-stand-in/internal/state"
)

const (
	beatEvery   = time.Second
	beatTimeout = 2 * time.Second
	// silentAfter is how long a node stays ready without an answer.
	silentAfter = 3 * time.Second
)

func (n *Node) keepBeating(ctx context.Context) {
	ticker := time.NewTicker(beatEvery)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			n.beat(ctx)
		}
	}
}

// beat tells the cluster that this node lives, and takes note of the cluster.
func (n *Node) beat(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, beatTimeout)
	defer cancel()
	membership, err := n.database.Heartbeat(ctx, cluster.Node{
		Address: n.config.AdvertiseAddr, SQLAddress: n.config.AdvertiseSQLAddr, Locality: n.config.Locality,
		StartedAt: n.started, Draining: n.draining.Load(),
	})
	if err != nil {
		return
	}
	if n.joined.Load() == nil {
		if err := n.join(&membership); err != nil {
			n.end <- err
			return
		}
	}
	if known := n.joined.Load(); known != nil && known.ClusterID != membership.ClusterID {
		n.end <- wrongCluster(known.ClusterID, membership.ClusterID)
		return
	}
	n.joined.Store(&membership)
	n.heardAt.Store(time.Now().UnixNano())
}

func wrongCluster(own, other string) error {
	return fmt.Errorf("node belongs to cluster {%q} but is attempting to connect to a gossip network for cluster {%q}", own, other)
}

func (n *Node) join(membership *cluster.Membership) error {
	identity, err := n.store.Identity()
	if err != nil {
		return err
	}
	if identity == nil {
		identity = &state.Identity{ClusterID: membership.ClusterID, NodeID: membership.NodeID}
		if err := n.store.SaveIdentity(*identity); err != nil {
			return err
		}
	}
	if identity.ClusterID != membership.ClusterID {
		return wrongCluster(identity.ClusterID, membership.ClusterID)
	}
	n.nodeReady(membership)
	return nil
}

func (n *Node) id() int {
	if membership := n.joined.Load(); membership != nil {
		return membership.NodeID
	}
	return 0
}

func (n *Node) nodes() []cluster.Node {
	if membership := n.joined.Load(); membership != nil {
		return membership.Nodes
	}
	return []cluster.Node{}
}

var (
	errDraining  = errors.New("node is shutting down")
	errWaiting   = errors.New("node is waiting for cluster initialization")
	errNoQuorum  = errors.New("node is not healthy: no majority of its cluster takes writes")
	pingLifetime = 500 * time.Millisecond
)

// takesWrites is asked of the leader: whether a commit needs no copy, or one is there to take it.
const takesWrites = "SELECT current_setting('synchronous_standby_names') = '' OR " +
	"EXISTS (SELECT FROM pg_stat_replication WHERE sync_state IN ('quorum', 'sync'))"

// ready is nil while the node takes SQL clients.
func (n *Node) ready() error {
	switch {
	case n.draining.Load():
		return errDraining
	case n.joined.Load() == nil:
		return errWaiting
	case time.Since(time.Unix(0, n.heardAt.Load())) > silentAfter:
		return errNoQuorum
	}
	return n.pinged.ask(func(ctx context.Context) error {
		rows, err := n.control.Ask(ctx, takesWrites)
		if err != nil || rows[0][0] != "t" {
			return errNoQuorum
		}
		return nil
	})
}
