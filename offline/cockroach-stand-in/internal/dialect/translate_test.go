package dialect

import (
	"context"
	"strings"
	"testing"
)

func translate(sql string, existing ...string) string {
	translator := &Translator{DatabaseExists: func(_ context.Context, name string) (bool, error) {
		for _, known := range existing {
			if known == name {
				return true, nil
			}
		}
		return false, nil
	}}
	return translator.Translate(context.Background(), sql)
}

func TestLeftAlone(t *testing.T) {
	for _, sql := range []string{
		"", "SELECT 1", "select version()", "BEGIN; SELECT 1; COMMIT", "SHOW transaction_isolation", "SHOW ALL",
		"SHOW SESSION AUTHORIZATION", "SHOW TRANSACTION ISOLATION LEVEL", "SET statement_timeout = '5s'", "CREATE DATABASE a",
		"CREATE USER a WITH PASSWORD 'x'", "CREATE INDEX i ON t USING hash (a)", "CREATE INDEX i ON t (a) INCLUDE (b)",
		"GRANT SELECT ON t TO a", "ALTER ROLE app SET statement_timeout = '5s'", "CREATE TABLE IF NOT EXISTS t (a INT8)",
		"SELECT 'AS OF SYSTEM TIME'", "SELECT system FROM t", "-- note\nSELECT 1", "ALTER DATABASE a OWNER TO b",
	} {
		if got := translate(sql); got != sql {
			t.Errorf("%q became %q", sql, got)
		}
	}
}

func TestCreateDatabase(t *testing.T) {
	if got, want := translate("create database if not exists game owner me;"), "CREATE DATABASE game owner me"; got != want {
		t.Errorf("new: got %q, want %q", got, want)
	}
	if got := translate("CREATE DATABASE IF NOT EXISTS Game", "game"); !strings.Contains(got, "RAISE NOTICE") {
		t.Errorf("bare names are lower case; got %q", got)
	}
	if got, want := translate(`CREATE DATABASE IF NOT EXISTS "Game"`, "game"), `CREATE DATABASE "Game"`; got != want {
		t.Errorf("quoted names keep their case; got %q, want %q", got, want)
	}
}

func TestCreateRole(t *testing.T) {
	got := translate("CREATE USER IF NOT EXISTS app WITH PASSWORD 'a$stand_in$b'")
	want := "DO $stand_in0$BEGIN CREATE USER app WITH PASSWORD 'a$stand_in$b'; " +
		"EXCEPTION WHEN duplicate_object THEN RAISE NOTICE 'role already exists, skipping'; END$stand_in0$"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestClusterSettings(t *testing.T) {
	for sql, want := range map[string]string{
		"SET CLUSTER SETTING kv.rangefeed.enabled = true":                   `ALTER ROLE ALL SET "crdb_cluster"."kv"."rangefeed"."enabled" = 'true'`,
		"set cluster setting server.shutdown.initial_wait to '8s'":          `ALTER ROLE ALL SET "crdb_cluster"."server"."shutdown"."initial_wait" = '8s'`,
		"SET CLUSTER SETTING server.max_connections_per_gateway = -1":       `ALTER ROLE ALL SET "crdb_cluster"."server"."max_connections_per_gateway" = '-1'`,
		"SET CLUSTER SETTING timeseries.storage.resolution_10s.ttl = '48h'": `ALTER ROLE ALL SET "crdb_cluster"."timeseries"."storage"."resolution_10s"."ttl" = '48h0m0s'`,
		"SET CLUSTER SETTING enterprise.license = 'crl-0-secret'":           `ALTER ROLE ALL SET "crdb_cluster"."enterprise"."license" = '<redacted>'`,
		"SET CLUSTER SETTING kv.rangefeed.enabled = DEFAULT":                `ALTER ROLE ALL RESET "crdb_cluster"."kv"."rangefeed"."enabled"`,
		"RESET CLUSTER SETTING kv.rangefeed.enabled":                        `ALTER ROLE ALL RESET "crdb_cluster"."kv"."rangefeed"."enabled"`,
	} {
		if got := translate(sql); got != want {
			t.Errorf("%s\ngot  %s\nwant %s", sql, got, want)
		}
	}
	shown := translate("SHOW CLUSTER SETTING kv.allocator.range_rebalance_threshold")
	if !strings.HasPrefix(shown, "SELECT COALESCE(") || !strings.Contains(shown, "'0.05'") {
		t.Errorf("got %s", shown)
	}
	if all := translate("SHOW CLUSTER SETTINGS"); strings.Count(all, "COALESCE") != len(clusterSettings) {
		t.Errorf("SHOW CLUSTER SETTINGS shows %d settings, there are %d", strings.Count(all, "COALESCE"), len(clusterSettings))
	}
}

func TestWrongClusterSettings(t *testing.T) {
	for sql, want := range map[string]string{
		"SET CLUSTER SETTING kv.no.such_thing = 1":                      "unknown cluster setting ''kv.no.such_thing''",
		"SHOW CLUSTER SETTING kv.no.such_thing":                         "unknown cluster setting ''kv.no.such_thing''",
		"RESET CLUSTER SETTING kv.no.such_thing":                        "unknown cluster setting ''kv.no.such_thing''",
		"SET CLUSTER SETTING kv.rangefeed.enabled = 'maybe'":            `expected boolean, got "maybe"`,
		"SET CLUSTER SETTING kv.transaction.max_intents_bytes = 'lots'": `expected integer, got "lots"`,
		"SET CLUSTER SETTING server.shutdown.initial_wait = 'soon'":     `expected duration, got "soon"`,
		"SET CLUSTER SETTING cluster.organization = 5":                  `expected string, got "5"`,
		"SET CLUSTER SETTING kv.allocator.load_based_rebalancing = 'x'": "expected one of",
		"SET CLUSTER SETTING kv.snapshot_rebalance.max_rate = 'x'":      `expected byte size, got "x"`,
		"SET CLUSTER SETTING kv.rangefeed.enabled = true, x = 1":        "does not translate",
	} {
		if got := translate(sql); !strings.Contains(got, "RAISE EXCEPTION") || !strings.Contains(got, want) {
			t.Errorf("%s\ngot  %s\nwant an exception with %s", sql, got, want)
		}
	}
}

func TestGrantSystem(t *testing.T) {
	for sql, want := range map[string]string{
		"GRANT SYSTEM VIEWACTIVITY, VIEWCLUSTERMETADATA TO monitor": "GRANT pg_monitor TO monitor",
		"GRANT SYSTEM VIEWACTIVITYREDACTED TO a, b":                 "GRANT pg_monitor TO a, b",
		"REVOKE SYSTEM VIEWCLUSTERSETTING FROM monitor":             "REVOKE pg_read_all_settings FROM monitor",
	} {
		if got := translate(sql); got != want {
			t.Errorf("%s became %s, want %s", sql, got, want)
		}
	}
	if got := translate("GRANT SYSTEM MODIFYCLUSTERSETTING TO a"); !strings.Contains(got, "RAISE EXCEPTION") {
		t.Errorf("a privilege without a counterpart became %s", got)
	}
}
