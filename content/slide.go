package content

import (
	"fmt"
	"time"

	"ngatu/content/hours"
)

// Kind is what a slide is made of.
type Kind string

// The kinds of slide.
const (
	Picture   Kind = "picture"   // an imported picture
	Video     Kind = "video"     // an imported clip
	Notice    Kind = "notice"    // words set by Ngatu
	Install   Kind = "install"   // the QR code that leads to the install page, or the app's name and hotline
	Board     Kind = "board"     // figures of areas
	Countdown Kind = "countdown" // days left until a deadline
	Guide     Kind = "guide"     // pages that a citizen walks through on a kiosk
)

// LaidOut reports whether the slide's look is computed by content/layout; pictures and videos bring
// their own.
func (k Kind) LaidOut() bool { return k == Notice || k == Install || k == Board || k == Countdown }

// Style says how the words of a notice are arranged.
type Style string

// The styles of a notice.
const (
	Statement Style = "statement" // one message
	Steps     Style = "steps"     // numbered lines
	List      Style = "list"      // lines without order
	Number    Style = "number"    // one large number with its denominator, source and as-of time
	Slogan    Style = "slogan"    // one line, as large as the canvas allows

	OpenHours   Style = "hours"        // a table of opening hours: a line is "days: hours"
	Event       Style = "event"        // what is on: Number is one day ([LeafOf]), the lines are when and where
	BeforeAfter Style = "before_after" // what was and what is: two lines, "name: text"
)

// View says how a board shows its figures.
type View string

// The views of a board.
const (
	Gauge  View = "gauge"  // the city's total against its target
	League View = "league" // areas in order of progress, or the movers where ranks are not public
	Grid   View = "grid"   // the tile grid of districts
	Roll   View = "roll"   // every area, page by page; in order of progress only where ranks are public
	Tiles  View = "tiles"  // every area as a tile with its name, page by page

	Own   View = "own"   // the area in which the screen stands, large
	Trend View = "trend" // the total of the releases so far, as a line
	Pace  View = "pace"  // days left until a deadline, and what has to come on each of them

	Communes View = "communes" // every commune in the area, also below its districts, page by page
)

// Paged says whether a view shows its areas page by page.
func (v View) Paged() bool { return v == Roll || v == Tiles || v == Communes }

// Words are what is printed on a slide. Brief, where it is set, takes the place of Head on canvases
// too small for Head.
type Words struct {
	Kicker string   `json:"kicker,omitempty"` // a short line above the head
	Head   string   `json:"head,omitempty"`   // the message
	Brief  string   `json:"brief,omitempty"`  // the message in few words
	Number string   `json:"number,omitempty"` // a large number, as it is printed
	Lines  []string `json:"lines,omitempty"`  // steps or items
	Foot   string   `json:"foot,omitempty"`   // source, as-of time, hotline
	Mark   string   `json:"mark,omitempty"`   // a mark that must be seen, such as SỐ LIỆU MẪU
}

// Fit says how a picture meets a canvas of another shape.
type Fit string

// The ways to fit.
const (
	Contain Fit = "contain" // all of the picture, on the slide's ground
	Cover   Fit = "cover"   // all of the canvas, cut around the focal point
)

// State is where a slide stands between draft and glass.
type State string

// The states of a slide. Only Approved can be on air.
const (
	Draft     State = "draft"
	Submitted State = "submitted"
	Approved  State = "approved"
	TakenOff  State = "taken_off" // its file is gone from the inbox; see [FileGone]. Taking off is a [Hold]
)

