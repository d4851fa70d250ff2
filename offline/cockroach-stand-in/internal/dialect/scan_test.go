package dialect

import (
	"slices"
	"testing"
)

func texts(sql string) []string {
	var result []string
	for _, statement := range Split(sql) {
		result = append(result, statement.Text)
	}
	return result
}

func TestSplit(t *testing.T) {
	cases := map[string][]string{
		"SELECT 1":                             {"SELECT 1"},
		"SELECT 1;; SELECT 2 ;":                {"SELECT 1", "SELECT 2"},
		"SELECT ';' ; SELECT \"a;b\"":          {"SELECT ';'", `SELECT "a;b"`},
		"SELECT 'it''s; fine'; SELECT 2":       {"SELECT 'it''s; fine'", "SELECT 2"},
		`SELECT E'\'; x'; SELECT 2`:            {`SELECT E'\'; x'`, "SELECT 2"},
		`SELECT '\'; SELECT 2`:                 {`SELECT '\'`, "SELECT 2"},
		"DO $$BEGIN x; END$$; SELECT 2":        {"DO $$BEGIN x; END$$", "SELECT 2"},
		"DO $a$ $$;$$ ; $a$; SELECT 2":         {"DO $a$ $$;$$ ; $a$", "SELECT 2"},
		"SELECT $1; SELECT $2":                 {"SELECT $1", "SELECT $2"},
		"SELECT a$b; SELECT 2":                 {"SELECT a$b", "SELECT 2"},
		"-- one; two\nSELECT 1 -- three;\n; ":  {"SELECT 1"},
		"/* a; /* nested; */ b; */ SELECT 1;x": {"SELECT 1", "x"},
		"SELECT 1 /* not closed; ":             {"SELECT 1"},
		"SELECT 'not closed; ":                 {"SELECT 'not closed; "},
		"  \n ; ":                              nil,
	}
	for sql, want := range cases {
		if got := texts(sql); !slices.Equal(got, want) {
			t.Errorf("Split(%q) = %q, want %q", sql, got, want)
		}
	}
}

func TestParameters(t *testing.T) {
	for sql, want := range map[string]int{"SELECT 1": 0, "SELECT $2, $1": 2, "SELECT '$9'": 0, "SELECT $$ $3 $$": 0} {
		if got := Split(sql)[0].parameters(); got != want {
			t.Errorf("parameters(%q) = %d, want %d", sql, got, want)
		}
	}
}

func FuzzSplit(f *testing.F) {
	for _, seed := range []string{"SELECT 1;", "$$", "'", "/*", "e'\\", "$a$ $a$", "1e+5", "--"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		for _, statement := range Split(sql) {
			for _, token := range statement.Tokens {
				if statement.Text[token.Start:token.End] != token.Text {
					t.Fatalf("token %q is not at %d:%d of %q", token.Text, token.Start, token.End, statement.Text)
				}
			}
		}
	})
}
