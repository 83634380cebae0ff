package preflight

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/area"
)

// Facts are what is known of a slide. What is not known stays empty, and no rule speaks of it.
type Facts struct {
	Slide content.Slide
	// other texts that it shows, such as the pages of a guide or what was read in a picture; the
	// words of the slide need not be repeated
	Texts []string
	// lines read in a picture of which some letters are not sure: they are searched for addresses
	// and numbers, and what is found there is no more than a warning
	Doubtful []string
	// lines read in its picture, sure or not, in pixels of that: marks show where they stand
	Lines  []content.Line
	Unread bool // the words in its picture could not be read, so nothing was searched for in them

	Now     time.Time
	Zone    *time.Location         // in which its dates are meant; nil: UTC
	Leads   func(host string) bool // whether links may lead to a host; nil: to none
	Hotline string                 // as it is printed: "1022 nhánh 8"
	Phones  []Listed               // that may be printed beside the hotline
	Budget  Budget                 // of what screens fetch
	Areas   *area.Set              // nil: names are not looked at
	Picture *Picture               // of a picture or a clip
	After   *Picture               // of a slide of two pictures: the second one; Picture is the first
	Clip    *Clip                  // of a clip
	Views   []View                 // the canvases where it would run

	half int // of two pictures, which one is judged; 0: all of it, placed as the first one
}

// Coded says whether there is a code in a picture of the slide.
func (f Facts) Coded() bool {
	return f.Picture != nil && len(f.Picture.Codes) > 0 || f.After != nil && len(f.After.Codes) > 0
}

// halves are what is judged of each picture of the slide by itself: of one that has a pair, both.
func (f Facts) halves() []Facts {
	if f.After == nil || f.Slide.Pair == nil {
		return []Facts{f}
	}
	was, is := f, f
	was.half, is.half = 1, 2
	is.Picture = f.After
	return []Facts{was, is}
}

// within is where on a canvas the picture stands that is judged, and the slide as it is cut there.
func (f Facts) within(c content.Canvas) (at content.Half, s content.Slide) {
	was, is := content.Halves(c.Width, c.Height)
	switch {
	case f.Slide.Pair != nil && f.half < 2:
		return was, f.Slide.Alone(false).On(c.Width, c.Height)
	case f.Slide.Pair != nil:
		return is, f.Slide.Alone(true).On(c.Width, c.Height)
	}
	return content.Half{W: c.Width, H: c.Height}, f.Slide.On(c.Width, c.Height)
}

// Picture is what a picture or a clip brings along.
type Picture struct {
	Width, Height int    // pixels, as it is seen
	Codes         []Code // that are found in it at full size
	AI            bool   // its file says that AI made or altered it
	Bare          bool   // nothing here can put the slide's label on it
}

// Clip is what was found out about a clip.
type Clip struct {
	Sound   bool
	Flashes []time.Duration // instants at which a second with more than three flashes begins
	Red     bool            // some of them are red
}

// View is a slide on a canvas.
type View struct {
	Canvas  content.Canvas
	Street  bool           // the rules of the street hold there
	Screens int            // how many screens; 0: unknown
	Fault   *content.Error // why it does not fit; nil: it does
	Printed content.Amount // what there is to read there; nothing: unknown
	Texts   []Text         // what stands there, line by line
	Drawn   []Code         // that were set there, by Ngatu
	Codes   []Code         // read from the pixels
	Light   float64        // mean relative luminance, 0 to 1; 0: unknown
	Bytes   int64          // that a screen fetches
	Rough   bool           // Bytes are an estimate: the copy of a clip that a screen fetches is not made yet
}

// Text is one line on a canvas.
type Text struct {
	Box      Box
	T        string  // "": not known
	Cap      float64 // height of capitals, pixels
	Room     int     // pixels that it may be wide; 0: any
	Contrast float64 // against its ground; 0: not known
}

// Code is a code of squares or a barcode as it was read.
type Code struct {
	Text    string
	Box     Box
	Blurred bool // it is read blurred too
	Dimmed  bool // it is read dimmed too
	Bars    bool // a barcode, read from close by
}

// texts is all that the slide says.
func (f Facts) texts() []string {
	w := f.Slide.Words
	var out []string
	for _, t := range append(append([]string{w.Kicker, w.Head, w.Brief, w.Number}, w.Lines...), append([]string{w.Foot}, f.Texts...)...) {
		if strings.TrimSpace(t) != "" {
			out = append(out, t)
		}
	}
	return out
}

// zone is where its dates are meant.
func (f Facts) zone() *time.Location { return cmp.Or(f.Zone, time.UTC) }

// leads says whether links may lead to a host.
func (f Facts) leads(host string) bool { return f.Leads != nil && f.Leads(host) }

// onViews gives what a rule finds on each canvas, with that canvas named.
func (f Facts) onViews(level Level, rule func(View) (at []Box, vi, en string)) (out []Finding) {
	for _, v := range f.Views {
		if at, vi, en := rule(v); vi != "" {
			c := v.Canvas
			out = append(out, Finding{Level: level, Canvas: &c, At: at, Vi: vi, En: en})
		}
	}
	return out
}

func counted(n int, one, more string) string {
	if n == 1 {
		more = one
	}
	if !strings.Contains(more, "%d") {
		return more
	}
	return fmt.Sprintf(more, n)
}
