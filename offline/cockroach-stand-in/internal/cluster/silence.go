package cluster

import "time"

const (
	// silentFor is how long a leader may be silent before the others take the lease from it: shorter than Patroni's least ttl of 20 s,
	// long enough for a busy machine.
	silentFor = 5 * time.Second
	// confirmedFor is how long a leader serves sessions without having been heard by a majority: it ends before another can lead.
	confirmedFor = 4500 * time.Millisecond
	// afterGap is what a leader has to be heard again once the store answers again.
	afterGap = 2 * time.Second
	// gap is a pause between two looks that is too long for a silence of others to mean anything.
	gap = 2500 * time.Millisecond
)

// silence watches one node after the other for being heard.
type silence struct {
	address  string
	revision int64
	since    time.Time
	looked   time.Time
}

// of notes at which revision a node was last heard, and gives for how long it has been silent since. What counts is the time that was
// seen to pass here: no clocks are compared.
func (s *silence) of(address string, revision int64, now time.Time) time.Duration {
	if s.address != address || s.revision != revision {
		s.address, s.revision, s.since = address, revision, now
	}
	if now.Sub(s.looked) > gap {
		s.since = later(s.since, now.Add(afterGap-silentFor))
	}
	s.looked = now
	return now.Sub(s.since)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
