package dialect

import (
	"context"
	"fmt"
)

// createDatabase: PostgreSQL has no IF NOT EXISTS for databases, and no way to do it inside of a block.
func createDatabase(t *Translator, ctx context.Context, s Statement) (string, bool) {
	if !s.begins("CREATE", "DATABASE", "IF", "NOT", "EXISTS") || len(s.Tokens) < 6 {
		return "", false
	}
	name, ok := bareName(s.Tokens[5])
	if !ok {
		return "", false
	}
	exists, err := t.DatabaseExists(ctx, name)
	switch {
	case err != nil:
		return fail("XX000", fmt.Sprintf("%s: looking up database %q: %v", Product, name, err), s.parameters()), true
	case exists:
		return block(fmt.Sprintf("RAISE NOTICE %s;", quoteString(fmt.Sprintf("database %q already exists, skipping", name)))), true
	default:
		return "CREATE DATABASE " + s.from(5), true
	}
}

// onlyCockroachOptions are options of roles that PostgreSQL does not have; each also exists with NO before it.
var onlyCockroachOptions = []string{
	"CANCELQUERY", "CONTROLCHANGEFEED", "CONTROLJOB", "CREATELOGIN", "MODIFYCLUSTERSETTING", "SQLLOGIN", "VIEWACTIVITY",
	"VIEWACTIVITYREDACTED", "VIEWCLUSTERSETTING", "SUBJECT", "PROVISIONSRC",
}

// createRole: the block ignores only the error that the role is there already.
func createRole(_ *Translator, _ context.Context, s Statement) (string, bool) {
	if !s.begins("CREATE") || !s.is(1, "USER", "ROLE") || !s.has(2, "IF", "NOT", "EXISTS") || len(s.Tokens) < 6 {
		return "", false
	}
	for i := 6; i < len(s.Tokens); i++ {
		for _, option := range onlyCockroachOptions {
			if s.is(i, option, "NO"+option) {
				return refusal(s), true
			}
		}
	}
	return block(fmt.Sprintf("CREATE %s %s; EXCEPTION WHEN duplicate_object THEN RAISE NOTICE 'role already exists, skipping';",
		s.Tokens[1].Text, s.from(5))), true
}
