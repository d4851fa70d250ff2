// Package wire serves SQL clients: it ends their TLS, checks who they are, and forwards the PostgreSQL protocol to the database.
package wire

import (
	"crypto/tls"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgproto3"
)

const (
	codeTLS    = 80877103
	codeGSS    = 80877104
	codeCancel = 80877102
	// maxStartup is PostgreSQL's own limit.
	maxStartup = 10_000
)

// opening is what a client said before its session began.
type opening struct {
	connection net.Conn
	// certified is the name in the verified client certificate; empty without one.
	certified string
	isTLS     bool
	// cancel is the packet of a cancel request; startup is nil then.
	cancel  []byte
	startup *pgproto3.StartupMessage
}

func readPacket(connection net.Conn) ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(connection, head[:]); err != nil {
		return nil, err
	}
	length := binary.BigEndian.Uint32(head[:])
	if length < 8 || length > maxStartup {
		return nil, fmt.Errorf("invalid length of startup packet: %d", length)
	}
	packet := make([]byte, length)
	copy(packet, head[:])
	_, err := io.ReadFull(connection, packet[4:])
	return packet, err
}

// open negotiates TLS and reads the startup message or cancel request.
func open(connection net.Conn, config *tls.Config) (*opening, error) {
	result := &opening{connection: connection}
	for {
		packet, err := readPacket(result.connection)
		if err != nil {
			return nil, err
		}
		switch binary.BigEndian.Uint32(packet[4:]) {
		case codeGSS:
			if _, err := result.connection.Write([]byte("N")); err != nil {
				return nil, err
			}
		case codeTLS:
			if result.isTLS {
				return nil, errors.New("TLS was asked for inside of TLS")
			}
			if err := result.secure(config); err != nil {
				return nil, err
			}
		case codeCancel:
			result.cancel = packet
			return result, nil
		default:
			result.startup = &pgproto3.StartupMessage{}
			return result, result.startup.Decode(packet[4:])
		}
	}
}

func (o *opening) secure(config *tls.Config) error {
	if _, err := o.connection.Write([]byte("S")); err != nil {
		return err
	}
	secured := tls.Server(o.connection, config)
	if err := secured.Handshake(); err != nil {
		return err
	}
	o.connection, o.isTLS = secured, true
	if chain := secured.ConnectionState().PeerCertificates; len(chain) > 0 {
		o.certified = chain[0].Subject.CommonName
	}
	return nil
}

func refuse(connection net.Conn, severity, code, message string) {
	response := pgproto3.ErrorResponse{Severity: severity, SeverityUnlocalized: severity, Code: code, Message: message}
	if text, err := response.Encode(nil); err == nil {
		_, _ = connection.Write(text)
	}
}
