// Package relay copies bytes between two connections.
package relay

import (
	"io"
	"net"
)

// Size of a copy buffer.
const Size = 64 << 10

// Copy copies until an end or an error, then ends both connections.
func Copy(to, from net.Conn) {
	// Hidden behind plain interfaces, so that the buffer is used instead of a smaller one.
	_, _ = io.CopyBuffer(struct{ io.Writer }{to}, struct{ io.Reader }{from}, make([]byte, Size))
	_ = to.Close()
	_ = from.Close()
}

// Both copies in both directions until either ends.
func Both(a, b net.Conn) {
	done := make(chan struct{})
	go func() {
		Copy(a, b)
		close(done)
	}()
	Copy(b, a)
	<-done
}
