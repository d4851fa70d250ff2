package dialect

import (
	"fmt"
	"strings"
)

func quoteString(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

func quoteName(text string) string { return `"` + strings.ReplaceAll(text, `"`, `""`) + `"` }

// bareName is the name that a token means: bare names are lower case.
func bareName(token Token) (string, bool) {
	switch token.Kind {
	case Word:
		return strings.ToLower(token.Text), true
	case Name:
		return strings.ReplaceAll(strings.Trim(token.Text, `"`), `""`, `"`), true
	default:
		return "", false
	}
}

// block is an anonymous PL/pgSQL block whose quotes cannot end early.
func block(body string) string {
	tag := "$stand_in$"
	for n := 0; strings.Contains(body, tag); n++ {
		tag = fmt.Sprintf("$stand_in%d$", n)
	}
	return "DO " + tag + "BEGIN " + body + " END" + tag
}

// fail is a statement that fails with this message, whatever the state of the transaction, without a word from the node itself: so the
// protocol stays in step. With parameters it fails when it is parsed, since a block takes none.
func fail(code, message string, parameters int) string {
	if parameters > 0 {
		sql := "SELECT CAST(" + quoteString(message) + " AS integer)"
		for n := 1; n <= parameters; n++ {
			sql += fmt.Sprintf(", $%d", n)
		}
		return sql
	}
	return block(fmt.Sprintf("RAISE EXCEPTION USING ERRCODE = %s, MESSAGE = %s;", quoteString(code), quoteString(message)))
}
