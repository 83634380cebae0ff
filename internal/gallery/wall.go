package gallery

import (
	"errors"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/layout"
	"ngatu/internal/paint"
	"ngatu/internal/qr"
	"ngatu/player/protocol"
)

// domain and address are what the gallery's codes lead to; the address is as long as a real one.
const (
	domain  = "ihanoi.example.vn"
	address = "HTTPS://IHANOI.EXAMPLE.VN/I/HK-0123-A"
)

// Case is one cell of the contact sheet: a look, on a canvas, with a variant of the data.
type Case struct {
	Look    Look
	Variant Variant
	Canvas  Canvas

	Slide   content.Slide
	Facts   layout.Facts
	Figures protocol.Figures
	Values  paint.Values   // what Layout is painted with
	Layout  *layout.Layout // nil where the page sets the look itself, or Why says why there is none
	Why     string         // why there is no picture, for staff; "": there is one
	Area    string         // of the safe card, and name of the screen
	Stands  []string       // areas that hold the screen, as a board names its own
}

// ID names the cell in files: statement-long-192x96.
func (c Case) ID() string {
	return c.Look.ID + "-" + string(c.Variant) + "-" + strings.Replace(c.Canvas.String(), "×", "x", 1)
}

// Wall is all cases there are, in the order of the contact sheet: looks, variants, canvases.
type Wall struct {
	Cases []Case
	code  qr.Code
}

// NewWall lays out every look in every variant on every canvas. An error means that the program's
// own data cannot be read.
func NewWall() (*Wall, error) {
	units, err := loadAreas()
	if err != nil {
		return nil, err
	}
	w := &Wall{}
	if w.code, err = qr.Encode(address); err != nil {
		return nil, err
	}
	faces := paint.Faces()
	for _, look := range Looks() {
		for _, v := range Variants() {
			for _, on := range Canvases() {
				made, err := figuresOf(units, faces, look.boardOf(look.slide(v), v), v)
				if err != nil {
					return nil, err
				}
				w.Cases = append(w.Cases, w.hang(look, v, on, units, faces, made))
			}
		}
	}
	return w, nil
}

// hang makes one case.
func (w *Wall) hang(look Look, v Variant, on Canvas, units *area.Set, faces layout.Faces, made figures) Case {
	c := Case{Look: look, Variant: v, Canvas: on, Figures: made.frame, Area: areaName(v), Stands: []string{}}
	_, why := look.words(v)
	c.Slide = look.slide(v)
	c.Slide.ID = c.ID()
	if made.stand.Code != "" {
		c.Stands = []string{made.stand.String()}
	}
	c.Facts = factsOf(faces, units, made, v, look.kind, w.code.Size)
	switch look.route {
	case laidOut, takeover:
		c.Why = why
		c.lay()
	case media:
		c.Why = c.mediaWhy()
	case kioskPage:
		c.Why = c.kioskWhy()
	case safeCard, identify:
		if v == Stale || v == Sample {
			c.Why = "Không áp dụng: thẻ này không mang số liệu."
		}
	}
	c.Values = w.values(c, made.own())
	return c
}

// slide is that of a look in a variant.
func (l Look) slide(v Variant) content.Slide {
	words, _ := l.words(v)
	s := content.Slide{Title: l.Vi, Kind: l.kind, Style: l.style, View: l.view, Words: words, Sample: v == Sample}
	if l.kind == content.Countdown || l.view == content.Pace {
		s.Deadline = deadline(v)
	}
	return s
}

// lay lays the slide out, or says in the words of content/layout why that cannot be.
func (c *Case) lay() {
	if c.Why != "" {
		return
	}
	l, err := layout.Lay(c.Slide, c.Canvas.Canvas, c.Facts)
	if c.Look.route == takeover {
		l, err = layout.LayTakeover(c.alarm(), c.Canvas.Canvas, c.Facts)
	}
	if err != nil {
		c.Why = err.Error()
		var said *content.Error
		if errors.As(err, &said) {
			c.Why = said.Vi
		}
		return
	}
	c.Layout = &l
}

