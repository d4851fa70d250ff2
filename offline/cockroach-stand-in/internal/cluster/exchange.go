package cluster

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"strings"
	"syscall"
)

const (
	// PathInit and the others are what nodes ask of each other.
	PathInit      = "/init"
	PathHeartbeat = "/heartbeat"
	PathSession   = "/session"
	PathTunnel    = "/tunnel"
	PathNodes     = "/nodes"
	PathDrain     = "/drain"

	accessHeader  = "Stand-In-Access"
	serviceHeader = "Stand-In-Service"
)

// exchange writes one HTTP request and reads its answer's head. The server never speaks first after a switch of protocols, so nothing
// of a session is lost in the reader.
func exchange(connection net.Conn, path string, header http.Header, body any) (*http.Response, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	request, err := http.NewRequest(http.MethodPost, "https://node"+path, bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	if header != nil {
		request.Header = header
	}
	if err := request.Write(connection); err != nil {
		return nil, err
	}
	return http.ReadResponse(bufio.NewReader(connection), request)
}

var statusOf = map[error]int{ErrInitialized: http.StatusConflict, ErrNotInitialized: http.StatusServiceUnavailable}

func errorOf(status int, text string) error {
	for known, code := range statusOf {
		if code == status && strings.Contains(text, known.Error()) {
			return known
		}
	}
	return errors.New(text)
}

func writeError(response http.ResponseWriter, err error) {
	for known, code := range statusOf {
		if errors.Is(err, known) {
			http.Error(response, known.Error(), code)
			return
		}
	}
	http.Error(response, err.Error(), http.StatusInternalServerError)
}

const tcpUserTimeout = 18

// giveUpOnSilence ends a connection whose other side takes nothing for 8 s, as when its machine is gone.
func giveUpOnSilence(_, _ string, raw syscall.RawConn) error {
	var failure error
	err := raw.Control(func(fd uintptr) {
		failure = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpUserTimeout, 8_000)
	})
	return errors.Join(err, failure)
}
