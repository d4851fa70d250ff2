package size

import "testing"

func TestParse(t *testing.T) {
	const total = 1000
	for text, want := range map[string]int64{
		"256MiB": 256 << 20, "1GB": 1e9, "1GiB": 1 << 30, "4096": 4096, "25%": 250, ".25": 250, "0.5": 500, "10 KiB": 10 << 10,
	} {
		if got, err := Parse(text, total); err != nil || got != want {
			t.Errorf("Parse(%q) = %d, %v; want %d", text, got, err, want)
		}
	}
	for _, text := range []string{"", "much", "12parsecs", "130%", "1.5", "-1GB"} {
		if got, err := Parse(text, total); err == nil {
			t.Errorf("Parse(%q) = %d, want an error", text, got)
		}
	}
}
