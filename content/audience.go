package content

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
)

// Target picks screens: those for which every part that is set holds. The empty target picks all.
type Target struct {
	Area  string     `json:"area,omitempty"` // "period/code": screens in this area or below it
	Venue Venue      `json:"venue,omitempty"`
	Kind  ScreenKind `json:"kind,omitempty"`
	Tag   string     `json:"tag,omitempty"`
}

// Match reports whether a screen at p is picked.
func (t Target) Match(p Place) bool {
	return (t.Area == "" || slices.Contains(p.Areas, t.Area)) &&
		(t.Venue == "" || t.Venue == p.Venue) &&
		(t.Kind == "" || t.Kind == p.Kind) &&
		(t.Tag == "" || slices.Contains(p.Tags, t.Tag))
}

// String is the target as one word; equal targets give equal words.
func (t Target) String() string {
	return strings.Join([]string{t.Area, string(t.Venue), string(t.Kind), t.Tag}, "|")
}

// Audience is all that decides a programme and is the same for many screens. It is a value:
// computed from a place and the targets in use, never stored.
type Audience struct {
	Canvas  Canvas   `json:"canvas"`
	Zone    string   `json:"zone"`
	Street  bool     `json:"street"`
	Pools   []Pool   `json:"pools"`
	Targets []string `json:"targets"` // the targets in use that match, sorted
}

// AudienceOf is the audience that a screen at p belongs to while inUse are the targets that
// campaigns and slides name.
func AudienceOf(p Place, inUse []Target) Audience {
	a := Audience{Canvas: p.Canvas, Zone: p.Zone, Street: p.Venue.Street(), Pools: p.Pools}
	if a.Zone == "" {
		a.Zone = DefaultZone
	}
	if len(a.Pools) == 0 {
		a.Pools = p.PoolsOf()
	}
	for _, t := range inUse {
		if t.Match(p) {
			a.Targets = append(a.Targets, t.String())
		}
	}
	slices.Sort(a.Targets)
	a.Targets = slices.Compact(a.Targets)
	return a
}

// Key names the audience: 16 hexadecimal characters, equal for equal audiences.
func (a Audience) Key() string {
	b, err := json.Marshal(a)
	if err != nil { // a Canvas that passed Check has no NaN or infinity, the only values that could fail
		panic("content: audience cannot be written as JSON: " + err.Error())
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// Wants reports whether any of targets is among those that the audience matches; no targets at all
// means everybody.
func (a Audience) Wants(targets []Target) bool { return a.wants(words(targets)) }

// wants is [Audience.Wants] for targets as words.
func (a Audience) wants(targets []string) bool {
	return len(targets) == 0 || slices.ContainsFunc(targets, func(t string) bool {
		_, found := slices.BinarySearch(a.Targets, t)
		return found
	})
}

// words are targets as audiences have them.
func words(targets []Target) []string {
	var out []string
	for _, t := range targets {
		out = append(out, t.String())
	}
	return out
}
