package content

import (
	"cmp"
	"slices"
	"time"
)

// Gravity says how grave the matter of a takeover is.
type Gravity string

// The gravities, the gravest first.
const (
	Danger      Gravity = "danger"  // act now: storm, fire, flood
	Warning     Gravity = "warning" // get ready
	CivicNotice Gravity = "notice"  // know of it: a road closed, water cut off
)

// MaxTakeover is the longest that a takeover holds without being confirmed again: a screen that was
// cut off must not show it for days.
const MaxTakeover = 4 * time.Hour

// Takeover is a notice that pre-empts everything on the screens that its targets match, until it
// ends. Its words pass the same gate as a slide's, beforehand; to put it on is then one act of one
// person.
type Takeover struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"` // the name that staff see
	Gravity Gravity  `json:"gravity"`
	Words   Words    `json:"words"`
	Targets []Target `json:"targets,omitempty"` // areas that it may be put on in; none: every screen

	State    State    `json:"state"`
	Author   string   `json:"author,omitempty"`   // staff ID of who changed it last
	Editors  []string `json:"editors,omitempty"`  // of the others who changed or submitted it
	Returned string   `json:"returned,omitempty"` // why it was sent back, until it is submitted again
	Approval Approval `json:"approval,omitzero"`

	Press          // the last one
	Others []Press `json:"others,omitempty"` // that are on beside it in other areas, or have ended meanwhile

	Free     bool   `json:"free,omitempty"`    // its words passed no gate: one person wrote them and put it on
	Reviewed Signed `json:"reviewed,omitzero"` // somebody else has looked at it since

	Warned *Warned `json:"warned,omitempty"` // another body wrote it; nil: our own people
}

// Until is when the last of its presses ends, as far as is known now; the zero time where it was
// never put on.
func (t Takeover) Until() time.Time {
	until := t.Press.Until()
	for _, p := range t.Others {
		if p.Until().After(until) {
			until = p.Until()
		}
	}
	return until
}

// On reports whether it is on anywhere at an instant.
func (t Takeover) On(at time.Time) bool {
	on := func(p Press) bool { return p.On(at) }
	return t.State == Approved && (on(t.Press) || slices.ContainsFunc(t.Others, on))
}

// Reaches reports whether a screen at p is among those that its last press is for; where it was
// never put on, among those that it may be put on for.
func (t Takeover) Reaches(p Place) bool { return t.width(p) >= 0 }

// Programme is its last press resolved for an audience, from its beginning to its end: one slide of
// the name of the press, whose layout is named by drawn.
func (t Takeover) Programme(a Audience, drawn Ref) (Programme, error) {
	pool, id := DefaultPools()[0], t.PressID()
	p, _, err := Resolve(Plan{
		Zone: a.Zone, Street: a.Street, Canvas: a.Canvas, Pools: []Pool{pool},
		Campaigns: []PlanCampaign{{ID: id, Pool: pool.ID, Weight: 1}},
		Slides: []PlanSlide{{Shown: Shown{
			ID: id, Campaign: id, Kind: Notice, Dwell: t.Words.Amount().ReadingTime(true).Milliseconds(), Medium: drawn,
		}}},
	}, t.Begun, t.Press.Until())
	return p, err
}

// Asks is the slide that its words are: what it prints and how it is laid out are a slide's.
func (t Takeover) Asks() Slide {
	return Slide{ID: t.ID, Kind: Notice, Style: Statement, Title: t.Title, Words: t.Words, Targets: t.Targets}
}

// Document is what a takeover says and to whom, without how it came to be and when it was on.
func (t Takeover) Document() Takeover {
	return Takeover{ID: t.ID, Title: t.Title, Gravity: t.Gravity, Words: t.Words, Targets: t.Targets}
}

