package play

import (
	"context"
	"fmt"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/figure"
	"ngatu/server/proof"
	"ngatu/server/studio/shell"
)

// dayForm is how browsers write a date in a form.
const dayForm = "2006-01-02"

// mostLines is how many lines of gaps, exceptions or scans the page lists; the CSV file has all.
const mostLines = 200

// view is the page: one day of one screen, as the screen reports it. Without a screen it has the
// scans of all.
type view struct {
	Screen       string
	Name         string // of the screen
	Day          string // as in a form
	Before, Next string // the days beside it; "" where that would be in the future
	Zone         string
	zone         *time.Location
	Screens      []content.Screen // the first of them, to pick from

	Date     time.Time // the day; zero: there is nothing to show
	Now      bool      // the day is not over
	Future   bool
	Runs     int
	Reported clockTime
	Silent   clockTime
	Closed   clockTime
	Overlap  clockTime
	Cut      bool
	Lines    []playLine
	Swaps    []swapLine
	Clocks   []clockLine
	Gaps     []gapLine

	Scans     []proof.Scans
	ScanTotal int64
	ScanCut   bool
}

// clockTime is milliseconds, written 1:05:12.
type clockTime int64

func clockTimeOf(d time.Duration) clockTime { return clockTime(d.Milliseconds()) }

func (t clockTime) String() string {
	s := (int64(t) + 500) / 1000
	return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
}

// playLine is how often and how long one thing was shown.
type playLine struct {
	proof.Thing
	Name  shell.Text
	Times int64
	Time  clockTime
	Mille int64 // of the reported time, in thousandths
	Share figure.Tenths
}

// swapLine is what was shown instead of a slide.
type swapLine struct {
	Planned, Shown shell.Text
	Why            shell.Text
	Times          int
	Time           clockTime
	First, Last    string // local times
}

type clockLine struct {
	Name shell.Text
	Time clockTime
}

type gapLine struct {
	From, Until string // local times
	Kind        proof.GapKind
	Name        shell.Text
	Time        clockTime
}

var gapNames = map[proof.GapKind]shell.Text{
	proof.Silent: shell.Say("Không có báo cáo", "No report"),
	proof.Closed: shell.Say("Tắt theo giờ", "Closed by its hours"),
	proof.Coming: shell.Say("Báo cáo chưa gửi đến", "Report still on its way"),
}

var clockNames = map[string]shell.Text{
	"synced":  shell.Say("Đồng hồ khớp máy chủ", "Clock synced"),
	"held":    shell.Say("Đồng hồ tự giữ", "Clock held"),
	"unknown": shell.Say("Không rõ giờ", "Clock unknown"),
	"":        shell.Say("Đồng hồ không báo", "Clock not told"),
}

var whyNames = map[proof.Why]shell.Text{
	proof.Missing: shell.Say("tệp chưa về", "file not there yet"),
	proof.Broken:  shell.Say("không chiếu được", "could not be shown"),
	proof.NoWhy:   shell.Say("không nói lý do", "no reason given"),
}

func (s *Plays) Show(c *fiber.Ctx) error {
	v, err := s.playsAsked(c)
	if err != nil {
		return s.Refuse(c, err, page, v)
	}
	return s.Page(c, page, v)
}

// playsAsked is the report that a request asks for; with an error it is the form alone.
func (s *Plays) playsAsked(c *fiber.Ctx) (v view, err error) {
	ctx := c.UserContext()
	v.Screen, v.Day = shell.Query(c, "screen"), shell.Query(c, "day")
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
	if v.Scans, v.ScanTotal, v.ScanCut, err = s.proof.Scans(ctx, v.Screen, from, until); err != nil || v.Screen == "" {
		return v, err
	}
	return v, s.fillPlays(ctx, &v, screen, from, until)
}

// dayOf reads which local day is asked for, today where none is, and from when until when it lasts:
// a day of the screen's own zone, up to now.
func (s *Plays) dayOf(v *view, screen content.Screen) (from, until time.Time, err error) {
	now := s.Now()
	place, _ := screen.PlaceAt(now)
	if v.Zone = place.Zone; v.Zone == "" {
		v.Zone = content.DefaultZone
	}
	z, err := content.Zone(v.Zone)
	if err != nil {
		return from, until, err
	}
	v.zone = z
	if v.Day == "" {
		v.Day = now.In(z).Format(dayForm)
	}
	day, err := time.ParseInLocation(dayForm, v.Day, z)
	if err != nil || day.Year() < 2000 || day.Year() > 9000 {
		typed := v.Day
		v.Day = now.In(z).Format(dayForm)
		return from, until, shell.Invalid("Ngày “"+typed+"” không đọc được. Hãy chọn lại ngày.", "The day “"+typed+"” cannot be read. Choose it again.")
	}
	next := day.AddDate(0, 0, 1)
	v.Date, v.Before = day, day.AddDate(0, 0, -1).Format(dayForm)
	v.Future = day.After(now)
	if v.Now = next.After(now); v.Now {
		return day, now, nil
	}
	v.Next = next.Format(dayForm)
	return day, next, nil
}

