package dialect

import "strings"

// Statement is one of the statements of a text, without its semicolon.
type Statement struct {
	Text   string
	Tokens []Token
}

// Split takes a text apart at the semicolons outside of quotes and comments; empty statements are left out.
func Split(sql string) []Statement {
	var statements []Statement
	var tokens []Token
	finish := func() {
		if len(tokens) > 0 {
			start := tokens[0].Start
			text := sql[start:tokens[len(tokens)-1].End]
			for i := range tokens {
				tokens[i].Start, tokens[i].End = tokens[i].Start-start, tokens[i].End-start
			}
			statements = append(statements, Statement{text, tokens})
		}
		tokens = nil
	}
	for _, token := range Scan(sql) {
		if token.Kind == Mark && token.Text == ";" {
			finish()
			continue
		}
		tokens = append(tokens, token)
	}
	finish()
	return statements
}

// is says whether the token at i is one of the keywords.
func (s Statement) is(i int, keywords ...string) bool {
	if i >= len(s.Tokens) || s.Tokens[i].Kind != Word {
		return false
	}
	for _, keyword := range keywords {
		if strings.EqualFold(s.Tokens[i].Text, keyword) {
			return true
		}
	}
	return false
}

// begins says whether the statement starts with these keywords.
func (s Statement) begins(keywords ...string) bool { return s.has(0, keywords...) }

func (s Statement) has(at int, keywords ...string) bool {
	for i, keyword := range keywords {
		if !s.is(at+i, keyword) {
			return false
		}
	}
	return true
}

// anywhere says whether these keywords follow each other somewhere.
func (s Statement) anywhere(keywords ...string) bool {
	for i := range s.Tokens {
		if s.has(i, keywords...) {
			return true
		}
	}
	return false
}

// from is the text from the token at i on.
func (s Statement) from(i int) string {
	if i >= len(s.Tokens) {
		return ""
	}
	return s.Text[s.Tokens[i].Start:]
}

// head is the beginning of the statement, fit for a message: at most six words, and none of what may be a secret.
func (s Statement) head() string {
	words := make([]string, 0, 6)
	for _, token := range s.Tokens {
		if len(words) == cap(words) || token.Kind == String {
			return strings.Join(words, " ") + " …"
		}
		words = append(words, token.Text)
	}
	return strings.Join(words, " ")
}

// parameters is the highest $n of the statement.
func (s Statement) parameters() int {
	highest := 0
	for _, token := range s.Tokens {
		number := 0
		if token.Kind == Parameter {
			for _, digit := range token.Text[1:] {
				number = min(number*10+int(digit-'0'), 1<<16)
			}
		}
		highest = max(highest, number)
	}
	return highest
}
