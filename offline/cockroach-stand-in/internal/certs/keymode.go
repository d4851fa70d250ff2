// Package certs loads the certificate directory under CockroachDB's own rules.
package certs

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

const (
	maxKeyMode      fs.FileMode = 0o700
	maxGroupKeyMode fs.FileMode = 0o740
	skipCheckEnv                = "COCKROACH_SKIP_KEY_PERMISSION_CHECK"
)

// CheckKeyMode applies CockroachDB's rule: a key of root that belongs to the process's group may be readable by that group, any other
// key is for its owner alone.
func CheckKeyMode(path string, mode fs.FileMode, ownerUID, ownerGID, processGID uint32) error {
	limit := maxKeyMode
	if ownerUID == 0 && ownerGID == processGID {
		limit = maxGroupKeyMode
	}
	if mode.Perm()&^limit != 0 {
		return fmt.Errorf("key file %s has permissions %s, exceeds %s", path, mode.Perm(), limit)
	}
	return nil
}

func readKey(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("could not stat key file %s: %v", path, err)
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("key file %s is not a regular file", path)
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if ok && os.Getenv(skipCheckEnv) != "true" {
		if err := CheckKeyMode(path, info.Mode(), owner.Uid, owner.Gid, uint32(os.Getgid())); err != nil {
			return nil, err
		}
	}
	key, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("could not read key file %s: %v", path, err)
	}
	return key, nil
}
