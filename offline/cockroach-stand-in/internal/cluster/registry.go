package cluster

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"planetary-survival/cockroach-stand-in/internal/etcd"
	"planetary-survival/cockroach-stand-in/internal/patroni"
)

const (
	everything = "/stand-in/"
	clusterKey = "/stand-in/cluster"
	idsKey     = "/stand-in/ids"
	nodesKey   = "/stand-in/nodes/"
)

// registry is what the nodes agree on by way of the store.
type registry struct{ client etcd.Client }

// agreed is the registry at one moment.
type agreed struct {
	clusterID string
	ids       map[string]int
	idsAt     int64
	nodes     []Node
	// writtenAt is the revision of each node's last heartbeat, by address.
	writtenAt map[string]int64
	leader    etcd.Pair
}

func (r registry) read(ctx context.Context) (agreed, error) {
	pairs, err := r.client.Read(ctx, everything, patroni.LeaderKey)
	if err != nil {
		return agreed{}, err
	}
	return understood(pairs)
}

// beat notes that a node lives, and reads.
func (r registry) beat(ctx context.Context, node Node) (agreed, error) {
	node.UpdatedAt = time.Now().UTC()
	text, err := json.Marshal(node)
	if err != nil {
		return agreed{}, err
	}
	pairs, err := r.client.PutAndRead(ctx, nodesKey+node.Address, text, everything, patroni.LeaderKey)
	if err != nil {
		return agreed{}, err
	}
	return understood(pairs)
}

func understood(pairs []etcd.Pair) (agreed, error) {
	result := agreed{ids: map[string]int{}, writtenAt: map[string]int64{}}
	var failures []error
	for _, pair := range pairs {
		switch key := string(pair.Key); {
		case key == patroni.LeaderKey:
			result.leader = pair
		case key == clusterKey:
			result.clusterID = string(pair.Value)
		case key == idsKey:
			result.idsAt = pair.ModRevision
			failures = append(failures, json.Unmarshal(pair.Value, &result.ids))
		case strings.HasPrefix(key, nodesKey):
			var node Node
			failures = append(failures, json.Unmarshal(pair.Value, &node))
			result.nodes = append(result.nodes, node)
			result.writtenAt[node.Address] = pair.ModRevision
		}
	}
	for i := range result.nodes {
		result.nodes[i].ID = result.ids[result.nodes[i].Address]
		result.nodes[i].Live = time.Since(result.nodes[i].UpdatedAt) < liveFor
	}
	slices.SortFunc(result.nodes, func(a, b Node) int { return a.ID - b.ID })
	return result, errors.Join(failures...)
}

// number gives the node at address the next id, unless it has one; ids outlive restarts.
func (r registry) number(ctx context.Context, address string) (agreed, error) {
	for {
		known, err := r.read(ctx)
		if err != nil || known.ids[address] != 0 {
			return known, err
		}
		known.ids[address] = len(known.ids) + 1
		if err := r.writeIDs(ctx, known.ids, known.idsAt); err != nil && ctx.Err() != nil {
			return agreed{}, err
		}
	}
}

// writeIDs writes the ids if nobody else has since the revision at.
func (r registry) writeIDs(ctx context.Context, ids map[string]int, at int64) error {
	text, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	_, err = r.client.PutIf(ctx, idsKey, text, at)
	return err
}

// initialize gives the cluster its id, if it has none.
func (r registry) initialize(ctx context.Context, clusterID string) error {
	written, err := r.client.PutIf(ctx, clusterKey, []byte(clusterID), 0)
	if err == nil && !written {
		return ErrInitialized
	}
	return err
}

func memberName(index int) string { return fmt.Sprintf("node-%d", index+1) }
