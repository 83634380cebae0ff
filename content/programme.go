package content

// Epoch is the instant that loops are counted from: Monday, 1 January 2024, 00:00 in Hanoi, in Unix
// milliseconds.
const Epoch int64 = 1704042000000

// Ref names a stored medium that a screen fetches.
type Ref struct {
	Digest Digest `json:"d"`
	Type   string `json:"t"` // MIME type; LayoutType for a laid-out slide
	Size   int64  `json:"n"` // bytes
}

// LayoutType is the MIME type of a laid-out slide.
const LayoutType = "application/vnd.ngatu.layout+json"

// Shown is a slide as a programme carries it.
type Shown struct {
	ID       string `json:"id"`
	Campaign string `json:"c"`
	Kind     Kind   `json:"k"`
	Dwell    int64  `json:"ms"`          // milliseconds
	Medium   Ref    `json:"m"`           // what is drawn
	Still    *Ref   `json:"s,omitempty"` // a small picture, at most 50 kB, for while Medium is missing
	Board    string `json:"b,omitempty"` // the board whose figures it binds
}

// Span is a stretch of time with one loop. It begins where the span before it ends.
type Span struct {
	Length    int64 // milliseconds
	Loop      int   // index into Loops; -1: nothing to show but the safe card
	Offset    int64 // milliseconds into the loop at which the span begins
	Exclusive bool  // cuts in: the slot on the glass is not finished first
}

// Programme is a plan resolved: what is on at every instant of a window. Times are Unix
// milliseconds. wireProgramme is its form on the wire.
type Programme struct {
	Zone      string
	Street    bool
	Canvas    Canvas
	From      int64
	Until     int64
	Slides    []Shown
	Loops     [][]int // indices into Slides, one a slot
	Spans     []Span
	Evergreen int // index into Loops of what is true on any day; -1: none
}
