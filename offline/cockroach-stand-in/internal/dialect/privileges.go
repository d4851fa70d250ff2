package dialect

import (
	"context"
	"strings"
)

// systemPrivileges are the system privileges that a PostgreSQL role comes near to.
var systemPrivileges = map[string]string{
	"VIEWACTIVITY":         "pg_monitor",
	"VIEWACTIVITYREDACTED": "pg_monitor",
	"VIEWCLUSTERMETADATA":  "pg_monitor",
	"VIEWCLUSTERSETTING":   "pg_read_all_settings",
}

// grantSystem: GRANT SYSTEM a, b TO role and REVOKE SYSTEM a, b FROM role.
func grantSystem(_ *Translator, _ context.Context, s Statement) (string, bool) {
	if !s.is(0, "GRANT", "REVOKE") || !s.is(1, "SYSTEM") {
		return "", false
	}
	var roles []string
	i := 2
	for ; i < len(s.Tokens) && !s.is(i, "TO", "FROM"); i++ {
		if s.Tokens[i].Text == "," {
			continue
		}
		role, known := systemPrivileges[strings.ToUpper(s.Tokens[i].Text)]
		if !known {
			return refusal(s), true
		}
		if len(roles) == 0 || roles[len(roles)-1] != role {
			roles = append(roles, role)
		}
	}
	if len(roles) == 0 || i == len(s.Tokens) || s.anywhere("WITH", "GRANT", "OPTION") {
		return refusal(s), true
	}
	return s.Tokens[0].Text + " " + strings.Join(roles, ", ") + " " + s.from(i), true
}
