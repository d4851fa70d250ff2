package node

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"planetary-survival/cockroach-stand-in/internal/dialect"
	"planetary-survival/cockroach-stand-in/internal/wire"
)

// yieldTimeout is for another node to take the writes.
const yieldTimeout = 15 * time.Second

// followSignals drains and ends the node on the first SIGTERM or SIGINT, ends it at once on the second, and reads certificates again on
// SIGHUP. A node that is still starting only stops starting.
func (n *Node) followSignals(stopStarting func()) {
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	for received := range signals {
		switch {
		case received == syscall.SIGHUP:
			if err := n.keeper.Reload(); err != nil {
				fmt.Fprintf(os.Stderr, "ERROR: certificates stay as they were: %v\n", err)
			}
		case n.draining.Swap(true):
			n.end <- nil
		case n.sql.Load() == nil:
			stopStarting()
		default:
			fmt.Println("initiating graceful shutdown of server")
			go func() {
				n.drain()
				fmt.Println("server drained and shutdown completed")
				n.end <- nil
			}()
		}
	}
}

// drainOnRequest is `cockroach node drain`.
func (n *Node) drainOnRequest(shutdown bool) error {
	if !n.draining.Swap(true) {
		n.drain()
		ctx, cancel := context.WithTimeout(context.Background(), yieldTimeout)
		defer cancel()
		if err := n.database.Yield(ctx); err != nil {
			fmt.Fprintf(os.Stderr, "WARNING: this node still takes the writes: %v\n", err)
		}
	}
	if shutdown {
		// The answer is to get through before the process ends.
		time.AfterFunc(200*time.Millisecond, func() { n.end <- nil })
	}
	return nil
}

func (n *Node) setting(name string) time.Duration {
	value := dialect.DefaultOf(name)
	rows, err := n.control.Ask(context.Background(), dialect.SettingSQL, dialect.StoredName(name))
	if err == nil && len(rows) > 0 {
		value = rows[0][0]
	}
	length, _ := time.ParseDuration(value)
	return length
}

// drain stays reachable but not ready for server.shutdown.initial_wait, then lets clients finish.
func (n *Node) drain() {
	clients := n.sql.Load()
	if clients == nil || n.joined.Load() == nil {
		return
	}
	wait := n.setting("server.shutdown.initial_wait")
	times := wire.DrainTimes{
		Connections:  n.setting("server.shutdown.connections.timeout"),
		Transactions: n.setting("server.shutdown.transactions.timeout"),
	}
	time.Sleep(wait)
	clients.Drain(times)
}
