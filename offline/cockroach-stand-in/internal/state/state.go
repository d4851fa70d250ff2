// Package state keeps what a node must remember across restarts, in its store directory.
package state

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// Identity is which node of which cluster a store belongs to.
type Identity struct {
	ClusterID string `json:"clusterID"`
	NodeID    int    `json:"nodeID"`
}

// Store is a node's data directory.
type Store struct {
	Path string
	lock *os.File
}

// Open makes the directory if need be and takes it for this process.
func Open(path string) (*Store, error) {
	if err := os.MkdirAll(path, 0o755); err != nil {
		return nil, fmt.Errorf("could not create store directory: %w", err)
	}
	lock, err := os.OpenFile(filepath.Join(path, "LOCK"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("could not open store %s: %w", path, err)
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, fmt.Errorf("store %s is in use by another process: %w", path, err)
	}
	return &Store{Path: path, lock: lock}, nil
}

// Join is a path inside of the store.
func (s *Store) Join(name string) string { return filepath.Join(s.Path, name) }

// Identity is the remembered one; nil before the node has become part of a cluster.
func (s *Store) Identity() (*Identity, error) {
	var identity Identity
	found, err := s.Read("identity.json", &identity)
	if err != nil || !found {
		return nil, err
	}
	return &identity, nil
}

// Read fills value from a JSON file of the store; false when there is none.
func (s *Store) Read(name string, value any) (bool, error) {
	text, err := os.ReadFile(s.Join(name))
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	} else if err != nil {
		return false, err
	}
	if err := json.Unmarshal(text, value); err != nil {
		return false, fmt.Errorf("store file %s: %w", s.Join(name), err)
	}
	return true, nil
}

// SaveIdentity remembers which node this is.
func (s *Store) SaveIdentity(identity Identity) error { return s.Write("identity.json", identity) }

// Write replaces a JSON file of the store as a whole, durably.
func (s *Store) Write(name string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	temporary := s.Join(name + ".new")
	file, err := os.OpenFile(temporary, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(temporary, s.Join(name))
}
