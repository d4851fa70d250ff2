package node

import (
	"context"
	"sync"
	"time"
)

// ping remembers an answer for a moment, so that many probes are one question.
type ping struct {
	mutex sync.Mutex
	at    time.Time
	last  error
}

func (p *ping) ask(question func(context.Context) error) error {
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if time.Since(p.at) < pingLifetime {
		return p.last
	}
	ctx, cancel := context.WithTimeout(context.Background(), beatTimeout)
	defer cancel()
	p.last = question(ctx)
	p.at = time.Now()
	return p.last
}
