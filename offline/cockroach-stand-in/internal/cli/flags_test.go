package cli

import (
	"errors"
	"strings"
	"testing"
)

func execute(args ...string) (string, error) {
	root := newRoot()
	var output strings.Builder
	root.SetOut(&output)
	root.SetErr(&output)
	root.SetArgs(args)
	err := root.Execute()
	return output.String(), err
}

func TestUnknownFlags(t *testing.T) {
	for _, line := range []string{
		"start --no-such-flag", "init --join=a", "sql --no-such-flag", "node status --store=x", "node drain --no-such-flag",
		"version --certs-dir=x", "cert list --ca-key=x",
	} {
		output, err := execute(strings.Fields(line)...)
		var flag flagError
		if !errors.As(err, &flag) || !strings.HasPrefix(err.Error(), "unknown flag: --") {
			t.Errorf("%s: %v", line, err)
		}
		if !strings.Contains(output, "Usage:") {
			t.Errorf("%s: no usage in %q", line, output)
		}
	}
}

func TestRefusedFlags(t *testing.T) {
	for _, line := range []string{
		"start --insecure --join=a", "start --accept-sql-without-tls --join=a", "start --background --join=a", "init --insecure",
		"sql --insecure -e x", "node status --insecure", "start --join=a --cert-principal-map=a:b", "start --join=a --store=type=mem,size=1GB",
		"start --join=a --store=path=x,colour=red", "start --join=a --cache=much", "start --join=a --locality=here",
		"sql --set=no_such=1", "start --join=a --store=a --store=b",
	} {
		if _, err := execute(strings.Fields(line)...); !errors.As(err, new(flagError)) {
			t.Errorf("%s: %v", line, err)
		}
	}
}

func TestJoinIsNeeded(t *testing.T) {
	_, err := execute("start", "--certs-dir=x")
	if err == nil || !strings.HasPrefix(err.Error(), "no --join flags provided to 'cockroach start'\nHINT: ") {
		t.Errorf("got %v", err)
	}
}

// TestRealFlags: what the pages of v25.4 list for `cockroach start` is known.
func TestRealFlags(t *testing.T) {
	listed := "attrs background cache clock-device cluster-name disable-cluster-name-verification external-io-dir listening-url-file " +
		"locality locality-file max-disk-temp-storage max-go-memory max-offset max-sql-memory max-tsdb-memory pid-file store wal-failover " +
		"spatial-libs temp-dir experimental-dns-srv listen-addr advertise-addr advertise-http-addr http-addr locality-advertise-addr " +
		"sql-addr advertise-sql-addr join socket-dir advertise-host host port http-host http-port certs-dir insecure " +
		"accept-sql-without-tls cert-principal-map enterprise-encryption external-io-disable-http " +
		"external-io-disable-implicit-credentials node-cert-distinguished-name root-cert-distinguished-name tls-cipher-suites log " +
		"log-config-file log-dir log-group-max-size log-file-max-size log-file-verbosity logtostderr no-color redactable-logs sql-audit-dir"
	command := newStart()
	for name := range strings.FieldsSeq(listed) {
		if command.Flags().Lookup(name) == nil {
			t.Errorf("--%s is not known", name)
		}
	}
}

func TestIgnoredFlagsParse(t *testing.T) {
	command := newStart()
	err := command.ParseFlags(strings.Fields("--attrs=ram:64gb --max-offset=250ms --logtostderr --logtostderr=INFO --no-color " +
		"--log-dir= -s path=/data,size=10GiB -j a,b -j c"))
	if err != nil {
		t.Error(err)
	}
	if join, _ := command.Flags().GetStringSlice("join"); len(join) != 3 {
		t.Errorf("join: %v", join)
	}
}