// alarm is the takeover of a variant: grave ones, and for the made-up one an exercise.
func (c Case) alarm() content.Takeover {
	t := content.Takeover{ID: c.ID(), Title: c.Look.Vi, Gravity: content.Warning, Words: c.Slide.Words, Press: content.Press{Drill: c.Variant == Sample}}
	if c.Variant == Long {
		t.Gravity = content.Danger
	}
	return t
}

func (c Case) mediaWhy() string {
	switch c.Variant {
	case Long, Short:
		return ""
	case Empty:
		return "Không áp dụng: tệp chưa có thì tấm khác của đợt, rồi thẻ an toàn, thay chỗ."
	}
	return "Không áp dụng: ảnh và video không mang số liệu của bảng."
}

func (c Case) kioskWhy() string {
	switch {
	case !c.Canvas.Touch:
		return "Không áp dụng: màn hình này không có cảm ứng."
	case c.Look.sheet != "area" && (c.Variant == Stale || c.Variant == Sample):
		return "Không áp dụng: tấm này không mang số liệu."
	case c.Look.sheet == "pages" && c.Variant == Empty:
		return "Không áp dụng: hướng dẫn chưa có trang nào thì không được nhận."
	case c.Look.sheet == "home" && c.Variant == Empty:
		return "Không áp dụng: chưa có hướng dẫn thì màn hình không mời chạm."
	}
	return ""
}

// areaName is the name of the area where a screen of a variant stands.
func areaName(v Variant) string {
	switch v {
	case Long:
		return "Phường Văn Miếu - Quốc Tử Giám"
	case Empty:
		return ""
	}
	return "Xã Ứng Hòa"
}

// values are what the page takes from the frames of a case, as internal/paint takes it.
func (w *Wall) values(c Case, cells map[string]protocol.Cell) paint.Values {
	v := paint.Values{
		Texts: map[string]string{"screen.area": c.Area}, Fractions: map[string]int{}, Levels: map[string]int{},
		Codes: map[string][]string{"screen.code": w.code.Squares}, At: Now,
		Old: c.Figures.Stale <= Now.UnixMilli(),
	}
	for bind, cell := range cells {
		if cell.T != "" {
			v.Texts[bind] = cell.T
		}
		v.Fractions[bind], v.Levels[bind] = cell.F, cell.L
	}
	if c.Figures.Stale <= Now.UnixMilli() {
		v.Texts["mark"] = "SỐ LIỆU CŨ" // as the page writes it
	}
	return v
}

// screen is the frame of a screen that shows the case.
func (w *Wall) screen(c Case, guides []content.Ref) protocol.Screen {
	return protocol.Screen{
		Code: screenCode, Name: c.Area, Audience: audience, Canvas: c.Canvas.Canvas, Zone: "Asia/Ho_Chi_Minh",
		Areas: c.Stands, Fills: map[string]string{"screen.area": c.Area}, Safe: protocol.Safe{Area: c.Area},
		Codes: map[string]protocol.Squares{"screen.code": {Text: w.code.Text, Rows: w.code.Squares}},
		Touch: len(guides) > 0, Guides: guides,
	}
}

// The one screen of the gallery, and its audience.
const (
	screenCode = "NGATU-00"
	audience   = "gallery"
)

// programme shows one slide for an hour, or nothing but the safe card.
func programme(on content.Canvas, now time.Time, slides ...content.Shown) content.Programme {
	p := content.Programme{
		Zone: "Asia/Ho_Chi_Minh", Canvas: on, From: now.Add(-time.Minute).UnixMilli(), Until: now.Add(time.Hour).UnixMilli(),
		Slides: slides, Evergreen: -1, Loops: [][]int{},
	}
	loop := -1
	if len(slides) > 0 {
		loop = 0
		p.Loops = [][]int{{}}
		for i := range slides {
			p.Loops[0] = append(p.Loops[0], i)
		}
	}
	p.Spans = []content.Span{{Length: p.Until - p.From, Loop: loop}}
	return p
}
