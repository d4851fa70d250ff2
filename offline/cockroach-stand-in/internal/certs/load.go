package certs

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// NodeUser is the principal of every node's certificate.
const NodeUser = "node"

// Authority is a pool of authorities and the first certificate in it.
type Authority struct {
	Pool        *x509.CertPool
	Certificate *x509.Certificate
}

// Bundle is what a node serves and trusts.
type Bundle struct {
	Authority       Authority
	ClientAuthority Authority
	Node            tls.Certificate
	UI              tls.Certificate
}

// Advise wraps an error the way CockroachDB does for every fault of the certificate directory.
func Advise(err error) error {
	return fmt.Errorf("cannot load certificates.\n"+
		"Check your certificate settings, set --certs-dir, or use --insecure for insecure clusters.\n\n%w", err)
}

// LoadNode reads what a node needs: ca.crt, node.crt and node.key; ca-client.crt and ui.crt with its key if they are there.
func LoadNode(dir string) (*Bundle, error) {
	if found, err := filepath.Glob(filepath.Join(dir, "*.crt")); err != nil || len(found) == 0 {
		return nil, errors.New("problem using security settings: no certificates found; does certs dir exist?")
	}
	authority, err := loadAuthority(dir, "ca.crt")
	if err != nil {
		return nil, fmt.Errorf("problem with CA certificate: %w", err)
	}
	node, err := loadPair(dir, "node")
	if err != nil {
		return nil, fmt.Errorf("problem with node certificate: %w", err)
	}
	if principals := principals(node.Leaf); !slices.Contains(principals, NodeUser) {
		return nil, fmt.Errorf("problem with node certificate: client/server node certificate has principals %q, expected %q",
			principals, NodeUser)
	}
	bundle := &Bundle{Authority: authority, ClientAuthority: authority, Node: node, UI: node}
	if exists(dir, "ca-client.crt") {
		if bundle.ClientAuthority, err = loadAuthority(dir, "ca-client.crt"); err != nil {
			return nil, fmt.Errorf("problem with client CA certificate: %w", err)
		}
	}
	if exists(dir, "ui.crt") {
		if bundle.UI, err = loadPair(dir, "ui"); err != nil {
			return nil, fmt.Errorf("problem with UI certificate: %w", err)
		}
	}
	return bundle, nil
}

func principals(leaf *x509.Certificate) []string {
	return append([]string{leaf.Subject.CommonName}, leaf.DNSNames...)
}

func exists(dir, name string) bool {
	_, err := os.Stat(filepath.Join(dir, name))
	return err == nil
}

func loadAuthority(dir, name string) (Authority, error) {
	text, err := os.ReadFile(filepath.Join(dir, name))
	if errors.Is(err, os.ErrNotExist) {
		return Authority{}, errors.New("not found")
	} else if err != nil {
		return Authority{}, err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return Authority{}, fmt.Errorf("no certificates found in %s", name)
	}
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return Authority{}, fmt.Errorf("failed to parse certificate file %s: %w", name, err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(text)
	return Authority{Pool: pool, Certificate: certificate}, nil
}

func loadPair(dir, name string) (tls.Certificate, error) {
	certificate, err := os.ReadFile(filepath.Join(dir, name+".crt"))
	if errors.Is(err, os.ErrNotExist) {
		return tls.Certificate{}, errors.New("not found")
	} else if err != nil {
		return tls.Certificate{}, err
	}
	key, err := readKey(filepath.Join(dir, name+".key"))
	if err != nil {
		return tls.Certificate{}, err
	}
	pair, err := tls.X509KeyPair(certificate, key)
	if err != nil {
		return tls.Certificate{}, fmt.Errorf("certificate and key of %q do not go together: %w", name, err)
	}
	return pair, nil
}
