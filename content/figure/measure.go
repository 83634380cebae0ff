package figure

import (
	"fmt"
	"strings"
	"time"

	"ngatu/content/area"
)

// Measure is something counted of areas.
type Measure struct {
	ID     string `json:"id"`      // short, lower case, ASCII: "accounts"
	Vi     string `json:"vi"`      // name in Vietnamese
	En     string `json:"en"`      // name in English
	UnitVi string `json:"unit_vi"` // what one of it is, in Vietnamese: tài khoản
	UnitEn string `json:"unit_en"` // and in English: accounts

	Falling      bool          `json:"falling,omitempty"`      // the lower, the better; a total that grows otherwise
	Most         int64         `json:"most,omitempty"`         // the greatest value that a unit can have; 0: none is set
	Denominators []Denominator `json:"denominators,omitempty"` // what it is a part of, the usual one first
	Sources      []string      `json:"sources,omitempty"`      // what screens may name as the source
	Releasers    []string      `json:"releasers,omitempty"`    // staff IDs of who may release; none: every reporter
	Groups       []Group       `json:"groups,omitempty"`       // senders that use one layout
	Limits       Limits        `json:"limits"`                 // what is checked before a release
	Pulls        []Pull        `json:"pulls,omitempty"`        // addresses that sheets are fetched from

	Bodies   []area.Body `json:"bodies,omitempty"`    // that it counts in place of areas; none: it counts areas
	BodyCode int         `json:"body_code,omitempty"` // the last code that was given to a body
}

// MaxBodies is how many codes bodies of a measure can have in all.
const MaxBodies = 999

// WithBodies is the measure with the bodies of a list of names. One whose name stands in it already
// keeps its code and its figures; another gets a code that no body ever had. Two names that differ in
// nothing but marks and case are a mistake: the second is returned as twice. full says that no code is
// left.
func (m Measure) WithBodies(names []string) (out Measure, twice string, full bool) {
	known, seen := map[string]string{}, map[string]bool{}
	for _, b := range m.Bodies {
		known[area.Fold(b.Name)] = b.Code
	}
	out, out.Bodies = m, nil
	for _, name := range names {
		key := area.Fold(name)
		if seen[key] {
			return m, name, false
		}
		seen[key] = true
		code, there := known[key]
		if !there {
			if out.BodyCode++; out.BodyCode > MaxBodies {
				return m, "", true
			}
			code = fmt.Sprintf("%03d", out.BodyCode)
		}
		out.Bodies = append(out.Bodies, area.Body{Code: code, Name: name})
	}
	return out, "", false
}

// Period is that of the measure's bodies; "" where it counts areas, whose period is that of the figures.
func (m Measure) Period() area.Period {
	if len(m.Bodies) == 0 {
		return ""
	}
	return area.Bodies(m.ID)
}

// Units are the areas, with the bodies that the measure counts in place of them.
func (m Measure) Units(areas *area.Set) *area.Set {
	if len(m.Bodies) == 0 {
		return areas
	}
	return areas.With(m.Period(), m.Bodies)
}

// Denominator is a number of people that a measure is a part of. Two of the campaign differ by
// 800,000, so each has a name.
type Denominator struct {
	Name   string    `json:"name"` // Người từ 15 tuổi trở lên
	AsOf   time.Time `json:"as_of,omitzero"`
	Source string    `json:"source,omitempty"`
}

// Group is several senders that a recipe may belong to.
type Group struct {
	Name    string   `json:"name"`
	Senders []string `json:"senders"`
}

// Accounts is the measure of the first campaign: accounts in total, not new ones.
var Accounts = Measure{
	ID: "accounts",
	Vi: "Tài khoản iHanoi đã đăng ký", En: "Registered iHanoi accounts",
	UnitVi: "tài khoản", UnitEn: "accounts",
	Denominators: []Denominator{
		{Name: "Dân số từ 15 tuổi trở lên"},
		{Name: "Người từ 15 tuổi trở lên có điện thoại thông minh"},
	},
	Limits: checks,
}

// Staff is the second measure: state staff of a body who use the app. Plan 311/KH-UBND asks for all
// of them.
var Staff = Measure{
	ID: "staff",
	Vi: "Cán bộ, công chức, viên chức đã cài iHanoi", En: "State staff with iHanoi installed",
	UnitVi: "người", UnitEn: "people",
	Denominators: []Denominator{{Name: "Tổng số cán bộ, công chức, viên chức"}},
	Limits:       checks,
}

// Measures are those that are there from the start. A new folder begins with [StandardLimits] for
// them; one of before goes on without the limits of boards until they are set.
func Measures() []Measure { return []Measure{Accounts, Staff} }

// Allows says whether a source may stand beside the figures on a screen.
func (m Measure) Allows(source string) bool {
	for _, s := range m.Sources {
		if strings.EqualFold(strings.TrimSpace(s), strings.TrimSpace(source)) {
			return true
		}
	}
	return false
}

// MayRelease says whether a member of staff who is a reporter may let figures of the measure out.
func (m Measure) MayRelease(staff string) bool {
	if len(m.Releasers) == 0 {
		return true
	}
	for _, id := range m.Releasers {
		if id == staff {
			return true
		}
	}
	return false
}

// SenderOf is whom a recipe of a sender belongs to: its group, or the sender alone.
func (m Measure) SenderOf(sender string) string {
	for _, g := range m.Groups {
		for _, s := range g.Senders {
			if s == sender {
				return "group:" + g.Name
			}
		}
	}
	return sender
}
