package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"planetary-survival/cockroach-stand-in/internal/dialect"
	"planetary-survival/cockroach-stand-in/internal/node"
	"planetary-survival/cockroach-stand-in/internal/size"
)

// config fills in the defaults that depend on other flags, the way CockroachDB does.
func (f *startFlags) config() (node.Config, error) {
	var failures []error
	address := func(text, host, port string) string {
		full, err := filled(text, host, port)
		failures = append(failures, err)
		return full
	}
	c := node.Config{CertsDir: os.ExpandEnv(f.certsDir), PIDFile: f.pidFile, ListeningURLFile: f.urlFile}
	c.ListenAddr = address(f.listenAddr, "", defaultSQLPort)
	own := hostOf(c.ListenAddr)
	if own == "" {
		own = hostname()
	}
	c.AdvertiseAddr = address(f.advertiseAddr, own, portOf(c.ListenAddr))
	c.SQLAddr = address(f.sqlAddr, hostOf(c.ListenAddr), portOf(c.ListenAddr))
	c.AdvertiseSQLAddr = address(f.advertiseSQLAddr, hostOf(c.AdvertiseAddr), portOf(c.SQLAddr))
	c.HTTPAddr = address(f.httpAddr, hostOf(c.ListenAddr), defaultHTTPPort)
	c.AdvertiseHTTPAddr = address(f.advertiseHTTPAddr, hostOf(c.AdvertiseAddr), portOf(c.HTTPAddr))
	for _, peer := range f.join {
		c.Join = append(c.Join, address(peer, "localhost", defaultSQLPort))
	}
	var err error
	c.Memory.Limit = size.Memory()
	c.Memory.Cache, err = size.Parse(f.cache, c.Memory.Limit)
	failures = append(failures, named("cache", err))
	c.Memory.SQL, err = size.Parse(f.sqlMemory, c.Memory.Limit)
	failures = append(failures, named("max-sql-memory", err))
	c.Locality, err = f.readLocality()
	failures = append(failures, named("locality", err))
	c.Store, err = storePath(f.stores)
	failures = append(failures, named("store", err))
	return c, errors.Join(failures...)
}

func named(flag string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("invalid argument for %q flag: %w", "--"+flag, err)
}

var tier = regexp.MustCompile(`^[^=,]+=[^=,]+$`)

func (f *startFlags) readLocality() (string, error) {
	text := f.locality
	if f.localityFile != "" {
		if text != "" {
			return "", errors.New("--locality and --locality-file exclude each other")
		}
		content, err := os.ReadFile(f.localityFile)
		if err != nil {
			return "", err
		}
		text = strings.TrimSpace(string(content))
	}
	if text == "" {
		return "", nil
	}
	for part := range strings.SplitSeq(text, ",") {
		if !tier.MatchString(part) {
			return "", fmt.Errorf("tier must be in the form \"key=value\" not %q", part)
		}
	}
	return text, nil
}

var storeFields = map[string]bool{"path": true, "type": true, "attrs": true, "size": true, "ballast-size": true, "provisioned-rate": true,
	"pebble": true}

// storePath is the directory of the one store.
func storePath(stores []string) (string, error) {
	if len(stores) != 1 {
		return "", fmt.Errorf("the %s takes one store, got %d", dialect.Product, len(stores))
	}
	path := ""
	for field := range strings.SplitSeq(stores[0], ",") {
		name, value, found := strings.Cut(field, "=")
		switch {
		case !found:
			path = field
		case !storeFields[name]:
			return "", fmt.Errorf("%s is not a valid store field", name)
		case name == "type":
			return "", fmt.Errorf("the %s keeps its data in a directory, not type=%s", dialect.Product, value)
		case name == "path":
			path = value
		case name == "size" || name == "ballast-size":
			if _, err := size.Parse(value, 1<<40); err != nil {
				return "", err
			}
		}
	}
	if path == "" {
		return "", errors.New("no path specified")
	}
	return filepath.Abs(path)
}
