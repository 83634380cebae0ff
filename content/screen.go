package content

import (
	"slices"
	"time"

	"ngatu/content/hours"
)

// Venue is the kind of place where a screen stands.
type Venue string

// The venues that plan 311/KH-UBND names.
const (
	Intersection Venue = "intersection"
	Reception    Venue = "reception" // hall where citizens are received
	Apartment    Venue = "apartment"
	Mall         Venue = "mall"
	Supermarket  Venue = "supermarket"
	Office       Venue = "office"
)

// Street reports whether the rules of the street hold there: still slides, no sound, no scrolling,
// longer dwell.
func (v Venue) Street() bool { return v == Intersection }

// ScreenKind is the make of a screen.
type ScreenKind string

// The makes of screen.
const (
	LED     ScreenKind = "led"
	Monitor ScreenKind = "monitor"
	Kiosk   ScreenKind = "kiosk" // can be touched
)

// Screen is a public surface. It keeps its code when it moves; where it stands is a [Place].
type Screen struct {
	Code   string  `json:"code"` // short, unique, printed on the cabinet
	Name   string  `json:"name"`
	Places []Place `json:"places"` // oldest first
}

// Place is where a screen stands and how it is built, from an instant until the next place begins.
type Place struct {
	From      time.Time  `json:"from,omitzero"`
	Area      string     `json:"area"`  // "period/code" of the narrowest area that holds it
	Areas     []string   `json:"areas"` // Area and all that hold it, narrowest first
	Names     []string   `json:"names"` // their names, in the same order
	Venue     Venue      `json:"venue"`
	Hall      string     `json:"hall,omitempty"` // name of the venue, as people call it
	Address   string     `json:"address,omitempty"`
	Kind      ScreenKind `json:"kind"`
	Canvas    Canvas     `json:"canvas"`
	Owner     string     `json:"owner,omitempty"`
	Caretaker string     `json:"caretaker,omitempty"` // who looks after it there, and the number to call
	Tags      []string   `json:"tags,omitempty"`
	Zone      string     `json:"zone"` // IANA name; default Asia/Ho_Chi_Minh
	Pools     []Pool     `json:"pools,omitempty"`

	Open     hours.Set `json:"open,omitzero"`      // when it is on; none: always
	Left     int       `json:"left,omitempty"`     // pixels from the left of the HDMI picture to the canvas
	Top      int       `json:"top,omitempty"`      // pixels from its top
	Rotation int       `json:"rotation,omitempty"` // degrees clockwise: 0, 90, 180 or 270
	Fold     Fold      `json:"fold,omitzero"`      // its pieces in the HDMI picture; Left, Top and Rotation then hold for players that know none
	Dimming  []Dim     `json:"dimming,omitempty"`
}

// Bounds of how bright a screen may be set, in percent of full brightness: below 10 % a wall looks
// broken.
const (
	MinLevel = 10
	MaxLevel = 100
)

// Dim darkens the picture from a local time of day until the next Dim.
type Dim struct {
	From  hours.Clock `json:"from"`
	Level int         `json:"level"` // percent of full brightness, [MinLevel] to [MaxLevel]
}

// Closed reports whether the place is dark by its own hours at an instant. One whose time zone is
// unknown is not: its hours are unknown too, and somebody should look at it.
func (p Place) Closed(at time.Time) bool {
	if p.Open.Always() {
		return false
	}
	zone, err := p.Local()
	return err == nil && !p.Open.Contains(at, zone)
}

// PlaceAt is where the screen stands at t, and whether it stands anywhere yet.
func (s Screen) PlaceAt(t time.Time) (Place, bool) {
	for _, p := range slices.Backward(s.Places) {
		if !p.From.After(t) {
			return p, true
		}
	}
	return Place{}, false
}
