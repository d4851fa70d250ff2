package wire

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"time"

	"planetary-survival/cockroach-stand-in/internal/relay"
)

const (
	messageQuery   = 'Q'
	messageParse   = 'P'
	messageExecute = 'E'
	// maxTranslated is the longest text that is looked at; a longer one is passed on as it is.
	maxTranslated = 16 << 20
	// translateTimeout is for the look-up of a database's name.
	translateTimeout = 5 * time.Second
)

// requests forwards what the client says. Only the texts of Query and Parse are looked at.
func (s *session) requests() error {
	reader := bufio.NewReaderSize(s.client, relay.Size)
	writer := bufio.NewWriterSize(s.backend, relay.Size)
	for {
		if _, err := reader.Peek(1); err != nil {
			return err
		}
		if err := s.forward(reader, writer); err != nil {
			return err
		}
	}
}

// forward passes on what has arrived, message by message, and flushes once nothing more is there.
func (s *session) forward(reader *bufio.Reader, writer *bufio.Writer) error {
	s.gate.Lock()
	defer s.gate.Unlock()
	s.idle.Store(false)
	for {
		if err := s.message(reader, writer); err != nil {
			return err
		}
		if reader.Buffered() == 0 {
			return writer.Flush()
		}
	}
}

func (s *session) message(reader *bufio.Reader, writer *bufio.Writer) error {
	var head [5]byte
	if _, err := io.ReadFull(reader, head[:]); err != nil {
		return err
	}
	kind, length := head[0], int64(binary.BigEndian.Uint32(head[1:]))-4
	if length < 0 {
		return fmt.Errorf("message of negative length")
	}
	s.counters.BytesIn.Add(length + 5)
	if kind == messageQuery || kind == messageExecute {
		s.counters.Queries.Add(1)
	}
	if (kind == messageQuery || kind == messageParse) && length <= maxTranslated {
		body := make([]byte, length)
		if _, err := io.ReadFull(reader, body); err != nil {
			return err
		}
		body = s.translated(kind, body)
		binary.BigEndian.PutUint32(head[1:], uint32(len(body)+4))
		if _, err := writer.Write(head[:]); err != nil {
			return err
		}
		_, err := writer.Write(body)
		return err
	}
	if _, err := writer.Write(head[:]); err != nil {
		return err
	}
	_, err := io.CopyN(writer, reader, length)
	return err
}

// translated is the body of a Query, or of a Parse, whose text follows the statement's name.
func (s *session) translated(kind byte, body []byte) []byte {
	start := 0
	if kind == messageParse {
		start = bytes.IndexByte(body, 0) + 1
	}
	length := bytes.IndexByte(body[start:], 0)
	if length <= 0 {
		return body
	}
	sql := string(body[start : start+length])
	ctx, cancel := context.WithTimeout(context.Background(), translateTimeout)
	defer cancel()
	text := s.translate(ctx, sql)
	if text == sql {
		return body
	}
	result := append([]byte{}, body[:start]...)
	result = append(result, text...)
	return append(result, body[start+length:]...)
}
