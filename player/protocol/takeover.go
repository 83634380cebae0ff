package protocol

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"ngatu/content"
)

// Takeover lays a small programme over the screen's own. Its layouts travel inside.
//
// A frame of one is for all screens of a canvas in an area: Reach says which. A player keeps those
// that concern it and shows the one that rules, by Rank, then the wider area, then the later
// beginning. Which are on is told by another frame, the roll: a takeover that is not on it any more
// has ended.
//
// A frame without Reach is for the screen that it names, and says all there is of takeovers: that
// is what players are sent that do not rank, and what servers sent before. Without a Programme none
// is on.
type Takeover struct {
	ID        string                             `json:"id"`
	Drill     bool                               `json:"drill,omitempty"`
	Rank      int                                `json:"rank,omitempty"` // the higher goes first
	Reach     *Reach                             `json:"reach,omitempty"`
	Roll      *Roll                              `json:"roll,omitempty"`
	Programme *content.Programme                 `json:"programme,omitempty"`
	Layouts   map[content.Digest]json.RawMessage `json:"layouts,omitempty"`
}

// RollName is what the frame of a [Roll] is for.
const RollName = "*"

// Reach is whom the frame of a takeover concerns: screens of this canvas in this area.
type Reach struct {
	Area   string         `json:"area,omitempty"` // "period/code"; "": everywhere
	Canvas content.Canvas `json:"canvas"`
}

// Name is what the frame of a takeover or press of an ID is for, to those whom it concerns.
func (r Reach) Name(id string) string {
	c := r.Canvas
	return fmt.Sprintf("%s/%s/%dx%d@%g-%g", id, r.Area, c.Width, c.Height, c.PitchMM, c.DistanceM)
}

// NamesFor says whether a frame's name is one that [Reach.Name] gives for what concerns a screen.
func NamesFor(name string, s Screen) bool {
	of := func(area string) bool {
		id, ok := strings.CutSuffix(name, Reach{Area: area, Canvas: s.Canvas}.Name(""))
		return ok && id != "" && !strings.Contains(id, "/") // no ID has one, and an area of elsewhere may
	}
	return of(content.Everywhere) || slices.ContainsFunc(s.Areas, of)
}

// Concerns reports whether a screen is among them.
func (r Reach) Concerns(s Screen) bool {
	return r.Canvas == s.Canvas && (r.Area == "" || slices.Contains(s.Areas, r.Area))
}

// Roll is which takeovers are on as of the number of its frame.
type Roll struct {
	Number int64            `json:"number"`           // of its frame: two rolls with the same takeovers are not the same truth
	On     map[string]int64 `json:"on"`               // when each began, in Unix milliseconds, by ID; 0: it is not on
	Partly bool             `json:"partly,omitempty"` // the server does not know of others, and ends none
}

// Ends reports whether a roll says of a takeover that began then, and whose frame has this number,
// that it is not on any more. Of later ones it knows nothing.
func (r Roll) Ends(id string, begun, number int64) bool {
	if number > r.Number {
		return false
	}
	on, named := r.On[id]
	return named && on != begun || !named && !r.Partly
}
