package main

import (
	"fmt"

	"github.com/cockroachdb/cockroachdb-parser/pkg/sql/parser"
	// Without it a DO block panics.
	_ "github.com/cockroachdb/cockroachdb-parser/pkg/sql/plpgsql/parser"
)

// parse answers one request; a panic of the parser is an error of its statement only.
func parse(asked request) (result answer) {
	result = answer{ID: asked.ID, Statements: []string{}}
	defer func() {
		if cause := recover(); cause != nil {
			result = answer{ID: asked.ID, Statements: []string{}, Error: fmt.Sprintf("the parser panicked: %v", cause)}
		}
	}()
	statements, err := parser.Parse(asked.SQL)
	if err != nil {
		result.Error = err.Error()
		return result
	}
	if len(statements) == 0 {
		result.Error = "no statement"
		return result
	}
	for _, statement := range statements {
		result.Statements = append(result.Statements, statement.AST.String())
	}
	result.OK = true
	return result
}
