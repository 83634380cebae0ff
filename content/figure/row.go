package figure

import "strings"

// MaxSource is how long a source may be, in letters: it stands on the glass beside the figures.
const MaxSource = 60

// Row is one row of a sheet, or of the same as JSON: a unit by code, by name or by both, and what
// is counted of it.
type Row struct {
	Line            int     `json:"line"`             // number of the row as the sheet shows it, the first is 1
	Code            string  `json:"code,omitempty"`   // may have lost its leading zeros
	Name            string  `json:"name,omitempty"`   // as people write it
	Parent          string  `json:"parent,omitempty"` // a unit above, by name or code
	Value           Number  `json:"value"`
	Target          Number  `json:"target,omitzero"`
	Denominator     Number  `json:"denominator,omitzero"`
	DenominatorName string  `json:"denominator_name,omitempty"`
	AsOf            Instant `json:"as_of"`
	Source          string  `json:"source,omitempty"`
}

// seen is the row's unit as it was written, for reports.
func (r Row) seen() string {
	parts := []string{}
	for _, p := range []string{r.Code, r.Name, r.Parent} {
		if p = strings.TrimSpace(p); p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, " · ")
}

// blank says whether nothing is written that could be a figure.
func (r Row) blank() bool {
	return r.seen() == "" && r.Value.IsEmpty() && r.Target.IsEmpty() && r.Denominator.IsEmpty()
}
