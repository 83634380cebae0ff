package figure

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"ngatu/content/area"
)

// Published is one figure that was made public about iHanoi, with where it stood. It is of the
// whole city.
type Published struct {
	Day       time.Time // midnight in [area.Local] of the day it is of, or was published on
	Metric    string    // accounts, people_reached, …
	Value     int64     // 0 where the row is an event
	Qualifier string    // "=" exact, ">" more than, "<" nearly, "~" about; empty for an event
	Note      string
	Source    string // address of the page
}

// Exact says whether the number was published as it is, not rounded.
func (p Published) Exact() bool { return p.Qualifier == "=" }

// ReadPublished reads the file of published figures; name is for errors, which give the line too.
func ReadPublished(r io.Reader, name string) ([]Published, error) {
	in := csv.NewReader(r)
	header, err := in.Read()
	if err != nil {
		return nil, fmt.Errorf("figure: %s:1: no header: %w", name, err)
	}
	if !slices.Equal(header, []string{"date", "metric", "value", "qualifier", "note", "source"}) {
		return nil, fmt.Errorf("figure: %s:1: the columns are %v", name, header)
	}
	var out []Published
	for {
		row, err := in.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("figure: %s: %w", name, err)
		}
		line, _ := in.FieldPos(0)
		day, err := time.ParseInLocation(time.DateOnly, row[0], area.Local)
		if err != nil {
			return nil, fmt.Errorf("figure: %s:%d: %w", name, line, err)
		}
		p := Published{Day: day, Metric: row[1], Qualifier: row[3], Note: row[4], Source: row[5]}
		if row[2] != "" {
			n := MachineNumber(row[2])
			if n.Fault != None {
				return nil, fmt.Errorf("figure: %s:%d: the value %q is %s", name, line, row[2], n.Fault)
			}
			p.Value = n.Count
		}
		out = append(out, p)
	}
}
