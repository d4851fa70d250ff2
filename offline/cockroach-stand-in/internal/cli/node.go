package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"planetary-survival/cockroach-stand-in/internal/cluster"
	"planetary-survival/cockroach-stand-in/internal/shell"
)

func newNode() *cobra.Command {
	parent := &cobra.Command{Use: "node [command]", Short: "list, inspect and drain nodes; the stand-in removes none"}
	parent.AddCommand(newNodeList(), newNodeStatus(), newNodeDrain())
	return parent
}

func askNodes(given *clientFlags, command *cobra.Command, timeout time.Duration) ([]cluster.Node, error) {
	node, err := given.node(command)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	text, err := node.Call(ctx, cluster.PathNodes, nil)
	if err != nil {
		return nil, advise(err)
	}
	var nodes []cluster.Node
	return nodes, json.Unmarshal(text, &nodes)
}

func newNodeList() *cobra.Command {
	given := &clientFlags{}
	var format shell.Format
	var timeout time.Duration
	command := &cobra.Command{Use: "ls", Short: "lists the IDs of all nodes in the cluster", Args: noArguments}
	command.RunE = func(command *cobra.Command, _ []string) error {
		nodes, err := askNodes(given, command, timeout)
		if err != nil {
			return err
		}
		table := shell.Table{Columns: []string{"id"}}
		for _, node := range nodes {
			table.Rows = append(table.Rows, []string{strconv.Itoa(node.ID)})
		}
		return table.Print(command.OutOrStdout(), format)
	}
	addNodeFlags(command, given, &format, &timeout)
	return command
}

func newNodeStatus() *cobra.Command {
	given := &clientFlags{}
	var format shell.Format
	var timeout time.Duration
	command := &cobra.Command{Use: "status [<node id>]", Short: "shows the status of a node or all nodes", Args: cobra.MaximumNArgs(1)}
	command.RunE = func(command *cobra.Command, args []string) error {
		nodes, err := askNodes(given, command, timeout)
		if err != nil {
			return err
		}
		if len(args) == 1 {
			nodes = slices.DeleteFunc(nodes, func(node cluster.Node) bool { return strconv.Itoa(node.ID) != args[0] })
			if len(nodes) == 0 {
				return fmt.Errorf("node %s doesn't exist", args[0])
			}
		}
		return statusTable(nodes).Print(command.OutOrStdout(), format)
	}
	addNodeFlags(command, given, &format, &timeout)
	addIgnored(command.Flags(), switches("all", "decommission", "ranges", "stats"))
	return command
}

func statusTable(nodes []cluster.Node) shell.Table {
	const layout = "2006-01-02 15:04:05.999999 -0700 MST"
	table := shell.Table{Columns: []string{"id", "address", "sql_address", "build", "started_at", "updated_at", "locality", "is_available",
		"is_live"}}
	for _, node := range nodes {
		table.Rows = append(table.Rows, []string{strconv.Itoa(node.ID), node.Address, node.SQLAddress, buildTag,
			node.StartedAt.Format(layout), node.UpdatedAt.Format(layout), node.Locality, strconv.FormatBool(node.Live),
			strconv.FormatBool(node.Live)})
	}
	return table
}

func addNodeFlags(command *cobra.Command, given *clientFlags, format *shell.Format, timeout *time.Duration) {
	given.add(command.Flags())
	given.addClusterName(command.Flags())
	*format = shell.TSV
	command.Flags().Var(format, "format", "tsv, csv, table, records, raw, sql or html")
	command.Flags().DurationVar(timeout, "timeout", 30*time.Second, "time limit")
}
