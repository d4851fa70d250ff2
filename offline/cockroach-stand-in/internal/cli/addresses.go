package cli

import (
	"fmt"
	"net"
	"os"
	"strings"
)

const (
	defaultSQLPort  = "26257"
	defaultHTTPPort = "8080"
)

// hostPort splits `host:port`, `:port` or `host`; an IPv6 address stands in brackets.
func hostPort(address, defaultPort string) (string, string, error) {
	if address == "" || !strings.Contains(strings.TrimPrefix(address[strings.LastIndex(address, "]")+1:], "]"), ":") {
		return strings.Trim(address, "[]"), defaultPort, nil
	}
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return "", "", fmt.Errorf("invalid address %q: %w", address, err)
	}
	if port == "" {
		port = defaultPort
	}
	return host, port, nil
}

// filled is an address with the missing half taken from the defaults.
func filled(address, defaultHost, defaultPort string) (string, error) {
	host, port, err := hostPort(address, defaultPort)
	if host == "" {
		host = defaultHost
	}
	return net.JoinHostPort(host, port), err
}

func hostOf(address string) string {
	host, _, _ := net.SplitHostPort(address)
	return host
}

func portOf(address string) string {
	_, port, _ := net.SplitHostPort(address)
	return port
}

func hostname() string {
	name, err := os.Hostname()
	if err != nil {
		return "localhost"
	}
	return name
}
