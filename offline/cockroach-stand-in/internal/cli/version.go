package cli

import (
	"fmt"
	"runtime"

	"github.com/spf13/cobra"

	"planetary-survival/cockroach-stand-in/internal/dialect"
)

const buildTag = dialect.Product + " (flags of v25.4)"

func versionText() string {
	return fmt.Sprintf("Build Tag:        %s\nDistribution:     stand-in, not CockroachDB\nDeployment Type:  testing\n"+
		"Platform:         %s %s\nGo Version:       %s\nBuild Type:       development\n",
		buildTag, runtime.GOOS, runtime.GOARCH, runtime.Version())
}

func newVersion() *cobra.Command {
	var tagOnly bool
	command := &cobra.Command{
		Use:   "version",
		Short: "output version information",
		Args:  noArguments,
		Run: func(command *cobra.Command, _ []string) {
			if tagOnly {
				fmt.Fprintln(command.OutOrStdout(), buildTag)
				return
			}
			fmt.Fprint(command.OutOrStdout(), versionText())
		},
	}
	command.Flags().BoolVar(&tagOnly, "build-tag", false, "output only the build tag")
	addLogging(command.Flags())
	return command
}
