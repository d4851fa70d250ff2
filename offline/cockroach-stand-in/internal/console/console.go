// Package console is a node's HTTPS port: health, metrics and a page that says what this is.
package console

import (
	"encoding/json"
	"fmt"
	"html"
	"net/http"

	"planetary-survival/cockroach-stand-in/internal/dialect"
)

// Console answers HTTP requests about a node.
type Console struct {
	// Ready is nil while the node takes SQL clients.
	Ready func() error
	// Metrics gives the samples of this moment.
	Metrics func() []Metric
	// NodeID is 0 before the node has joined.
	NodeID func() int
}

// Handler routes the paths of CockroachDB's console that the stand-in has.
func (c *Console) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/health", c.health)
	mux.HandleFunc("/_status/vars", func(response http.ResponseWriter, _ *http.Request) {
		response.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
		write(response, c.Metrics(), c.NodeID())
	})
	mux.HandleFunc("/{$}", c.page)
	return mux
}

func (c *Console) health(response http.ResponseWriter, request *http.Request) {
	response.Header().Set("Content-Type", "application/json")
	if asked := request.URL.Query().Get("ready"); asked == "1" || asked == "true" {
		if err := c.Ready(); err != nil {
			response.WriteHeader(http.StatusServiceUnavailable)
			_ = json.NewEncoder(response).Encode(map[string]any{
				"error": err.Error(), "code": 14, "message": err.Error(), "details": []string{},
			})
			return
		}
	}
	_, _ = response.Write([]byte("{\n}\n"))
}

func (c *Console) page(response http.ResponseWriter, _ *http.Request) {
	state := "ready"
	if err := c.Ready(); err != nil {
		state = err.Error()
	}
	response.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(response, "<!doctype html><title>%[1]s</title><h1>%[1]s</h1><p>This is not CockroachDB, and has no console.</p>"+
		"<p>Node %d: %s</p>", dialect.Product, c.NodeID(), html.EscapeString(state))
}
