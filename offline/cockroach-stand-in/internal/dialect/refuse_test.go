package dialect

import (
	"strings"
	"testing"
)

func TestRefused(t *testing.T) {
	for _, sql := range []string{
		"BACKUP INTO 'nodelocal://1/x'", "SHOW RANGES FROM TABLE t", "SHOW DATABASES", "SHOW ALL ZONE CONFIGURATIONS", "USE game",
		"UPSERT INTO t VALUES (1)", "CREATE CHANGEFEED FOR TABLE t", "SET CLUSTER x", "SELECT * FROM t AS OF SYSTEM TIME '-10s'",
		"select * from t as of system time follower_read_timestamp()", "ALTER TABLE t CONFIGURE ZONE USING num_replicas = 3",
		"ALTER TABLE t SPLIT AT VALUES (1)", "CREATE INDEX i ON t (a) STORING (b)", "CREATE INDEX i ON t (a) USING HASH",
		"CREATE TABLE t (a INT8, INDEX (a) USING HASH)", "ALTER DATABASE d PRIMARY REGION \"a\"",
		"CREATE USER IF NOT EXISTS a NOSQLLOGIN", "SELECT 1; BACKUP INTO 'x'",
	} {
		got := translate(sql)
		if !strings.Contains(got, "RAISE EXCEPTION USING ERRCODE = '0A000'") || !strings.Contains(got, "README.md") {
			t.Errorf("%q became %q", sql, got)
		}
	}
}

func TestRefusalHidesSecrets(t *testing.T) {
	if got := translate("BACKUP INTO 's3://bucket?AWS_SECRET_ACCESS_KEY=hidden'"); strings.Contains(got, "hidden") {
		t.Errorf("the message repeats a literal: %s", got)
	}
}

func TestRefusalWithParameters(t *testing.T) {
	got := translate("UPSERT INTO t VALUES ($1, $2)")
	if !strings.HasPrefix(got, "SELECT CAST('the PostgreSQL stand-in") || !strings.HasSuffix(got, ", $1, $2") {
		t.Errorf("got %s", got)
	}
}
