package dialect

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Settings are kept as parameters of all roles: PostgreSQL shares these between all databases.
const prefix = "crdb_cluster."

// SettingSQL asks for the value of one cluster setting; its one row is empty while the setting has its default.
const SettingSQL = `SELECT substr(entry, length($1) + 2) FROM pg_db_role_setting, unnest(setconfig) AS entry
WHERE setdatabase = 0 AND setrole = 0 AND starts_with(entry, $1 || '=')`

// StoredName is the parameter that $1 of SettingSQL wants.
func StoredName(name string) string { return prefix + name }

// DefaultOf is CockroachDB's default of a setting.
func DefaultOf(name string) string { return clusterSettings[name].initial }

// settingName reads a dotted name from the token at i on; next is the token after it.
func (s Statement) settingName(i int) (name string, next int) {
	var parts strings.Builder
	for ; i < len(s.Tokens); i++ {
		token := s.Tokens[i]
		isPart := token.Kind == Word || token.Kind == Name || token.Text == "." || (token.Kind == Number && token.Text[0] == '.')
		if !isPart || (i > 0 && parts.Len() > 0 && s.Tokens[i-1].End != token.Start) {
			break
		}
		parts.WriteString(strings.Trim(token.Text, `"`))
	}
	return strings.ToLower(parts.String()), i
}

func unknownSetting(s Statement, name string) string {
	message := fmt.Sprintf("unknown cluster setting '%s' (the %s knows the settings in internal/dialect/settings.go)", name, Product)
	return fail("42704", message, s.parameters())
}

func setClusterSetting(_ *Translator, _ context.Context, s Statement) (string, bool) {
	if !s.begins("SET", "CLUSTER", "SETTING") {
		return "", false
	}
	name, i := s.settingName(3)
	known, ok := clusterSettings[name]
	if !ok {
		return unknownSetting(s, name), true
	}
	if i >= len(s.Tokens) || s.Tokens[i].Text != "=" && !s.is(i, "TO") {
		return refusal(s), true
	}
	i++
	if s.is(i, "DEFAULT") && i == len(s.Tokens)-1 {
		return resetSQL(name), true
	}
	negative := i < len(s.Tokens) && s.Tokens[i].Text == "-"
	if negative {
		i++
	}
	if i != len(s.Tokens)-1 {
		return refusal(s), true
	}
	value, err := known.parse(s.Tokens[i], negative)
	if err != nil {
		return fail("22023", fmt.Sprintf("invalid value for cluster setting '%s': %v", name, err), s.parameters()), true
	}
	return fmt.Sprintf("ALTER ROLE ALL SET %s = %s", parameterName(name), quoteString(value)), true
}

// parameterName quotes each part by itself: PostgreSQL puts them together again.
func parameterName(name string) string {
	parts := strings.Split(prefix+name, ".")
	for i, part := range parts {
		parts[i] = quoteName(part)
	}
	return strings.Join(parts, ".")
}

func resetSQL(name string) string { return "ALTER ROLE ALL RESET " + parameterName(name) }

func resetClusterSetting(_ *Translator, _ context.Context, s Statement) (string, bool) {
	if !s.begins("RESET", "CLUSTER", "SETTING") {
		return "", false
	}
	name, _ := s.settingName(3)
	if _, known := clusterSettings[name]; !known {
		return unknownSetting(s, name), true
	}
	return resetSQL(name), true
}

func valueSQL(name string) string {
	stored := strings.ReplaceAll(SettingSQL, "$1", quoteString(prefix+name))
	return fmt.Sprintf("COALESCE((%s), %s)", stored, quoteString(clusterSettings[name].initial))
}

func showClusterSetting(_ *Translator, _ context.Context, s Statement) (string, bool) {
	if !s.begins("SHOW", "CLUSTER", "SETTING") {
		return "", false
	}
	name, i := s.settingName(3)
	if _, known := clusterSettings[name]; !known {
		return unknownSetting(s, name), true
	}
	if i < len(s.Tokens) {
		return refusal(s), true
	}
	return fmt.Sprintf("SELECT %s AS %s", valueSQL(name), quoteName(name)), true
}

func showClusterSettings(_ *Translator, _ context.Context, s Statement) (string, bool) {
	isAll := s.is(1, "ALL", "PUBLIC") && s.has(2, "CLUSTER", "SETTINGS") && len(s.Tokens) == 4
	if !s.is(0, "SHOW") || !isAll && !(s.has(1, "CLUSTER", "SETTINGS") && len(s.Tokens) == 3) {
		return "", false
	}
	var rows []string
	for _, name := range slices.Sorted(maps.Keys(clusterSettings)) {
		known := clusterSettings[name]
		rows = append(rows, fmt.Sprintf("(%s, %s, %s, '', %s)", quoteString(name), valueSQL(name), quoteString(string(known.kind)),
			quoteString(known.initial)))
	}
	return "SELECT * FROM (VALUES " + strings.Join(rows, ", ") + ") AS t(variable, value, setting_type, description, default_value)", true
}
