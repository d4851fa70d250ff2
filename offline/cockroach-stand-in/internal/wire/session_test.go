package wire

import (
	"context"
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgproto3"
)

type ends struct {
	client, backend net.Conn
	session         *session
	done            chan struct{}
}

// begin runs a session between two pipes; it writes every text in capitals.
func begin(t *testing.T) *ends {
	t.Helper()
	client, nearClient := net.Pipe()
	backend, nearBackend := net.Pipe()
	e := &ends{client: client, backend: backend, done: make(chan struct{})}
	e.session = &session{client: nearClient, backend: nearBackend, counters: &Counters{},
		translate: func(_ context.Context, sql string) string { return strings.ToUpper(sql) }}
	go func() {
		e.session.run()
		close(e.done)
	}()
	t.Cleanup(func() {
		_ = client.Close()
		_ = backend.Close()
		<-e.done
	})
	return e
}

func encoded(t *testing.T, message interface{ Encode([]byte) ([]byte, error) }) []byte {
	t.Helper()
	text, err := message.Encode(nil)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func expect(t *testing.T, from net.Conn, want []byte) {
	t.Helper()
	got := make([]byte, len(want))
	_ = from.SetReadDeadline(time.Now().Add(5 * time.Second))
	if _, err := io.ReadFull(from, got); err != nil {
		t.Fatal(err)
	}
	if string(got) != string(want) {
		t.Fatalf("got %q, want %q", got, want)
	}
}

func TestOnlyTextsAreTranslated(t *testing.T) {
	e := begin(t)
	for _, pair := range [][2][]byte{
		{encoded(t, &pgproto3.Query{String: "select 1"}), encoded(t, &pgproto3.Query{String: "SELECT 1"})},
		{
			encoded(t, &pgproto3.Parse{Name: "name", Query: "select $1", ParameterOIDs: []uint32{23}}),
			encoded(t, &pgproto3.Parse{Name: "name", Query: "SELECT $1", ParameterOIDs: []uint32{23}}),
		},
		{encoded(t, &pgproto3.PasswordMessage{Password: "secret"}), encoded(t, &pgproto3.PasswordMessage{Password: "secret"})},
		{encoded(t, &pgproto3.CopyData{Data: []byte("select")}), encoded(t, &pgproto3.CopyData{Data: []byte("select")})},
		{encoded(t, &pgproto3.Query{String: ""}), encoded(t, &pgproto3.Query{String: ""})},
	} {
		go func() { _, _ = e.client.Write(pair[0]) }()
		expect(t, e.backend, pair[1])
	}
	if queries := e.session.counters.Queries.Load(); queries != 2 {
		t.Errorf("counted %d queries, want 2", queries)
	}
}

func TestOnlyIdleSessionsAreClosed(t *testing.T) {
	e := begin(t)
	answer := func(status byte, cut int) {
		text := encoded(t, &pgproto3.ReadyForQuery{TxStatus: status})
		go func() {
			_, _ = e.backend.Write(text[:cut])
			_, _ = e.backend.Write(text[cut:])
		}()
		expect(t, e.client, text)
	}
	isOpen := func() bool {
		e.session.closeIfIdle()
		_ = e.client.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
		_, err := e.client.Read(make([]byte, 1))
		networkError, isTimeout := err.(net.Error)
		return isTimeout && networkError.Timeout()
	}
	if !isOpen() {
		t.Error("a session that is still logging in was closed")
	}
	answer('T', 0)
	if !isOpen() {
		t.Error("a session within a transaction was closed")
	}
	answer('I', 3)
	query := encoded(t, &pgproto3.Query{String: ""})
	go func() { _, _ = e.client.Write(query) }()
	expect(t, e.backend, query)
	if !isOpen() {
		t.Error("a session that waits for an answer was closed")
	}
	answer('I', 4)
	if isOpen() {
		t.Error("an idle session was not closed")
	}
}
