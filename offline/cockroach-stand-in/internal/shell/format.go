// Package shell is `cockroach sql`: statements in, tables out.
package shell

import (
	"fmt"
	"slices"
	"strings"
)

// Format is how rows are printed; it is a flag's value.
type Format string

// The formats of --format.
const (
	TSV     Format = "tsv"
	CSV     Format = "csv"
	Pretty  Format = "table"
	Records Format = "records"
	Raw     Format = "raw"
	SQL     Format = "sql"
	HTML    Format = "html"
)

var formats = []Format{TSV, CSV, Pretty, Records, SQL, HTML, Raw}

// String implements pflag.Value.
func (f *Format) String() string { return string(*f) }

// Type implements pflag.Value.
func (f *Format) Type() string { return "string" }

// Set implements pflag.Value.
func (f *Format) Set(text string) error {
	if !slices.Contains(formats, Format(text)) {
		return fmt.Errorf("invalid table display format: %s (possible values: %s)", text, strings.Trim(fmt.Sprint(formats), "[]"))
	}
	*f = Format(text)
	return nil
}
