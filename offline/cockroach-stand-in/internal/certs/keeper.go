package certs

import (
	"crypto/tls"
	"sync/atomic"
)

// PeerProtocol is all that nodes speak with each other: a SQL client that begins with TLS names another one and is turned away.
const PeerProtocol = "http/1.1"

// Keeper holds a node's current certificates; they can be read again while connections go on.
type Keeper struct {
	dir    string
	bundle atomic.Pointer[Bundle]
}

// NewKeeper loads dir.
func NewKeeper(dir string) (*Keeper, error) {
	keeper := &Keeper{dir: dir}
	return keeper, keeper.Reload()
}

// Reload reads the directory again; on an error the certificates so far stay in use.
func (k *Keeper) Reload() error {
	bundle, err := LoadNode(k.dir)
	if err != nil {
		return err
	}
	k.bundle.Store(bundle)
	return nil
}

// Current is the bundle in use.
func (k *Keeper) Current() *Bundle { return k.bundle.Load() }

func (k *Keeper) perConnection(build func(*Bundle) *tls.Config) *tls.Config {
	return &tls.Config{
		MinVersion:         tls.VersionTLS12,
		GetConfigForClient: func(*tls.ClientHelloInfo) (*tls.Config, error) { return build(k.Current()), nil },
	}
}

// SQL is for clients: their certificate is optional, and verified if given.
func (k *Keeper) SQL() *tls.Config {
	return k.perConnection(func(b *Bundle) *tls.Config {
		return &tls.Config{
			MinVersion:   tls.VersionTLS12,
			Certificates: []tls.Certificate{b.Node},
			ClientAuth:   tls.VerifyClientCertIfGiven,
			ClientCAs:    b.ClientAuthority.Pool,
		}
	})
}

// HTTP is for the console.
func (k *Keeper) HTTP() *tls.Config {
	return k.perConnection(func(b *Bundle) *tls.Config {
		return &tls.Config{
			MinVersion:   tls.VersionTLS12,
			Certificates: []tls.Certificate{b.UI},
			NextProtos:   []string{"http/1.1"},
		}
	})
}

// PeerServer is for other nodes and for the client commands of root.
func (k *Keeper) PeerServer() *tls.Config {
	return k.perConnection(func(b *Bundle) *tls.Config {
		return &tls.Config{
			MinVersion:   tls.VersionTLS12,
			Certificates: []tls.Certificate{b.Node},
			ClientAuth:   tls.RequireAndVerifyClientCert,
			ClientCAs:    b.Authority.Pool,
			NextProtos:   []string{PeerProtocol},
		}
	})
}

// PeerClient is for reaching the node called serverName.
func (k *Keeper) PeerClient(serverName string) *tls.Config {
	bundle := k.Current()
	return &tls.Config{
		MinVersion:   tls.VersionTLS12,
		Certificates: []tls.Certificate{bundle.Node},
		RootCAs:      bundle.Authority.Pool,
		ServerName:   serverName,
		NextProtos:   []string{PeerProtocol},
	}
}
