package studio

import (
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
)

// screenView is the page of one screen, new or known.
type screenView struct {
	New      bool
	Enrol    string // code of the enrolment that the new screen answers
	Code     string
	Name     string
	Place    content.Place
	AreaName string
	Venues   []content.Venue
	Kinds    []kindChoice
	Row      screenRow
	Moves    []content.Place // where it stood, oldest first
	Keys     int             // credentials that are good
	Offered  []order         // commands that it can carry out
	Agent    bool            // it has a computer of its own
	Orders   ordersView
	Moved    bool // it was said that the screen has moved
	Night    nightForm
	Kept     nightKept // hours and dimming as they are
	Alike    []alike   // where they may be copied to
}

type kindChoice struct {
	Kind content.ScreenKind
	Name text
}

var venueOrder = []content.Venue{content.Intersection, content.Reception, content.Apartment, content.Mall, content.Supermarket, content.Office}

var kindOrder = []kindChoice{
	{content.LED, screenKinds[content.LED]}, {content.Monitor, screenKinds[content.Monitor]}, {content.Kiosk, screenKinds[content.Kiosk]},
}

func screenForm(code, name string, p content.Place) screenView {
	v := screenView{Code: code, Name: name, Place: p, Venues: venueOrder, Kinds: kindOrder, Night: nightOf(p)}
	if len(p.Names) > 0 {
		v.AreaName = strings.Join(p.Names, ", ")
	}
	return v
}

// readPlace is a place with what the form says; what the form does not ask stays as it was.
func (s *Studio) readPlace(c *fiber.Ctx, p content.Place) (content.Place, error) {
	p.Hall, p.Address = field(c, "hall"), field(c, "address")
	p.Venue, p.Kind = content.Venue(field(c, "venue")), content.ScreenKind(field(c, "kind"))
	if p.Zone == "" {
		p.Zone = content.DefaultZone
	}
	var err error
	if p, err = s.readArea(c, p); err != nil {
		return p, err
	}
	if _, ok := venues[p.Venue]; !ok {
		return p, invalid("Hãy chọn nơi đặt màn hình.", "Choose what kind of place it stands in.")
	}
	if _, ok := screenKinds[p.Kind]; !ok {
		return p, invalid("Hãy chọn loại màn hình.", "Choose the make of screen.")
	}
	if p.Canvas, err = readCanvas(c, p.Canvas); err != nil {
		return p, err
	}
	return readNight(c, p)
}

// readCanvas reads every field, so that one that is wrong does not cost the others.
func readCanvas(c *fiber.Ctx, old content.Canvas) (content.Canvas, error) {
	width, wrong := number(c, "width", text{"Chiều rộng", "The width"}, content.MinCanvasSide, content.MaxCanvasSide, 0)
	height, wrongH := number(c, "height", text{"Chiều cao", "The height"}, content.MinCanvasSide, content.MaxCanvasSide, 0)
	pitch, wrongP := number(c, "pitch", text{"Khoảng cách điểm ảnh", "The pixel pitch"}, 0.01, 100, 0)
	distance, wrongD := number(c, "distance", text{"Khoảng cách nhìn", "The viewing distance"}, 0.1, 500, 0)
	old.Width, old.Height, old.PitchMM, old.DistanceM = int(width), int(height), pitch, distance
	for _, err := range []error{wrong, wrongH, wrongP, wrongD} {
		if err != nil {
			return old, err
		}
	}
	return old, old.Check()
}

// readArea takes the unit that was picked, with all that hold it; one that was typed must mean exactly one unit.
func (s *Studio) readArea(c *fiber.Ctx, p content.Place) (content.Place, error) {
	key, err := area.ParseKey(field(c, "area"))
	if err != nil || key.IsZero() {
		name := field(c, "area_name")
		period, _ := area.PeriodAt(s.Now())
		one, ok := s.Areas.Find(area.Query{Period: period, Name: name}).One()
		if name == "" || !ok {
			return p, invalid("Hãy tìm và chọn phường, xã hoặc quận, huyện của màn hình.", "Look up and choose the ward, commune or district of the screen.")
		}
		key = one.Key()
	}
	unit, ok := s.Areas.Area(key)
	if !ok {
		return p, invalid("Không có đơn vị “"+key.String()+"”. Hãy tìm và chọn lại.", "There is no unit “"+key.String()+"”. Look it up again.")
	}
	p.Area, p.Areas, p.Names = key.String(), []string{key.String()}, []string{unit.Name}
	for _, above := range s.Areas.Ancestors(key) {
		p.Areas, p.Names = append(p.Areas, above.Key().String()), append(p.Names, above.Name)
	}
	return p, nil
}

// maxCode is the longest code of a screen, in letters: it is printed on the cabinet and stands in the install address.
const maxCode = 20

// readNames reads the code and name of a screen. A code is capitals, digits and dashes: it goes into a QR code.
func readNames(c *fiber.Ctx) (code, name string, err error) {
	code, name = strings.ToUpper(field(c, "code")), field(c, "name")
	odd := func(r rune) bool { return (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' }
	if len(code) < 2 || len(code) > maxCode || strings.ContainsFunc(code, odd) {
		return code, name, invalid(
			"Mã màn hình “"+code+"” không dùng được: 2 đến 20 chữ không dấu, số và dấu gạch, ví dụ NGATU-07.",
			"The code “"+code+"” cannot be used: 2 to 20 plain letters, digits and dashes, such as NGATU-07.")
	}
	return code, name, checkName(name)
}

func checkName(name string) error {
	if name == "" || len(name) > 200 {
		return invalid("Hãy đặt tên cho màn hình, tối đa 200 ký tự.", "Give the screen a name, at most 200 characters.")
	}
	return nil
}

// places are a screen's places with p as the one that holds now: put right, or begun now where the screen has moved.
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
