package screen

import (
	"strings"
	"time"
	"unicode/utf8"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/server/studio/shell"
)

// view is the page of one screen, new or known.
type view struct {
	New      bool
	Enrol    string // code of the enrolment that the new screen answers
	Code     string
	Name     string
	Place    content.Place
	AreaName shell.Text
	Venues   []content.Venue
	Kinds    []kindChoice
	Row      row
	Moves    []content.Place // where it stood, oldest first
	Enrolled bool            // has a credential that is good
	Glass    glass
	Commands any  // what the part "command_panel" is filled with; nil: a new screen
	Moved    bool // it was said that the screen has moved
	Night    nightForm
	Kept     nightKept // hours and dimming as they are
	Alike    []alike   // where they may be copied to
}

// Usual says whether the screen is always on, at full brightness, with all of its airtime the
// city's: as most are, and each is at first.
func (v view) Usual() bool {
	return v.Place.Open.Always() && len(v.Place.Dimming) == 0 && len(v.Place.Pools) == 0
}

type kindChoice struct {
	Kind content.ScreenKind
	Name shell.Text
}

var venueOrder = []content.Venue{content.Intersection, content.Reception, content.Apartment, content.Mall, content.Supermarket, content.Office}

var kindOrder = []kindChoice{
	{content.LED, shell.ScreenKindNames[content.LED]}, {content.Monitor, shell.ScreenKindNames[content.Monitor]}, {content.Kiosk, shell.ScreenKindNames[content.Kiosk]},
}

func viewOf(code, name string, p content.Place) view {
	v := view{Code: code, Name: name, Place: p, Venues: venueOrder, Kinds: kindOrder, Night: nightOf(p)}
	if len(p.Names) > 0 {
		v.AreaName = placeName(p)
	}
	return v
}

// placeName is the unit that a place is in, and when that unit was so.
func placeName(p content.Place) shell.Text {
	k, err := area.ParseKey(p.Area)
	if err != nil {
		return shell.Same(strings.Join(p.Names, ", "))
	}
	return shell.AreaText(p.Names, k.Period)
}

// titled is the page of a screen under its code and name.
func titled(screen content.Screen) shell.Page {
	return pageScreen.Titled(shell.Same(screen.Code + " · " + screen.Name))
}

// readPlace is a place with what the form says; what the form does not ask stays as it was.
func (s *Screens) readPlace(f shell.Form, p content.Place) (content.Place, error) {
	p.Hall, p.Address, p.Caretaker = f.Field("hall"), f.Field("address"), f.Field("caretaker")
	p.Venue, p.Kind = content.Venue(f.Field("venue")), content.ScreenKind(f.Field("kind"))
	if p.Zone == "" {
		p.Zone = content.DefaultZone
	}
	var bad shell.Faults
	_, err := p.Local()
	bad.Add(err)
	period, _ := area.PeriodAt(s.Now())
	p, err = f.Area(s.Areas, period, p)
	bad.Add(err)
	if _, ok := shell.VenueNames[p.Venue]; !ok {
		bad.Add(shell.At("venue", shell.Invalid("Hãy chọn loại nơi đặt màn hình.", "Choose what kind of place it stands in.")))
	}
	if _, ok := shell.ScreenKindNames[p.Kind]; !ok {
		bad.Add(shell.At("kind", shell.Invalid("Hãy chọn loại màn hình.", "Choose the make of screen.")))
	}
	p.Canvas, err = readCanvas(f, p.Canvas)
	bad.Add(err)
	bad.Add(foldFits(p))
	p.Pools, err = readPools(f, p.Pools)
	bad.Add(err)
	p, err = readNight(f, p)
	bad.Add(err)
	return p, bad.Err()
}

func readCanvas(f shell.Form, old content.Canvas) (content.Canvas, error) {
	var bad shell.Faults
	read := func(name string, what shell.Text, low, high float64) float64 {
		n, err := f.Number(name, what, low, high, 0)
		if err == nil && n == 0 {
			err = shell.At(name, shell.Invalid(what.Vi+": hãy ghi một số.", what.En+": write a number."))
		}
		bad.Add(err)
		return n
	}
	width := read("width", shell.Say("Chiều rộng", "The width"), content.MinCanvasSide, content.MaxCanvasSide)
	height := read("height", shell.Say("Chiều cao", "The height"), content.MinCanvasSide, content.MaxCanvasSide)
	old.Width, old.Height = int(width), int(height)
	old.PitchMM = read("pitch", shell.Say("Khoảng cách điểm ảnh", "The pixel pitch"), 0.01, 100)
	old.DistanceM = read("distance", shell.Say("Khoảng cách nhìn", "The viewing distance"), 0.1, 500)
	if len(bad) == 0 {
		bad.Add(old.Check())
	}
	return old, bad.Err()
}

// maxCode is the longest code of a screen, in letters: it is printed on the cabinet and stands in
// the install address.
const maxCode = 20

// readNames reads the code and name of a screen. A code is capitals, digits and dashes: it goes
// into a QR code.
func readNames(f shell.Form) (code, name string, err error) {
	code, name = strings.ToUpper(f.Field("code")), f.Field("name")
	odd := func(r rune) bool { return (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' }
	var bad shell.Faults
	if len(code) < 2 || len(code) > maxCode || strings.ContainsFunc(code, odd) {
		bad.Add(shell.At("code", shell.Invalid(
			"Mã màn hình “"+code+"” không dùng được: 2 đến 20 chữ không dấu, số và dấu gạch, ví dụ NGATU-07.",
			"The code “"+code+"” cannot be used: 2 to 20 plain letters, digits and dashes, such as NGATU-07.")))
	}
	bad.Add(checkName(name))
	return code, name, bad.Err()
}

func checkName(name string) error {
	if name == "" || utf8.RuneCountInString(name) > 200 {
		return shell.At("name", shell.Invalid("Hãy đặt tên cho màn hình, tối đa 200 ký tự.", "Give the screen a name, at most 200 characters."))
	}
	return nil
}

// places are a screen's places with p as the one that holds now: put right, or begun now where the
// screen has moved.
func places(old []content.Place, p content.Place, moved bool, now time.Time) []content.Place {
	if len(old) == 0 {
		return []content.Place{p}
	}
	out := append([]content.Place{}, old...)
	if moved {
		p.From = now
		return append(out, p)
	}
	i := len(out) - 1
	for i > 0 && out[i].From.After(now) {
		i--
	}
	p.From = out[i].From
	out[i] = p
	return out
}
