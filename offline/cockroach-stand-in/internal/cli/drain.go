package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"planetary-survival/cockroach-stand-in/internal/cluster"
)

func newNodeDrain() *cobra.Command {
	given := &clientFlags{}
	var wait time.Duration
	var self, shutdown bool
	command := &cobra.Command{
		Use:   "drain { --self | <node id> }",
		Short: "drain a node without shutting it down",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(command *cobra.Command, args []string) error {
			if self == (len(args) == 1) {
				return errors.New("no node ID specified; use --self to target the node specified with --host")
			}
			target, err := given.node(command)
			if err != nil {
				return err
			}
			ctx, cancel := context.WithTimeout(context.Background(), wait)
			defer cancel()
			if len(args) == 1 {
				if target, err = nodeByID(given, command, args[0]); err != nil {
					return err
				}
			}
			fmt.Fprintln(command.OutOrStdout(), "node is draining...")
			if _, err := target.Call(ctx, fmt.Sprintf("%s?shutdown=%t", cluster.PathDrain, shutdown), nil); err != nil {
				return advise(err)
			}
			fmt.Fprintln(command.OutOrStdout(), "remaining: 0 (complete)\ndrain ok")
			return nil
		},
	}
	given.add(command.Flags())
	given.addClusterName(command.Flags())
	command.Flags().DurationVar(&wait, "drain-wait", 10*time.Minute, "time limit")
	command.Flags().BoolVar(&self, "self", false, "drain the node that --host names")
	command.Flags().BoolVar(&shutdown, "shutdown", false, "end the process after it")
	return command
}

func nodeByID(given *clientFlags, command *cobra.Command, id string) (*cluster.Remote, error) {
	nodes, err := askNodes(given, command, 30*time.Second)
	if err != nil {
		return nil, err
	}
	for _, node := range nodes {
		if strconv.Itoa(node.ID) == id {
			return given.nodeAt(node.Address)
		}
	}
	return nil, fmt.Errorf("node %s doesn't exist", id)
}
