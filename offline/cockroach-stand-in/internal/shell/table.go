package shell

import (
	"encoding/csv"
	"fmt"
	"html"
	"io"
	"strings"
	"unicode/utf8"
)

// Table is a result.
type Table struct {
	Columns []string
	Rows    [][]string
}

// Print writes the table in a format.
func (t Table) Print(to io.Writer, format Format) error {
	switch format {
	case CSV:
		return t.separated(to, ',')
	case Pretty:
		return t.pretty(to)
	case Records:
		return t.records(to)
	case Raw:
		return t.raw(to)
	case SQL:
		return t.sql(to)
	case HTML:
		return t.html(to)
	default:
		return t.separated(to, '\t')
	}
}

func (t Table) separated(to io.Writer, separator rune) error {
	writer := csv.NewWriter(to)
	writer.Comma = separator
	_ = writer.Write(t.Columns)
	_ = writer.WriteAll(t.Rows)
	return writer.Error()
}

func (t Table) widths() []int {
	widths := make([]int, len(t.Columns))
	for _, row := range append([][]string{t.Columns}, t.Rows...) {
		for i, value := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(value))
		}
	}
	return widths
}

func (t Table) pretty(to io.Writer) error {
	widths := t.widths()
	line := func(row []string) string {
		cells := make([]string, len(row))
		for i, value := range row {
			cells[i] = "  " + value + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(value)+1)
		}
		return strings.TrimRight(strings.Join(cells, "|"), " ") + "\n"
	}
	var text strings.Builder
	text.WriteString(line(t.Columns))
	rules := make([]string, len(widths))
	for i, width := range widths {
		rules[i] = strings.Repeat("-", width+3)
	}
	text.WriteString(strings.Join(rules, "+") + "\n")
	for _, row := range t.Rows {
		text.WriteString(line(row))
	}
	plural := "s"
	if len(t.Rows) == 1 {
		plural = ""
	}
	_, err := fmt.Fprintf(to, "%s(%d row%s)\n", text.String(), len(t.Rows), plural)
	return err
}

func (t Table) records(to io.Writer) error {
	var text strings.Builder
	for number, row := range t.Rows {
		fmt.Fprintf(&text, "-[ RECORD %d ]\n", number+1)
		for i, value := range row {
			fmt.Fprintf(&text, "%s | %s\n", t.Columns[i], value)
		}
	}
	_, err := io.WriteString(to, text.String())
	return err
}

func (t Table) raw(to io.Writer) error {
	text := fmt.Sprintf("# %d columns\n", len(t.Columns))
	for number, row := range t.Rows {
		text += fmt.Sprintf("# row %d\n", number+1)
		for _, value := range row {
			text += fmt.Sprintf("## %d\n%s\n", len(value), value)
		}
	}
	_, err := fmt.Fprintf(to, "%s# %d rows\n", text, len(t.Rows))
	return err
}

func (t Table) sql(to io.Writer) error {
	quoted := func(row []string, quote string) string {
		cells := make([]string, len(row))
		for i, value := range row {
			cells[i] = quote + strings.ReplaceAll(value, quote, quote+quote) + quote
		}
		return strings.Join(cells, ", ")
	}
	text := fmt.Sprintf("CREATE TABLE results (\n  %s STRING\n);\n", strings.ReplaceAll(quoted(t.Columns, `"`), ", ", " STRING,\n  "))
	for _, row := range t.Rows {
		text += fmt.Sprintf("INSERT INTO results VALUES (%s);\n", quoted(row, "'"))
	}
	_, err := io.WriteString(to, text)
	return err
}

func (t Table) html(to io.Writer) error {
	row := func(tag string, cells []string) string {
		text := "<tr>"
		for _, cell := range cells {
			text += "<" + tag + ">" + html.EscapeString(cell) + "</" + tag + ">"
		}
		return text + "</tr>\n"
	}
	text := "<table>\n<thead>" + row("th", t.Columns) + "</thead>\n<tbody>\n"
	for _, cells := range t.Rows {
		text += row("td", cells)
	}
	_, err := io.WriteString(to, text+"</tbody>\n</table>\n")
	return err
}
