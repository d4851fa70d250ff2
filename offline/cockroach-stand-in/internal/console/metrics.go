package console

import (
	"fmt"
	"io"
	"strconv"
)

// Metric is one sample; the names are CockroachDB's.
type Metric struct {
	Name    string
	Help    string
	Counter bool
	// Labels go between those of every metric and the value: `store="1"`.
	Labels string
	Value  float64
}

func write(to io.Writer, metrics []Metric, nodeID int) {
	for _, metric := range metrics {
		kind := "gauge"
		if metric.Counter {
			kind = "counter"
		}
		labels := fmt.Sprintf(`node_id="%d"`, nodeID)
		if metric.Labels != "" {
			labels += "," + metric.Labels
		}
		fmt.Fprintf(to, "# HELP %s %s\n# TYPE %[1]s %[3]s\n%[1]s{%[4]s} %[5]s\n", metric.Name, metric.Help, kind, labels,
			strconv.FormatFloat(metric.Value, 'f', -1, 64))
	}
}
