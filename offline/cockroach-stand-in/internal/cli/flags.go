package cli

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"planetary-survival/cockroach-stand-in/internal/dialect"
)

// flag is one of CockroachDB's that the stand-in takes note of but does not follow.
type flag struct {
	name  string
	short string
	// isSwitch needs no value.
	isSwitch bool
}

func switches(names ...string) []flag {
	flags := make([]flag, len(names))
	for i, name := range names {
		flags[i] = flag{name: name, isSwitch: true}
	}
	return flags
}

func values(names ...string) []flag {
	flags := make([]flag, len(names))
	for i, name := range names {
		long, short, _ := strings.Cut(name, "/")
		flags[i] = flag{name: long, short: short}
	}
	return flags
}

// logging are the logging flags, which every command has.
var logging = append(values("log", "log-config-file", "log-config-vars", "log-dir", "log-group-max-size", "log-file-max-size",
	"log-file-verbosity", "sql-audit-dir", "vmodule"), switches("no-color", "redactable-logs")...)

func addIgnored(flags *pflag.FlagSet, ignored []flag) {
	const usage = "accepted without effect"
	for _, flag := range ignored {
		if flag.isSwitch {
			flags.BoolP(flag.name, flag.short, false, usage)
		} else {
			flags.StringArrayP(flag.name, flag.short, nil, usage)
		}
	}
}

func addLogging(flags *pflag.FlagSet) {
	addIgnored(flags, logging)
	flags.String("logtostderr", "", "accepted without effect")
	flags.Lookup("logtostderr").NoOptDefVal = "DEFAULT"
}

// addRefused declares flags that CockroachDB has and that would promise here what does not happen.
func addRefused(flags *pflag.FlagSet, refused []flag) {
	for _, flag := range refused {
		if flag.isSwitch {
			flags.BoolP(flag.name, flag.short, false, "refused")
		} else {
			flags.StringArrayP(flag.name, flag.short, nil, "refused")
		}
	}
}

func checkRefused(command *cobra.Command, refused []flag) error {
	for _, flag := range refused {
		given := command.Flags().Lookup(flag.name)
		if given.Changed && given.Value.String() != "false" {
			return flagError{fmt.Errorf("the %s does not take --%s", dialect.Product, flag.name)}
		}
	}
	return nil
}

// fromEnvironment is the value of the first variable that is set.
func fromEnvironment(fallback string, name string) string {
	if value, found := os.LookupEnv(name); found {
		return value
	}
	return fallback
}
