// Reads one JSON object a line, {"id", "sql"}, and answers each with {"id", "ok", "statements", "error"}: the statements as
// CockroachDB's parser formats them, or the server's own error.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

const maxLine = 64 << 20

type request struct {
	ID  string `json:"id"`
	SQL string `json:"sql"`
}

type answer struct {
	ID         string   `json:"id"`
	OK         bool     `json:"ok"`
	Statements []string `json:"statements"`
	Error      string   `json:"error,omitempty"`
}

func main() {
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "sql-parser:", err)
		os.Exit(1)
	}
}

func serve(in io.Reader, out io.Writer) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, maxLine)
	answers := json.NewEncoder(out)
	answers.SetEscapeHTML(false)
	for number := 1; lines.Scan(); number++ {
		var asked request
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			return fmt.Errorf("line %d is not a request: %w", number, err)
		}
		if err := answers.Encode(parse(asked)); err != nil {
			return err
		}
	}
	return lines.Err()
}
