// Package size reads amounts of memory and disk the way CockroachDB's flags write them.
package size

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
)

var (
	pattern = regexp.MustCompile(`^([0-9]*\.?[0-9]+)\s*([a-zA-Z%]*)$`)
	units   = map[string]float64{
		"": 1, "b": 1,
		"k": 1e3, "kb": 1e3, "m": 1e6, "mb": 1e6, "g": 1e9, "gb": 1e9, "t": 1e12, "tb": 1e12,
		"kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40,
	}
)

// Parse reads `256MiB`, `1GB`, `25%` or `.25`; the last two are shares of total.
func Parse(text string, total int64) (int64, error) {
	match := pattern.FindStringSubmatch(strings.TrimSpace(text))
	if match == nil {
		return 0, fmt.Errorf("failed to parse %q as a size", text)
	}
	number, err := strconv.ParseFloat(match[1], 64)
	if err != nil {
		return 0, fmt.Errorf("failed to parse %q as a size: %w", text, err)
	}
	unit := strings.ToLower(match[2])
	isShare := unit == "%" || (unit == "" && strings.Contains(match[1], "."))
	if !isShare {
		factor, known := units[unit]
		if !known {
			return 0, fmt.Errorf("failed to parse %q as a size: unknown unit %q", text, match[2])
		}
		return int64(number * factor), nil
	}
	if unit == "%" {
		number /= 100
	}
	if number < 0 || number > 1 {
		return 0, fmt.Errorf("percentage %s out of range 1%% - 99%%", text)
	}
	return int64(number * float64(total)), nil
}

// Memory is what this process may use: the limit of its container, else the machine's.
func Memory() int64 {
	for _, path := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		if text, err := os.ReadFile(path); err == nil {
			limit, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
			if err == nil && limit < 1<<50 {
				return limit
			}
		}
	}
	text, err := os.ReadFile("/proc/meminfo")
	if err == nil {
		for line := range strings.Lines(string(text)) {
			if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "MemTotal:" {
				kib, _ := strconv.ParseInt(fields[1], 10, 64)
				return kib << 10
			}
		}
	}
	return 1 << 30
}
