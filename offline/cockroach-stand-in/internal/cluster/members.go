package cluster

import (
	"slices"
	"sync"
	"time"

	"planetary-survival/cockroach-stand-in/internal/state"
)

// members is the list of nodes that the first node keeps; node ids outlive restarts.
type members struct {
	store *state.Store
	mutex sync.Mutex
	nodes []Node
}

const membersFile = "nodes.json"

func loadMembers(store *state.Store) (*members, error) {
	list := &members{store: store}
	_, err := store.Read(membersFile, &list.nodes)
	return list, err
}

// heard notes a heartbeat and gives the node its id.
func (m *members) heard(node Node) (int, []Node, error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	node.UpdatedAt = time.Now().UTC()
	index := slices.IndexFunc(m.nodes, func(known Node) bool { return known.Address == node.Address })
	if index < 0 {
		node.ID = len(m.nodes) + 1
		m.nodes = append(m.nodes, node)
		if err := m.store.Write(membersFile, m.nodes); err != nil {
			m.nodes = m.nodes[:len(m.nodes)-1]
			return 0, nil, err
		}
	} else {
		node.ID = m.nodes[index].ID
		m.nodes[index] = node
	}
	nodes := slices.Clone(m.nodes)
	for i := range nodes {
		nodes[i].Live = time.Since(nodes[i].UpdatedAt) < liveFor
	}
	return node.ID, nodes, nil
}
