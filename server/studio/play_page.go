package studio

import (
	"context"
	"fmt"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/figure"
)

var titlePlays = text{"Đã chiếu", "Plays"}

// dayForm is how browsers write a date in a form.
const dayForm = "2006-01-02"

// mostLines is how many lines of gaps, exceptions or scans the page lists; the CSV file has all.
const mostLines = 200

// playsView is the page: one day of one screen, as the screen reports it. Without a screen it has the scans of all.
type playsView struct {
	Screen       string
	Name         string // of the screen
	Day          string // as in a form
	Before, Next string // the days beside it; "" where that would be in the future
	Zone         string
	Screens      []content.Screen // the first of them, to pick from

	Date    string // the day as people read it
	Now     bool   // the day is not over
	Future  bool
	Runs    int
	Told    clockTime
	Silent  clockTime
	Dark    clockTime
	Overlap clockTime
	Cut     bool
	Lines   []playLine
	Swaps   []swapLine
	Clocks  []clockLine
	Gaps    []gapLine

	Scans     []scanLine
	ScanTotal int64
	ScanCut   bool
}

// clockTime is milliseconds, written 1:05:12.
type clockTime int64

func (t clockTime) String() string {
	s := (int64(t) + 500) / 1000
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}

// playLine is how often and how long one thing was shown.
type playLine struct {
	Kind  playKind
	ID    string // of a slide
	Name  text
	Times int64
	Time  clockTime
	Mille int64 // of the reported time, in thousandths
	Share string
}

// swapLine is what was shown instead of a slide.
type swapLine struct {
	Planned, Shown text
	Why            text
	Times          int
	Time           clockTime
	First, Last    string // local times
}

type clockLine struct {
	Name text
	Time clockTime
}

type gapLine struct {
	From, Until string // local times
	Kind        gapKind
	Name        text
	Time        clockTime
}

var gapNames = map[gapKind]text{
	gapSilent: {"Không có báo cáo", "No report"},
	gapDark:   {"Tắt theo giờ", "Dark by its hours"},
	gapComing: {"Báo cáo chưa gửi đến", "Report still on its way"},
}

var clockNames = map[string]text{
	"synced":  {"Đồng hồ khớp máy chủ", "Clock synced"},
	"held":    {"Đồng hồ tự giữ", "Clock held"},
	"unknown": {"Không rõ giờ", "Clock unknown"},
	"":        {"Đồng hồ không báo", "Clock not told"},
}

var whyNames = map[string]text{
	"missing": {"tệp chưa về", "file not there yet"},
	"broken":  {"không chiếu được", "could not be shown"},
	"":        {"không nói lý do", "no reason given"},
}

func (s *Studio) playShow(c *fiber.Ctx) error {
	v, err := s.playsAsked(c)
	if err != nil {
		return s.refuse(c, err, "plays", titlePlays, v)
	}
	return s.show(c, "plays", titlePlays, v)
}

// playsAsked is the report that a request asks for; with an error it is the form alone.
func (s *Studio) playsAsked(c *fiber.Ctx) (v playsView, err error) {
	ctx := c.UserContext()
	v.Screen, v.Day = query(c, "screen"), query(c, "day")
	if v.Screens, err = s.Store.Screens(ctx, "", mostLines); err != nil {
		return v, err
	}
	var screen content.Screen
	if v.Screen != "" {
		if screen, err = s.Store.Screen(ctx, v.Screen); err != nil {
			return v, err
		}
		v.Name = screen.Name
	}
	from, until, err := s.dayOf(&v, screen)
	if err != nil || v.Future {
		return v, err
	}
	if err = s.fillScans(ctx, &v, from, until); err != nil || v.Screen == "" {
		return v, err
	}
	return v, s.fillPlays(ctx, &v, screen, from, until)
}

// dayOf reads which local day is asked for, today where none is, and from when until when it lasts: a day of the screen's
// own zone, up to now.
func (s *Studio) dayOf(v *playsView, screen content.Screen) (from, until time.Time, err error) {
	now := s.Now()
	place, _ := screen.PlaceAt(now)
	if v.Zone = place.Zone; v.Zone == "" {
		v.Zone = content.DefaultZone
	}
	z := zone(v.Zone)
	if v.Day == "" {
		v.Day = now.In(z).Format(dayForm)
	}
	day, err := time.ParseInLocation(dayForm, v.Day, z)
	if err != nil || day.Year() < 2000 || day.Year() > 9000 {
		typed := v.Day
		v.Day = now.In(z).Format(dayForm)
		return from, until, invalid("Ngày “"+typed+"” không đọc được. Hãy chọn lại ngày.", "The day “"+typed+"” cannot be read. Choose it again.")
	}
	next := day.AddDate(0, 0, 1)
	v.Date, v.Before = day.Format("02/01/2006"), day.AddDate(0, 0, -1).Format(dayForm)
	v.Future = day.After(now)
	if v.Now = next.After(now); v.Now {
		return day, now, nil
	}
	v.Next = next.Format(dayForm)
	return day, next, nil
}

