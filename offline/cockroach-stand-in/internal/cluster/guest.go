package cluster

import (
	"context"
	"errors"
	"time"
)

// Guest is a node without a copy of the database: one that is not among the first three addresses of --join.
type Guest struct {
	route
	members []string
	// answered is the member that did last.
	answered int
}

// askedFor is how long one member may take, so that another is asked in time.
const askedFor = 700 * time.Millisecond

// NewGuest is for a node that reaches the members by their addresses.
func NewGuest(members []string, remotes map[string]*Remote) *Guest {
	guest := &Guest{members: members}
	guest.remotes = remotes
	guest.refresh = func(context.Context) error { return nil }
	return guest
}

// Initialize implements Database.
func (g *Guest) Initialize(ctx context.Context) error { return g.remotes[g.members[0]].Initialize(ctx) }

// Heartbeat implements Database: by the first member that answers.
func (g *Guest) Heartbeat(ctx context.Context, node Node) (Membership, error) {
	var failures []error
	for range g.members {
		asking, cancel := context.WithTimeout(ctx, askedFor)
		membership, err := g.remotes[g.members[g.answered]].Heartbeat(asking, node)
		cancel()
		if err == nil || errors.Is(err, ErrNotInitialized) {
			g.learn(err == nil, membership.Leader)
			return membership, err
		}
		failures = append(failures, err)
		g.answered = (g.answered + 1) % len(g.members)
	}
	return Membership{}, errors.Join(failures...)
}

// Yield implements Database: nothing leads here.
func (g *Guest) Yield(context.Context) error { return nil }

// Failed implements Database: a database elsewhere may come back.
func (g *Guest) Failed() <-chan error { return nil }

// Stop implements Database: nothing of it runs here.
func (g *Guest) Stop(time.Duration) {}
