package bulletin

import "time"

// Feed is where messages come from: an address that an admin has entered.
type Feed struct {
	ID        string        `json:"id"`
	Name      string        `json:"name"` // as staff call it
	Address   string        `json:"address"`
	Every     time.Duration `json:"every"`               // how often it is asked
	Area      string        `json:"area,omitempty"`      // the widest area that it speaks for; "": the whole city
	Codes     string        `json:"codes,omitempty"`     // the name by which its geocodes are our codes of areas; "": none are
	OnlyKnown bool          `json:"onlyKnown,omitempty"` // a message that names none of our areas is for elsewhere
}

// How often a feed may be asked.
const (
	LeastEvery = time.Minute
	MostEvery  = time.Hour
)