// PutOn puts an approved takeover on, or says that it still holds, by its last press: see
// [Takeover.Aim]. A length of nothing or beyond
// [MaxTakeover] is refused, and so is an exercise that is turned into the real thing while it is
// on there, or anywhere where another body wrote it, and one that picks screens by anything but
// their areas: players know no more of theirs.
func PutOn(t Takeover, by string, at time.Time, lasts time.Duration, drill bool) (Takeover, error) {
	if t.State != Approved || !t.Approval.Valid.Contains(at) {
		return t, &Error{
			Code: Conflict,
			Vi:   "Thông báo khẩn “" + t.Title + "” chưa được duyệt, hoặc phê duyệt đã hết hạn.",
			En:   "The takeover “" + t.Title + "” is not approved, or its approval is over.",
		}
	}
	if slices.ContainsFunc(t.Targets, func(one Target) bool { return one != Target{Area: one.Area} }) {
		return t, &Error{
			Code: Invalid,
			Vi:   "“" + t.Title + "” phải dành cho khu vực, không theo loại màn hình hay nhãn.",
			En:   "“" + t.Title + "” has to be for areas, not for kinds of screens or tags.",
		}
	}
	t, err := t.confirmedFree(by, at, lasts)
	if err != nil {
		return t, err
	}
	if lasts, err = t.holdsFor(at, lasts); err != nil {
		return t, err
	}
	if lasts <= 0 || lasts > MaxTakeover {
		return t, &Error{Code: Invalid, Vi: "Thời lượng phải từ 1 phút đến 4 giờ.", En: "It lasts from a minute to four hours."}
	}
	other := func(p Press) bool { return p.On(at) && p.Drill != drill }
	if on := t.Press.On(at); other(t.Press) || t.Warned != nil && slices.ContainsFunc(t.Others, other) {
		return t, &Error{
			Code: Conflict,
			Vi:   "Đang phát “" + t.Title + "”. Hãy dừng lại rồi mới đổi giữa diễn tập và thật.",
			En:   "“" + t.Title + "” is on. End it before changing between exercise and the real thing.",
		}
	} else if !on {
		t.Begun, t.Apart = at, Apart{}
	}
	t.Confirmed, t.By, t.Lasts, t.Drill, t.Ended = at, by, lasts, drill, time.Time{}
	return t, nil
}

// TakeoverAt is which press of all (see [Takeover.Presses]) rules a screen at p: the real thing before an exercise, then our own
// before what another body wrote, then the graver, then the one of the wider area, then the newer.
func TakeoverAt(all []Takeover, p Place, at time.Time) (Takeover, bool) {
	var on []Takeover
	for _, t := range all {
		if t.On(at) && t.Reaches(p) {
			on = append(on, t)
		}
	}
	if len(on) == 0 {
		return Takeover{}, false
	}
	return slices.MinFunc(on, func(a, b Takeover) int {
		return cmp.Or(
			cmp.Compare(b.Rank(), a.Rank()), cmp.Compare(b.width(p), a.width(p)),
			b.Begun.Compare(a.Begun), cmp.Compare(a.PressID(), b.PressID()),
		)
	}), true
}

// Rank says which of several goes first where they are for one area: the higher one. An exercise
// never hides the real thing, however grave it plays, and what another body wrote never hides what
// our own people put on.
func (t Takeover) Rank() int {
	rank := map[Gravity]int{Danger: 3, Warning: 2}[t.Gravity]
	if rank == 0 {
		rank = 1
	}
	if t.Warned == nil {
		rank += 3
	}
	if !t.Drill {
		rank += 6
	}
	return rank
}

// AreaAt is the widest area by which it reaches a screen at p, "" where it is for every screen.
func (t Takeover) AreaAt(p Place) string {
	if at := t.width(p); at >= 0 && at < len(p.Areas) {
		return p.Areas[at]
	}
	return ""
}

// width is how wide an area of a screen's the takeover is for: an area that holds others is further
// back in p.Areas; what names no area is for all. -1: it does not reach the screen.
func (t Takeover) width(p Place) int {
	widest := -1
	if len(t.Targets) == 0 {
		widest = len(p.Areas)
	}
	for _, one := range t.Targets {
		switch {
		case !one.Match(p):
		case one.Area == "":
			widest = len(p.Areas)
		default:
			widest = max(widest, slices.Index(p.Areas, one.Area))
		}
	}
	if t.In != "" {
		widest = min(widest, slices.Index(p.Areas, t.In))
	}
	return widest
}
