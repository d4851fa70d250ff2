// Package cli is the command line of CockroachDB v25.4, as far as the stand-in has it.
package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"planetary-survival/cockroach-stand-in/internal/dialect"
)

// CockroachDB's exit codes.
const (
	exitError     = 1
	exitFlagError = 4
)

type flagError struct{ error }

// Unwrap gives the cause.
func (e flagError) Unwrap() error { return e.error }

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:               "cockroach [command] (flags)",
		Short:             "The " + dialect.Product + ": its command line, and PostgreSQL underneath.",
		SilenceUsage:      true,
		SilenceErrors:     true,
		CompletionOptions: cobra.CompletionOptions{DisableDefaultCmd: true},
		Version:           versionText(),
	}
	root.SetFlagErrorFunc(func(command *cobra.Command, err error) error {
		if err := command.Usage(); err != nil {
			return err
		}
		fmt.Fprintln(command.OutOrStderr())
		return flagError{err}
	})
	root.SetOut(os.Stdout)
	root.SetErr(os.Stderr)
	root.AddCommand(newStart(), newInit(), newCert(), newSQL(), newNode(), newVersion())
	return root
}

// Run runs one command line and gives the exit code.
func Run(args []string) int {
	root := newRoot()
	root.SetArgs(args)
	command, err := root.ExecuteC()
	if err == nil {
		return 0
	}
	text := err.Error()
	if strings.HasPrefix(text, "unknown command") {
		text = fmt.Sprintf("%s\nHINT: the %s has only the commands start, init, sql, node, cert list and version", text, dialect.Product)
	}
	fmt.Fprintf(os.Stderr, "ERROR: %s\nFailed running %q\n", text, commandName(command))
	var flag flagError
	if errors.As(err, &flag) {
		return exitFlagError
	}
	return exitError
}

// commandName is how CockroachDB names a command in its errors: without the program, but for the program itself.
func commandName(command *cobra.Command) string {
	path := command.CommandPath()
	if name, found := strings.CutPrefix(path, "cockroach "); found {
		return name
	}
	return path
}

func noArguments(command *cobra.Command, args []string) error {
	if len(args) > 0 {
		_ = command.Usage()
		return fmt.Errorf("unknown command %q for %q", args[0], command.CommandPath())
	}
	return nil
}
