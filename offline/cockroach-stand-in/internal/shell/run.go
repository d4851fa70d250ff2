package shell

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"planetary-survival/cockroach-stand-in/internal/dialect"
)

// Shell runs statements in one session.
type Shell struct {
	Session *pgconn.PgConn
	Format  Format
	Out     io.Writer
	// KeepGoing goes on after a failed statement; the first error is still returned.
	KeepGoing bool
	// Echo writes each statement before it runs.
	Echo io.Writer
}

// Run sends the statements of a text one by one, as CockroachDB's shell does.
func (s *Shell) Run(ctx context.Context, text string) error {
	var first error
	for _, statement := range dialect.Split(text) {
		if s.Echo != nil {
			fmt.Fprintf(s.Echo, "> %s\n", statement.Text)
		}
		if strings.HasPrefix(statement.Text, `\`) {
			return fmt.Errorf("invalid syntax: %s; the %s has no client-side commands", statement.Text, dialect.Product)
		}
		err := s.one(ctx, statement.Text)
		if err != nil && !s.KeepGoing {
			return err
		}
		if first == nil {
			first = err
		}
	}
	return first
}

func (s *Shell) one(ctx context.Context, sql string) error {
	results := s.Session.Exec(ctx, sql)
	for results.NextResult() {
		if err := s.print(results.ResultReader()); err != nil {
			_ = results.Close()
			return withDetail(err)
		}
	}
	return withDetail(results.Close())
}

func (s *Shell) print(reader *pgconn.ResultReader) error {
	fields := reader.FieldDescriptions()
	if len(fields) == 0 {
		tag, err := reader.Close()
		if err == nil {
			_, err = fmt.Fprintln(s.Out, tag)
		}
		return err
	}
	var table Table
	for _, field := range fields {
		table.Columns = append(table.Columns, field.Name)
	}
	for reader.NextRow() {
		row := make([]string, len(fields))
		for i, value := range reader.Values() {
			row[i] = "NULL"
			if value != nil {
				row[i] = string(value)
			}
		}
		table.Rows = append(table.Rows, row)
	}
	if _, err := reader.Close(); err != nil {
		return err
	}
	return table.Print(s.Out, s.Format)
}

func withDetail(err error) error {
	var refused *pgconn.PgError
	if !errors.As(err, &refused) {
		return err
	}
	text := fmt.Sprintf("%s\nSQLSTATE: %s", refused.Message, refused.Code)
	if refused.Detail != "" {
		text += "\nDETAIL: " + refused.Detail
	}
	if refused.Hint != "" {
		text += "\nHINT: " + refused.Hint
	}
	return errors.New(text)
}
