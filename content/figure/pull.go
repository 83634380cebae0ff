package figure

import "time"

// Pull is an address that sheets of a measure are fetched from, as somebody who may release the
// measure has entered it. All that a sheet says (time, units, source) is read from the sheet.
type Pull struct {
	Name    string        `json:"name"` // as staff call it; one measure has it once
	Address string        `json:"address"`
	Every   time.Duration `json:"every"` // how often it is asked
	By      string        `json:"by"`    // staff ID of who entered it, and stands for what comes
}

// Bounds of the pulls of a measure.
const (
	MaxPulls   = 5
	LeastEvery = 5 * time.Minute
	MostEvery  = 24 * time.Hour
	UsualEvery = time.Hour
)

// Sender is whom its sheets, drafts and recipes belong to.
func (p Pull) Sender() string { return "url:" + p.Name }
