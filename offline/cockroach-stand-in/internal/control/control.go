// Package control is a node's own way to ask the database, as root.
package control

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
)

// Dial opens a connection whose user is believed.
type Dial func(ctx context.Context) (net.Conn, error)

// Connect opens a session of root in a database.
func Connect(ctx context.Context, dial Dial, database string) (*pgconn.PgConn, error) {
	config, err := pgconn.ParseConfig("host=127.0.0.1 user=root sslmode=disable application_name=cockroach-stand-in")
	if err != nil {
		return nil, err
	}
	config.Database = database
	config.DialFunc = func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx) }
	return pgconn.ConnectConfig(ctx, config)
}

// Connection keeps one session open and opens it anew after a failure. Safe for concurrent use.
type Connection struct {
	dial    Dial
	mutex   sync.Mutex
	session *pgconn.PgConn
}

// New makes a Connection; nothing is opened before the first question.
func New(dial Dial) *Connection { return &Connection{dial: dial} }

// Ask runs one statement and gives its rows as text. It takes at most 3 s.
func (c *Connection) Ask(ctx context.Context, sql string, parameters ...string) ([][]string, error) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.session == nil {
		session, err := Connect(ctx, c.dial, "postgres")
		if err != nil {
			return nil, err
		}
		c.session = session
	}
	values := make([][]byte, len(parameters))
	for i, parameter := range parameters {
		values[i] = []byte(parameter)
	}
	result := c.session.ExecParams(ctx, sql, values, nil, nil, nil).Read()
	if result.Err != nil {
		var refused *pgconn.PgError
		if !errors.As(result.Err, &refused) || c.session.IsClosed() {
			_ = c.session.Close(ctx)
			c.session = nil
		}
		return nil, result.Err
	}
	rows := make([][]string, len(result.Rows))
	for i, row := range result.Rows {
		for _, value := range row {
			rows[i] = append(rows[i], string(value))
		}
	}
	return rows, nil
}
