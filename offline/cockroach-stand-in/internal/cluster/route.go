package cluster

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"
)

var errNoLeader = errors.New("no node takes writes: fewer than two of three nodes are there, or a new leader is being found")

const dialAgain = 100 * time.Millisecond

// route is the way to the leader, as far as it is known here.
type route struct {
	remotes map[string]*Remote
	// own opens a session at this node, if address is its own; refresh learns anew who leads.
	address string
	own     func(ctx context.Context, access Access) (net.Conn, error)
	refresh func(ctx context.Context) error

	mutex         sync.Mutex
	isInitialized bool
	leader        Leader
	sessions      sessions
}

// learn takes note of the leader, and ends the sessions with the one before. A cluster stays initialized.
func (r *route) learn(isInitialized bool, leader Leader) {
	r.mutex.Lock()
	r.isInitialized = r.isInitialized || isInitialized
	hasChanged := r.leader != leader
	r.leader = leader
	r.mutex.Unlock()
	if hasChanged {
		r.sessions.endOther(leader.Term)
	}
}

func (r *route) known() (bool, Leader) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.isInitialized, r.leader
}

// Dial implements Database.
func (r *route) Dial(ctx context.Context, access Access) (net.Conn, error) {
	for {
		connection, err := r.dialOnce(ctx, access)
		if err == nil || errors.Is(err, ErrNotInitialized) {
			return connection, err
		}
		select {
		case <-ctx.Done():
			return nil, err
		case <-time.After(dialAgain):
		}
		_ = r.refresh(ctx)
	}
}

func (r *route) dialOnce(ctx context.Context, access Access) (net.Conn, error) {
	isInitialized, leader := r.known()
	switch {
	case !isInitialized:
		return nil, ErrNotInitialized
	case leader.Address == "":
		return nil, errNoLeader
	case leader.Address == r.address:
		return r.own(ctx, access)
	}
	remote := r.remotes[leader.Address]
	if remote == nil {
		return nil, errNoLeader
	}
	// Of a leader that hangs there is another one soon.
	ctx, cancel := context.WithTimeout(ctx, tunnelTimeout)
	defer cancel()
	connection, err := remote.Session(ctx, access)
	if err != nil {
		return nil, err
	}
	return r.hold(connection, leader)
}

// hold keeps a session with a leader, unless another one was learned of while it was opened.
func (r *route) hold(connection net.Conn, leader Leader) (net.Conn, error) {
	session := r.sessions.add(connection, leader.Term)
	if _, now := r.known(); now != leader {
		_ = session.Close()
		return nil, errNoLeader
	}
	return session, nil
}
