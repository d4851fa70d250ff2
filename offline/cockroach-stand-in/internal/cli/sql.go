package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"planetary-survival/cockroach-stand-in/internal/shell"
)

// sqlFlags are the flags of `cockroach sql` that the stand-in follows.
type sqlFlags struct {
	clientFlags
	user, database string
	statements     []string
	file           string
	format         shell.Format
	set            []string
	watch          time.Duration
	readOnly, echo bool
}

var sqlIgnored = switches("safe-updates", "embedded", "debug-sql-cli", "no-line-editor")

func newSQL() *cobra.Command {
	given := &sqlFlags{}
	command := &cobra.Command{
		Use:   "sql [options]",
		Short: "open a sql shell",
		Args:  noArguments,
		RunE:  func(command *cobra.Command, _ []string) error { return given.run(command) },
	}
	given.add(command.Flags())
	flags := command.Flags()
	flags.StringVarP(&given.user, "user", "u", fromEnvironment("root", "COCKROACH_USER"), "user name")
	flags.StringVarP(&given.database, "database", "d", fromEnvironment("", "COCKROACH_DATABASE"), "database")
	flags.StringArrayVarP(&given.statements, "execute", "e", nil, "statements to run")
	flags.StringVarP(&given.file, "file", "f", "", "file of statements to run")
	flags.Var(&given.format, "format", "tsv, csv, table, records, raw, sql or html")
	flags.StringArrayVar(&given.set, "set", nil, "client-side option: errexit, echo, display_format")
	flags.DurationVar(&given.watch, "watch", 0, "repeat --execute after this time, until an error")
	flags.BoolVar(&given.readOnly, "read-only", false, "read-only transactions")
	flags.BoolVar(&given.echo, "echo-sql", false, "show each statement")
	addIgnored(flags, sqlIgnored)
	return command
}

// setOptions are the options of --set: those without an effect here are nil.
var setOptions = map[string]func(f *sqlFlags, keepGoing *bool, value string) error{
	"errexit": func(_ *sqlFlags, keepGoing *bool, value string) error {
		*keepGoing = value == "false" || value == "0" || value == "off"
		return nil
	},
	"display_format": func(f *sqlFlags, _ *bool, value string) error { return f.format.Set(value) },
	"echo":           func(f *sqlFlags, _ *bool, value string) error { f.echo = value != "false"; return nil },
	"auto_trace":     nil, "border": nil, "check_syntax": nil, "prompt1": nil, "reflow_align_mode": nil, "reflow_case_mode": nil,
	"reflow_max_width": nil, "show_server_times": nil, "show_times": nil, "smart_prompt": nil, "unknown": nil,
}

func (f *sqlFlags) run(command *cobra.Command) error {
	if err := checkRefused(command, clientRefused); err != nil {
		return err
	}
	keepGoing := false
	for _, option := range f.set {
		name, value, _ := strings.Cut(option, "=")
		follow, known := setOptions[name]
		if !known {
			return flagError{fmt.Errorf("invalid argument %q for \"--set\" flag: unknown variable name: %q", option, name)}
		}
		if follow != nil {
			if err := follow(f, &keepGoing, value); err != nil {
				return flagError{err}
			}
		}
	}
	hasText := f.file != "" || len(f.statements) > 0
	if !hasText && term.IsTerminal(int(os.Stdin.Fd())) {
		return f.interactive()
	}
	if f.format == "" {
		f.format = shell.TSV
		if term.IsTerminal(int(os.Stdout.Fd())) {
			f.format = shell.Pretty
		}
	}
	return f.batch(command.OutOrStdout(), command.InOrStdin(), keepGoing)
}

func (f *sqlFlags) texts(input io.Reader) ([]string, error) {
	texts := f.statements
	if f.file != "" {
		text, err := os.ReadFile(f.file)
		return append(texts, string(text)), err
	}
	if len(texts) > 0 {
		return texts, nil
	}
	text, err := io.ReadAll(input)
	return []string{string(text)}, err
}

func (f *sqlFlags) batch(output io.Writer, input io.Reader, keepGoing bool) error {
	texts, err := f.texts(input)
	if err != nil {
		return err
	}
	ctx := context.Background()
	session, err := f.connect(ctx)
	if err != nil {
		return err
	}
	defer session.Close(ctx)
	runner := &shell.Shell{Session: session, Format: f.format, Out: output, KeepGoing: keepGoing}
	if f.echo {
		runner.Echo = os.Stderr
	}
	for {
		for _, text := range texts {
			if err := runner.Run(ctx, text); err != nil {
				return err
			}
		}
		if f.watch == 0 || len(f.statements) == 0 {
			return nil
		}
		time.Sleep(f.watch)
	}
}
