// Package dialect tells CockroachDB's statements apart from PostgreSQL's and translates the ones on a closed list.
package dialect

import "strings"

// Kind is what a token is.
type Kind int

const (
	// Word is a keyword or a bare name.
	Word Kind = iota
	// Name is a quoted name.
	Name
	// String is a literal, in whatever quotes.
	String
	// Number is a numeric literal.
	Number
	// Parameter is $1.
	Parameter
	// Mark is any other character.
	Mark
)

// Token is a piece of a statement; Text is as it was written.
type Token struct {
	Kind       Kind
	Text       string
	Start, End int
}

func isLetter(c byte) bool { return c == '_' || c >= 0x80 || c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }

// Scan takes SQL apart the way PostgreSQL's lexer does. Comments and white space are left out; what is not closed reaches to the end.
func Scan(sql string) []Token {
	var tokens []Token
	for i := 0; i < len(sql); {
		kind, end := Mark, i+1
		switch c := sql[i]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f':
			i++
			continue
		case strings.HasPrefix(sql[i:], "--"):
			i = lineEnd(sql, i)
			continue
		case strings.HasPrefix(sql[i:], "/*"):
			i = commentEnd(sql, i)
			continue
		case c == '\'':
			kind, end = String, quoteEnd(sql, i, false)
		case c == '"':
			kind, end = Name, quoteEnd(sql, i, false)
		case (c|0x20 == 'e' || c|0x20 == 'b' || c|0x20 == 'x' || c|0x20 == 'n') && i+1 < len(sql) && sql[i+1] == '\'':
			kind, end = String, quoteEnd(sql, i+1, c|0x20 == 'e')
		case c == '$':
			kind, end = dollar(sql, i)
		case isLetter(c):
			for end = i; end < len(sql) && (isLetter(sql[end]) || isDigit(sql[end]) || sql[end] == '$'); {
				end++
			}
			kind = Word
		case isDigit(c) || c == '.' && i+1 < len(sql) && isDigit(sql[i+1]):
			kind, end = Number, numberEnd(sql, i)
		}
		tokens = append(tokens, Token{kind, sql[i:end], i, end})
		i = end
	}
	return tokens
}

func lineEnd(sql string, i int) int {
	if end := strings.IndexByte(sql[i:], '\n'); end >= 0 {
		return i + end + 1
	}
	return len(sql)
}

func commentEnd(sql string, i int) int {
	depth := 0
	for ; i < len(sql); i++ {
		switch {
		case strings.HasPrefix(sql[i:], "/*"):
			depth++
			i++
		case strings.HasPrefix(sql[i:], "*/"):
			depth--
			i++
			if depth == 0 {
				return i + 1
			}
		}
	}
	return len(sql)
}

func quoteEnd(sql string, i int, escapes bool) int {
	quote := sql[i]
	for i++; i < len(sql); i++ {
		switch {
		case escapes && sql[i] == '\\':
			i++
		case sql[i] == quote && i+1 < len(sql) && sql[i+1] == quote:
			i++
		case sql[i] == quote:
			return i + 1
		}
	}
	return len(sql)
}

func dollar(sql string, i int) (Kind, int) {
	end := i + 1
	for end < len(sql) && isDigit(sql[end]) {
		end++
	}
	if end > i+1 {
		return Parameter, end
	}
	for end < len(sql) && (isLetter(sql[end]) || isDigit(sql[end])) {
		end++
	}
	if end == len(sql) || sql[end] != '$' {
		return Mark, i + 1
	}
	tag := sql[i : end+1]
	if closing := strings.Index(sql[end+1:], tag); closing >= 0 {
		return String, end + 1 + closing + len(tag)
	}
	return String, len(sql)
}

func numberEnd(sql string, i int) int {
	for i < len(sql) && (isDigit(sql[i]) || isLetter(sql[i]) || sql[i] == '.' ||
		(sql[i] == '-' || sql[i] == '+') && sql[i-1]|0x20 == 'e' && i+1 < len(sql) && isDigit(sql[i+1])) {
		i++
	}
	return i
}