// Slide is one thing shown. Times are instants; the zero time is an open end.
type Slide struct {
	ID       string `json:"id"`
	Campaign string `json:"campaign"` // ID of its campaign
	Kind     Kind   `json:"kind"`
	Order    int    `json:"order"` // place within its campaign
	Title    string `json:"title"` // the name that staff see

	Style    Style     `json:"style,omitempty"`
	Words    Words     `json:"words,omitzero"`
	Medium   Digest    `json:"medium,omitempty"` // the imported original of a picture or video; the document of a guide
	Fit      Fit       `json:"fit,omitempty"`
	FocusX   float64   `json:"focus_x,omitempty"` // 0 is left, 1 is right
	FocusY   float64   `json:"focus_y,omitempty"` // 0 is top, 1 is bottom
	Focuses  []Focus   `json:"focuses,omitempty"` // other points for canvases of some shapes; see [Slide.On]
	Pair     *Pair     `json:"pair,omitempty"`    // of a picture: another one beside it, what was and what is; nil: none
	View     View      `json:"view,omitempty"`
	Measure  string    `json:"measure,omitempty"` // what a board shows
	Area     string    `json:"area,omitempty"`    // the area whose parts a board shows, as "period/code"
	Deadline time.Time `json:"deadline,omitzero"` // what a countdown counts to
	ToEnd    bool      `json:"to_end,omitempty"`  // it counts to the end of its campaign, whenever that is, and has no deadline of its own; see [Slide.Bound]
	Needs    []string  `json:"needs,omitempty"`   // settings that must be set before it may air, such as "public_address"
	Sample   bool      `json:"sample,omitempty"`  // made-up figures: marked on the slide itself
	Label    string    `json:"label,omitempty"`   // stands on it wherever it is seen: that AI made or altered it; see [SettingLabel]
	Sober    bool      `json:"sober,omitempty"`   // may stay on air when the nation mourns; see [HoldNotSober]

	Dwell     time.Duration `json:"dwell,omitempty"` // 0: the reading time of its words
	Valid     hours.Span    `json:"valid,omitzero"`
	Exclusive bool          `json:"exclusive,omitempty"` // while valid, pre-empts every slide that is not
	AtOnce    time.Time     `json:"at_once,omitzero"`    // exclusive for one dwell from this instant
	Evergreen bool          `json:"evergreen,omitempty"` // true on any day
	Targets   []Target      `json:"targets,omitempty"`   // none: every screen of its campaign
	Sizes     Sizes         `json:"sizes,omitzero"`      // of screens that it is for

	State    State    `json:"state"`
	Author   string   `json:"author,omitempty"`   // staff ID of who changed it last
	Editors  []string `json:"editors,omitempty"`  // of the others who changed or submitted it, in their order
	Returned string   `json:"returned,omitempty"` // why it was sent back, until it is submitted again
	Source   string   `json:"source,omitempty"`   // where it came from: "inbox:Đống Đa/a.jpg", "studio", "starter"
	Form     string   `json:"form,omitempty"`     // ID of the form that it was made from
	Filled   Filled   `json:"filled,omitempty"`   // what was filled in there
	Despite  string   `json:"despite,omitempty"`  // why it is shown although checks warn, from whoever submitted it
	Approval Approval `json:"approval,omitzero"`
}

// BoardName names what a board shows: which measure, of the parts of which area, and what of it
// where that is not the usual. Slides that show the same share it; "" for every other kind.
func (s Slide) BoardName() string {
	if s.Kind != Board {
		return ""
	}
	name := s.Measure + "@" + s.Area
	switch s.View {
	case Roll, Tiles:
		name += "@" + AllAreas
	case Communes:
		name += "@" + AllCommunes
	case Own:
		name += "@" + OwnArea
	case Trend:
		name += "@" + TotalTrend
	case Pace:
		name += fmt.Sprintf("@%s.%d", NeededPace, s.Deadline.Unix())
	}
	return name
}

// What a board shows beside the usual; see [Slide.BoardName].
const (
	AllAreas    = "all"      // a row for every area, also for those without a figure
	AllCommunes = "communes" // a row for every commune
	TotalTrend  = "trend"    // the totals of the last releases
	OwnArea     = "own"      // the figures of each area by its key, of which a screen shows its own
	NeededPace  = "pace"     // what is missing, a day until a deadline; its Unix seconds come after a dot
)

// FitKey names how the slide's medium is fitted: renditions are kept by it.
func (s Slide) FitKey() string {
	switch {
	case s.Kind == Video:
		return "video"
	case s.Pair != nil:
		return fmt.Sprintf("pair:%s:%.2f,%.2f:%.2f,%.2f", s.Pair.Medium, s.FocusX, s.FocusY, s.Pair.FocusX, s.Pair.FocusY)
	case s.Fit == Cover:
		return fmt.Sprintf("cover:%.2f,%.2f", s.FocusX, s.FocusY)
	}
	return "contain"
}

// StillKey names the small picture that stands in for the medium while it is missing.
func (s Slide) StillKey() string {
	if s.Kind != Video && s.Fit != Cover && s.Pair == nil {
		return "still:contain" // what most have, without a new text each time
	}
	return "still:" + s.FitKey()
}