func (s *Studio) fillPlays(ctx context.Context, v *playsView, screen content.Screen, from, until time.Time) error {
	d, err := s.readDay(ctx, screen.Code, from, until)
	if err != nil {
		return err
	}
	z, name := zone(v.Zone), s.namer(ctx)
	v.Runs, v.Told, v.Overlap, v.Cut = d.runs, clockTime(d.reported), clockTime(d.overlap), d.cut
	for _, k := range d.lines() {
		p := d.played[k]
		line := playLine{Kind: k.kind, ID: k.id, Name: name(k), Times: int64(p.Times), Time: clockTime(p.Time), Mille: (p.Time*1000 + d.reported/2) / d.reported}
		line.Share = figure.FormatPercent(figure.Tenths(line.Mille))
		v.Lines = append(v.Lines, line)
	}
	at := func(ms int64) string { return time.UnixMilli(ms).In(z).Format("15:04:05") }
	for _, k := range d.swaps() {
		sum := d.instead[k]
		v.Swaps = append(v.Swaps, swapLine{
			name(slideKey(k.planned)), name(slideKey(k.shown)), whyNames[k.why], sum.Times, clockTime(sum.Time), at(sum.first), at(sum.last),
		})
	}
	for _, state := range []string{"synced", "held", "unknown"} {
		if d.clocks[state] > 0 {
			v.Clocks = append(v.Clocks, clockLine{clockNames[state], clockTime(d.clocks[state])})
			delete(d.clocks, state)
		}
	}
	other := int64(0)
	for _, ms := range d.clocks { // whatever else a screen may say of its clock
		other += ms
	}
	if other > 0 {
		v.Clocks = append(v.Clocks, clockLine{clockNames[""], clockTime(other)})
	}
	v.fillGaps(d.stretches(screen, s.Now()), z)
	return nil
}

func (v *playsView) fillGaps(all []stretch, z *time.Location) {
	for _, g := range all {
		long := clockTime(g.Length().Milliseconds())
		switch g.Kind {
		case gapDark:
			v.Dark += long
		case gapSilent:
			v.Silent += long
		}
		if long >= shortGap {
			until := g.Until.In(z).Format("15:04:05")
			if until == "00:00:00" {
				until = "24:00:00" // the end of this day, not its beginning
			}
			v.Gaps = append(v.Gaps, gapLine{g.From.In(z).Format("15:04:05"), until, g.Kind, gapNames[g.Kind], long})
		}
	}
}

// Few is the beginning of a list, as the page has it.
func (playsView) Few(list any) any {
	switch l := list.(type) {
	case []swapLine:
		return l[:min(len(l), mostLines)]
	case []gapLine:
		return l[:min(len(l), mostLines)]
	case []scanLine:
		return l[:min(len(l), mostLines)]
	}
	return list
}

// More is how many of a list's lines the page leaves to the file.
func (playsView) More(lines int) int { return max(0, lines-mostLines) }

// slideKey is the line that an exception's slide would stand in.
func slideKey(id string) playKey {
	return lineOf(id, followed{})
}

// namer gives lines their names; slides are called what they are called today.
func (s *Studio) namer(ctx context.Context) func(playKey) text {
	titles := map[string]string{}
	return func(k playKey) text {
		switch k.kind {
		case playSafe:
			return text{"Thẻ an toàn", "Safe card"}
		case playTakeover:
			return text{"Thông báo khẩn " + k.id, "takeover"}
		case playUnknown:
			if k.id == "" {
				return text{"Trang không có trong chương trình", "a slide that the programme does not have"}
			}
			return text{"Chương trình không rõ " + short(k.id), "unknown programme"}
		}
		title, known := titles[k.id]
		if !known {
			title = k.id // deleted since
			if slide, err := s.Store.Slide(ctx, k.id); err == nil {
				title = slide.Title
			}
			titles[k.id] = title
		}
		return text{Vi: title}
	}
}

// short is the beginning of a hash, which a screen may have made up.
func short(hash string) string {
	if r := []rune(hash); len(r) > 12 {
		return string(r[:12]) + "…"
	}
	return hash
}
