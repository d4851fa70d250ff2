package dialect

import (
	"context"
	"fmt"
	"strings"
)

// Product is how the stand-in calls itself everywhere.
const Product = "PostgreSQL stand-in for CockroachDB"

// untranslated are beginnings of statements that only CockroachDB has.
var untranslated = [][]string{
	{"BACKUP"}, {"RESTORE"}, {"IMPORT"}, {"EXPORT"}, {"UPSERT"}, {"USE"}, {"CANCEL"}, {"PAUSE"}, {"RESUME"}, {"EXPERIMENTAL"},
	{"CREATE", "CHANGEFEED"}, {"CREATE", "SCHEDULE"}, {"DROP", "SCHEDULE"}, {"ALTER", "SCHEDULE"}, {"ALTER", "BACKUP"},
	{"CREATE", "EXTERNAL"}, {"CREATE", "VIRTUAL"}, {"CREATE", "INVERTED"}, {"CREATE", "VECTOR"}, {"ALTER", "RANGE"},
	{"ALTER", "PARTITION"}, {"ALTER", "TENANT"}, {"SET", "CLUSTER"}, {"RESET", "CLUSTER"}, {"SET", "DATABASE"}, {"SET", "TRACING"},
	{"CREATE", "LOGICAL"}, {"ALTER", "CHANGEFEED"}, {"DROP", "EXTERNAL"},
}

// untranslatedShows are what CockroachDB's SHOW can show and PostgreSQL's cannot.
var untranslatedShows = []string{
	"ALL", "BACKUP", "BACKUPS", "CLUSTER", "COLUMNS", "COMMIT", "COMPACT", "CONSTRAINT", "CONSTRAINTS", "CREATE", "DATABASE",
	"DATABASES", "DEFAULT", "ENUMS", "EXPERIMENTAL_FINGERPRINTS", "EXTERNAL", "FULL", "FUNCTIONS", "GRANTS", "HISTOGRAM", "INDEX",
	"INDEXES", "INDICES", "JOB", "JOBS", "KEYS", "LAST", "LOCALITY", "LOCAL", "PARTITIONS", "POLICIES", "PROCEDURES", "PUBLIC",
	"QUERIES", "RANGE", "RANGES", "REGIONS", "ROLES", "SAVEPOINT", "SCHEDULE", "SCHEDULES", "SCHEMAS", "SEQUENCES", "SESSION",
	"SESSIONS", "STATEMENTS", "STATISTICS", "SUPER", "SURVIVAL", "SYNTAX", "SYSTEM", "TABLES", "TRACE", "TRANSACTIONS", "TRANSFER",
	"TRIGGERS", "TYPES", "USERS", "VIRTUAL", "ZONE", "ZONES",
}

// untranslatedParts are words that make an ALTER or CREATE CockroachDB's wherever they are in it.
var untranslatedParts = [][]string{
	{"CONFIGURE", "ZONE"}, {"SPLIT", "AT"}, {"UNSPLIT", "AT"}, {"SCATTER"}, {"PRIMARY", "REGION"},
	{"SURVIVE", "ZONE"}, {"SURVIVE", "REGION"}, {"ADD", "REGION"}, {"EXPERIMENTAL_RELOCATE"},
}

func refuseUntranslated(_ *Translator, _ context.Context, s Statement) (string, bool) {
	for _, words := range untranslated {
		if s.begins(words...) {
			return refusal(s), true
		}
	}
	isSession := s.is(1, "SESSION") && s.is(2, "AUTHORIZATION")
	isAll := s.is(1, "ALL") && len(s.Tokens) == 2
	if s.is(0, "SHOW") && s.is(1, untranslatedShows...) && !isSession && !isAll {
		return refusal(s), true
	}
	if s.anywhere("AS", "OF", "SYSTEM", "TIME") {
		return refusal(s), true
	}
	for _, words := range untranslatedParts {
		if s.is(0, "ALTER", "CREATE") && s.anywhere(words...) {
			return refusal(s), true
		}
	}
	if s.is(0, "CREATE") && isIndexOrTable(s) && (hasHashAtEnd(s) || s.anywhere("STORING")) {
		return refusal(s), true
	}
	return "", false
}

func isIndexOrTable(s Statement) bool {
	return s.is(1, "INDEX", "TABLE", "UNIQUE")
}

// hasHashAtEnd finds CockroachDB's hash-sharded index: PostgreSQL's own USING hash stands before the columns.
func hasHashAtEnd(s Statement) bool {
	for i := 1; i < len(s.Tokens); i++ {
		if s.has(i, "USING", "HASH") && s.Tokens[i-1].Text == ")" {
			return true
		}
	}
	return false
}

// refusal is a statement that fails with the reason. The statement is named by its first words, since the rest may be secret.
func refusal(s Statement) string {
	message := fmt.Sprintf("the %s does not translate this statement: %s; the list is in offline/cockroach-stand-in/README.md",
		Product, strings.TrimSpace(s.head()))
	return fail("0A000", message, s.parameters())
}
