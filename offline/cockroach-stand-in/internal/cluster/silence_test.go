package cluster

import (
	"testing"
	"time"
)

func TestSilence(t *testing.T) {
	begin := time.Unix(1_000, 0)
	at := func(seconds float64) time.Time { return begin.Add(time.Duration(seconds * float64(time.Second))) }
	type look struct {
		seconds  float64
		revision int64
		silent   time.Duration
	}
	for name, looks := range map[string][]look{
		"a leader that is heard":            {{0, 1, 0}, {1, 2, 0}, {2, 3, 0}},
		"a leader that is not":              {{0, 1, 0}, {1, 1, time.Second}, {2, 1, 2 * time.Second}, {3, 1, 3 * time.Second}},
		"a store that did not answer":       {{0, 1, 0}, {20, 1, silentFor - afterGap}, {21, 1, silentFor - afterGap + time.Second}},
		"one that answers, then the leader": {{0, 1, 0}, {20, 1, silentFor - afterGap}, {21, 2, 0}},
	} {
		watched := &silence{}
		for _, each := range looks {
			if got := watched.of("a", each.revision, at(each.seconds)); got != each.silent {
				t.Errorf("%s: silent for %s after %g s, want %s", name, got, each.seconds, each.silent)
			}
		}
	}
}
