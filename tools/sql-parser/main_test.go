package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

func ask(t *testing.T, sql string) answer {
	t.Helper()
	line, err := json.Marshal(request{ID: "x", SQL: sql})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := serve(bytes.NewReader(line), &out); err != nil {
		t.Fatal(err)
	}
	var got answer
	if err := json.Unmarshal(out.Bytes(), &got); err != nil {
		t.Fatalf("%v in %q", err, out.String())
	}
	if got.ID != "x" {
		t.Errorf("id %q", got.ID)
	}
	return got
}

func TestAccepted(t *testing.T) {
	for name, sql := range map[string]string{
		"hash-sharded index":     "CREATE INDEX i ON t (a) USING HASH WITH (bucket_count = 16)",
		"covering index":         "CREATE INDEX i ON t (a) STORING (b, c)",
		"cluster setting":        "SET CLUSTER SETTING kv.allocator.range_rebalance_threshold = 0.05",
		"follower read":          "SELECT 1 FROM t AS OF SYSTEM TIME '-4.5s'",
		"write in a CTE":         "WITH w AS (INSERT INTO t VALUES (1) RETURNING a) SELECT * FROM w",
		"unnest with ordinality": "SELECT * FROM unnest(ARRAY[1,2]) WITH ORDINALITY",
		"DO block":               "DO $$ BEGIN NULL; END $$",
	} {
		if got := ask(t, sql); !got.OK || got.Error != "" || len(got.Statements) != 1 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestRejected(t *testing.T) {
	for name, sql := range map[string]string{
		"the guide's partitions": "CREATE TABLE t (a INT8 PRIMARY KEY) PARTITION BY HASH (a) PARTITIONS 16",
		"LISTEN":                 "LISTEN c",
		"LOCK TABLE":             "LOCK TABLE t",
		"MERGE":                  "MERGE INTO t USING u ON t.a = u.a WHEN MATCHED THEN DELETE",
		"nothing":                "-- only a comment",
	} {
		if got := ask(t, sql); got.OK || got.Error == "" || len(got.Statements) != 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestSeveralStatements(t *testing.T) {
	if got := ask(t, "SELECT 1; SELECT '<'"); len(got.Statements) != 2 || got.Statements[1] != "SELECT '<'" {
		t.Errorf("%+v", got)
	}
}

func TestNotARequest(t *testing.T) {
	err := serve(strings.NewReader("{\"id\":\"a\",\"sql\":\"SELECT 1\"}\nSELECT 1\n"), &bytes.Buffer{})
	if err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("%v", err)
	}
}