func (s *Plays) fillPlays(ctx context.Context, v *view, screen content.Screen, from, until time.Time) error {
	r, err := s.proof.Plays(ctx, screen, from, until, s.Now())
	if err != nil {
		return err
	}
	name := s.namer(ctx)
	v.Runs, v.Reported, v.Overlap, v.Cut = r.Runs, clockTimeOf(r.Reported), clockTimeOf(r.Overlap), r.Cut
	for _, l := range r.Lines {
		line := playLine{Thing: l.Thing, Name: name(l.Thing), Times: int64(l.Times), Time: clockTimeOf(l.Time)}
		line.Mille = int64((l.Time*1000 + r.Reported/2) / r.Reported)
		line.Share = figure.Tenths(line.Mille)
		v.Lines = append(v.Lines, line)
	}
	at := func(t time.Time) string { return t.In(v.zone).Format("15:04:05") }
	for _, w := range r.Swaps {
		v.Swaps = append(v.Swaps, swapLine{name(w.Planned), name(w.Shown), whyNames[w.Why], w.Times, clockTimeOf(w.Time), at(w.First), at(w.Last)})
	}
	v.fillClocks(r.Clocks)
	v.fillGaps(r.Gaps)
	return nil
}

// fillClocks lists how long the screen's clock was in which state. Whatever else a screen may say
// of it is one line.
func (v *view) fillClocks(all map[string]time.Duration) {
	sums := map[string]time.Duration{}
	for state, long := range all {
		if _, known := clockNames[state]; !known {
			state = ""
		}
		sums[state] += long
	}
	for _, state := range []string{"synced", "held", "unknown", ""} {
		if sums[state] > 0 {
			v.Clocks = append(v.Clocks, clockLine{clockNames[state], clockTimeOf(sums[state])})
		}
	}
}

// shortGap is how long a gap is worth a line.
const shortGap = 2 * time.Second

func (v *view) fillGaps(all []proof.Gap) {
	at := func(t time.Time) string { return t.In(v.zone).Format("15:04:05") }
	for _, g := range all {
		long := clockTimeOf(g.Length())
		switch g.Kind {
		case proof.Closed:
			v.Closed += long
		case proof.Silent:
			v.Silent += long
		}
		if g.Length() >= shortGap {
			until := at(g.Until)
			if until == "00:00:00" {
				until = "24:00:00" // the end of this day, not its beginning
			}
			v.Gaps = append(v.Gaps, gapLine{at(g.From), until, g.Kind, gapNames[g.Kind], long})
		}
	}
}

// Hour is an instant as the local hour in which codes were opened.
func (v view) Hour(at time.Time) string { return at.In(v.zone).Format("15:04") }

// Few is the beginning of a list, as the page has it.
func (view) Few(list any) any {
	switch l := list.(type) {
	case []swapLine:
		return l[:min(len(l), mostLines)]
	case []gapLine:
		return l[:min(len(l), mostLines)]
	case []proof.Scans:
		return l[:min(len(l), mostLines)]
	}
	return list
}

// More is how many of a list's lines the page leaves to the file.
func (view) More(lines int) int { return max(0, lines-mostLines) }

// namer gives lines their names; slides are called what they are called today.
func (s *Plays) namer(ctx context.Context) func(proof.Thing) shell.Text {
	titles := map[string]shell.Text{}
	return func(k proof.Thing) shell.Text {
		switch k.Kind {
		case proof.SafeCard:
			return shell.Say("Thẻ an toàn", "Safe card")
		case proof.Takeover:
			return s.TakeoverTitle(ctx, k.ID)
		case proof.Unknown:
			if k.ID == "" {
				return shell.Say("Tấm không có trong chương trình", "A slide that the programme does not have")
			}
			return shell.Textf("Chương trình không rõ %s", "Unknown programme %s", short(k.ID))
		}
		title, known := titles[k.ID]
		if !known {
			title = s.SlideTitle(ctx, k.ID)
			titles[k.ID] = title
		}
		return title
	}
}

// short is the beginning of a hash, which a screen may have made up.
func short(hash string) string {
	if r := []rune(hash); len(r) > 12 {
		return string(r[:12]) + "…"
	}
	return hash
}
