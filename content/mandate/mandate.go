package mandate

import (
	"slices"
	"time"

	"ngatu/content"
)

// Mandate is a role with its bounds. The words of its JSON are stored, so they never change.
type Mandate struct {
	Role  Role      `json:"role"`
	Area  string    `json:"area,omitempty"`   // "period/code": there and below; "": the whole city
	Pool  string    `json:"pool,omitempty"`   // ID of the owner's pool that it is for; "": the airtime of the city
	From  time.Time `json:"from,omitzero"`    // zero: from the beginning
	Until time.Time `json:"until,omitzero"`   // zero: until it is ended. What has ended stays on record
	For   string    `json:"for,omitempty"`    // staff ID of the principal whom a deputy stands in for
	By    string    `json:"by,omitempty"`     // staff ID of who granted it; "": it is as old as the account
	At    time.Time `json:"granted,omitzero"` // when it was granted
}

// Holds reports whether the mandate is in force at an instant.
func (m Mandate) Holds(at time.Time) bool {
	return !at.Before(m.From) && (m.Until.IsZero() || at.Before(m.Until))
}

// Over reports whether its end has passed.
func (m Mandate) Over(at time.Time) bool { return !m.Until.IsZero() && !at.Before(m.Until) }

// CityPool is the pool that is the city's own; every other is an owner's.
func CityPool() string { return content.DefaultPools()[0].ID }

// Bearer is a person with what they may do, as far as the rules need it.
type Bearer struct {
	ID       string
	Mandates []Mandate

	// Principals are the mandates of those whom the person stands in for, by staff ID. A deputy has
	// what the principal has, while the principal has it.
	Principals map[string][]Mandate
}

// held lists the roles in force at an instant: the mandate, and for a deputy those of the principal
// that it rests on. A deputy's mandate never rests on another deputy's.
func (b Bearer) held(at time.Time) (out []holding) {
	for _, m := range b.Mandates {
		if !m.Holds(at) {
			continue
		}
		h := holding{Mandate: m}
		if m.For != "" {
			h.rests = slices.DeleteFunc(slices.Clone(b.Principals[m.For]), func(p Mandate) bool {
				return p.For != "" || p.Role != m.Role || !p.Holds(at)
			})
			if len(h.rests) == 0 {
				continue
			}
		}
		out = append(out, h)
	}
	return out
}

// holding is a mandate in force.
type holding struct {
	Mandate
	rests []Mandate // of the principal
}

// StandsInFor lists whom the person is a deputy of at an instant.
func (b Bearer) StandsInFor(at time.Time) (out []string) {
	for _, h := range b.held(at) {
		if h.For != "" && !slices.Contains(out, h.For) {
			out = append(out, h.For)
		}
	}
	return out
}
