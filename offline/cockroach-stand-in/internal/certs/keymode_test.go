package certs

import (
	"io/fs"
	"os"
	"testing"
)

func TestCheckKeyMode(t *testing.T) {
	const user, group = 10001, 10001
	cases := []struct {
		name          string
		mode          fs.FileMode
		owner, gid    uint32
		wantToBeTaken bool
	}{
		{"own key for its owner", 0o600, user, group, true},
		{"own key for its owner, executable", 0o700, user, group, true},
		{"own key readable by the group", 0o640, user, group, false},
		{"own key readable by all", 0o644, user, group, false},
		{"key of root, of the process's group, readable by it", 0o640, 0, group, true},
		{"key of root, of the process's group, readable by all", 0o644, 0, group, false},
		{"key of root, of the process's group, writable by it", 0o660, 0, group, false},
		{"key of root, of another group, readable by it", 0o640, 0, 0, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			err := CheckKeyMode("/secrets/node.key", c.mode, c.owner, c.gid, group)
			if (err == nil) != c.wantToBeTaken {
				t.Errorf("mode %s of %d:%d: %v", c.mode, c.owner, c.gid, err)
			}
		})
	}
}

func TestKeyModeMessage(t *testing.T) {
	err := CheckKeyMode("/secrets/node.key", 0o644, 1, 1, 2)
	want := "key file /secrets/node.key has permissions -rw-r--r--, exceeds -rwx------"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestSkippedCheck(t *testing.T) {
	path := t.TempDir() + "/node.key"
	if err := os.WriteFile(path, []byte("key"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := readKey(path); err == nil {
		t.Error("a key readable by all was taken")
	}
	t.Setenv(skipCheckEnv, "true")
	if _, err := readKey(path); err != nil {
		t.Errorf("with %s: %v", skipCheckEnv, err)
	}
}
