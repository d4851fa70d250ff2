package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"
)

// initTimeout is for making a PostgreSQL database on a slow machine.
const initTimeout = 2 * time.Minute

func newInit() *cobra.Command {
	given := &clientFlags{}
	command := &cobra.Command{
		Use:   "init",
		Short: "initialize a cluster",
		Args:  noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			node, err := given.node(command)
			if err != nil {
				return err
			}
			ctx, cancel := context.WithTimeout(context.Background(), initTimeout)
			defer cancel()
			if err := node.Initialize(ctx); err != nil {
				return advise(err)
			}
			fmt.Fprintln(command.OutOrStdout(), "Cluster successfully initialized")
			return nil
		},
	}
	given.add(command.Flags())
	given.addClusterName(command.Flags())
	return command
}
