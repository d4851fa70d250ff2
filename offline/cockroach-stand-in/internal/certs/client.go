package certs

import (
	"crypto/tls"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
)

// ErrNoClientCertificate says that the directory has no certificate of this user.
var ErrNoClientCertificate = errors.New("no client certificate")

// ClientTLS is how a client command verifies the server and proves to be user. The configuration is valid also when the error is
// ErrNoClientCertificate: then the user has to give a password.
func ClientTLS(dir, user, serverName string) (*tls.Config, error) {
	if found, err := filepath.Glob(filepath.Join(dir, "*.crt")); err != nil || len(found) == 0 {
		return nil, errors.New("problem using security settings: no certificates found; does certs dir exist?")
	}
	authority, err := loadAuthority(dir, "ca.crt")
	if err != nil {
		return nil, fmt.Errorf("problem with CA certificate: %w", err)
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: authority.Pool, ServerName: serverName}
	name := "client." + user
	if user == NodeUser && !exists(dir, name+".crt") {
		name = NodeUser
	}
	if !exists(dir, name+".crt") {
		return config, fmt.Errorf("%w for user %s in %s", ErrNoClientCertificate, user, dir)
	}
	pair, err := loadPair(dir, name)
	if err != nil {
		return nil, fmt.Errorf("problem with client cert for user %s: %w", user, err)
	}
	if principals := principals(pair.Leaf); !slices.Contains(principals, user) {
		return nil, fmt.Errorf("problem with client cert for user %s: client certificate has principals %q, expected %q",
			user, principals, user)
	}
	config.Certificates = []tls.Certificate{pair}
	return config, nil
}
