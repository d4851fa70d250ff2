package dialect

import (
	"context"
	"strings"
)

// Lookup says whether a database of that name exists.
type Lookup func(ctx context.Context, database string) (bool, error)

// Translator rewrites CockroachDB's statements.
type Translator struct {
	DatabaseExists Lookup
}

type rule func(t *Translator, ctx context.Context, s Statement) (string, bool)

var rules = []rule{
	createDatabase, createRole, setClusterSetting, resetClusterSetting, showClusterSetting, showClusterSettings, grantSystem,
	refuseUntranslated,
}

// Translate gives what PostgreSQL is to run for a message's text; the text itself when nothing in it is CockroachDB's.
func (t *Translator) Translate(ctx context.Context, sql string) string {
	if !suspicious(sql) {
		return sql
	}
	statements := Split(sql)
	texts := make([]string, len(statements))
	changed := false
	for i, statement := range statements {
		texts[i] = statement.Text
		for _, apply := range rules {
			if text, matched := apply(t, ctx, statement); matched {
				texts[i], changed = text, true
				break
			}
		}
	}
	if !changed {
		return sql
	}
	return strings.Join(texts, "; ")
}

// plain are the first words of statements that are the same in both, whatever follows, but for the two checks in suspicious.
var plain = map[string]bool{
	"SELECT": true, "INSERT": true, "UPDATE": true, "DELETE": true, "WITH": true, "VALUES": true, "BEGIN": true, "COMMIT": true,
	"ROLLBACK": true, "START": true, "END": true, "ABORT": true, "SAVEPOINT": true, "RELEASE": true, "COPY": true, "FETCH": true,
	"DEALLOCATE": true, "DISCARD": true, "EXECUTE": true, "CLOSE": true, "ANALYZE": true, "TRUNCATE": true, "DO": true, "CALL": true,
}

// suspicious is quick: it is asked for every statement of every session.
func suspicious(sql string) bool {
	text := strings.TrimSpace(sql)
	end := 0
	for end < len(text) && isLetter(text[end]) {
		end++
	}
	if text != "" && !plain[strings.ToUpper(text[:end])] {
		return true
	}
	if semicolon := strings.IndexByte(text, ';'); semicolon >= 0 && semicolon < len(text)-1 {
		return true
	}
	return containsSystem(text)
}

func containsSystem(text string) bool {
	const word = "system"
	for {
		i := strings.IndexAny(text, "sS")
		if i < 0 || len(text)-i < len(word) {
			return false
		}
		if strings.EqualFold(text[i:i+len(word)], word) {
			return true
		}
		text = text[i+1:]
	}
}
