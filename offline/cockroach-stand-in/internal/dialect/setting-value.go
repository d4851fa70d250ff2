package dialect

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"planetary-survival/cockroach-stand-in/internal/size"
)

var typeNames = map[settingType]string{
	boolean: "boolean", integer: "integer", float: "float", duration: "duration", byteSize: "byte size", text: "string",
	enumeration: "enumeration",
}

var seconds = regexp.MustCompile(`^[0-9.]+$`)

// parse reads the value of SET CLUSTER SETTING as CockroachDB would show it afterwards.
func (s setting) parse(value Token, negative bool) (string, error) {
	written := strings.Trim(value.Text, "'")
	if negative {
		written = "-" + written
	}
	wrong := fmt.Errorf("expected %s, got %q", typeNames[s.kind], written)
	switch s.kind {
	case boolean:
		switch strings.ToLower(written) {
		case "true", "on", "yes", "1", "t":
			return "true", nil
		case "false", "off", "no", "0", "f":
			return "false", nil
		}
		return "", wrong
	case integer:
		number, err := strconv.ParseInt(written, 10, 64)
		if err != nil {
			return "", wrong
		}
		return strconv.FormatInt(number, 10), nil
	case float:
		number, err := strconv.ParseFloat(written, 64)
		if err != nil {
			return "", wrong
		}
		return strconv.FormatFloat(number, 'g', -1, 64), nil
	case duration:
		if seconds.MatchString(written) {
			written += "s"
		}
		length, err := time.ParseDuration(written)
		if err != nil {
			return "", wrong
		}
		return length.String(), nil
	case byteSize:
		if _, err := size.Parse(written, 0); err != nil {
			return "", wrong
		}
		return written, nil
	case enumeration:
		if !slices.Contains(s.values, strings.ToLower(written)) {
			return "", fmt.Errorf("expected one of %q, got %q", s.values, written)
		}
		return strings.ToLower(written), nil
	default:
		if value.Kind != String {
			return "", wrong
		}
		if s.secret {
			return "<redacted>", nil
		}
		return strings.ReplaceAll(written, "''", "'"), nil
	}
}
