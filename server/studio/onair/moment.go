package onair

import (
	"context"
	"fmt"
	"time"

	"ngatu/content"
	"ngatu/content/figure"
	"ngatu/server/air/answer"
	"ngatu/server/proof"
	"ngatu/server/studio/shell"
)

// mostNot is how many slides that are not on a page lists.
const mostNot = 100

// moment is a screen at an instant, as its page shows it.
type moment struct {
	asked
	answer.On
	Past     bool
	Canvas   content.Canvas
	Name     shell.Text // of what is on the glass
	Leads    string     // its page; "": none
	Campaign string     // its name
	Since    string
	Ends     string

	PressEnds string // of the takeover
	Before    string // the page of the slot before
	After     string // and of the one after
	Turns     []turn
	Not       []not
	More      int // beside those
	Proof     *shown
}

// turn is a slide that takes turns.
type turn struct {
	answer.Standing
	Now     bool // it is on the glass
	Share   figure.Tenths
	PerHour shell.Text // zero for a guide
}

// not is a slide that is not on.
type not struct {
	answer.Standing
	Why []shell.Text
}

// shown is what the screen itself reports of the instant.
type shown struct {
	Name    shell.Text
	Same    bool // as is planned now
	Known   bool
	Gap     proof.GapKind
	Planned shell.Text // what its programme of then had; "": nothing else
}

// momentOf answers for a screen and an instant.
func (s *OnAir) momentOf(ctx context.Context, a asked) (m moment, err error) {
	m = moment{asked: a, Past: a.on.Past(a.At)}
	screen, err := s.Store.Screen(ctx, a.Screen)
	if err != nil {
		return m, err
	}
	moment, err := a.on.Moment(ctx, a.Screen, a.At)
	if err != nil {
		return m, err
	}
	m.On = moment.On
	place, _ := screen.PlaceAt(a.At)
	m.Canvas = place.Canvas
	zone := a.At.Location()
	if m.Takeover != "" {
		m.PressEnds = m.PressUntil.In(zone).Format(timeForm)
	}
	m.Since, m.Ends = m.From.In(zone).Format(timeForm), m.Until.In(zone).Format(timeForm)
	m.Before, m.After = a.Path(m.From.Add(-time.Second)), a.Path(m.Until.Add(time.Second-1).Truncate(time.Second))
	names, err := s.campaigns(ctx)
	if err != nil {
		return m, err
	}
	m.Campaign = names[m.On.Campaign]
	s.nameGlass(ctx, a.on, &m)
	m.fill(moment.Slides)
	if m.Past {
		m.Proof, err = s.proofOf(ctx, screen, m)
	}
	return m, err
}

// campaigns are their names by ID.
func (s *OnAir) campaigns(ctx context.Context) (map[string]string, error) {
	all, err := s.Store.Campaigns(ctx)
	return namesOf(all), err
}

func namesOf(all []content.Campaign) map[string]string {
	names := map[string]string{}
	for _, c := range all {
		names[c.ID] = c.Name
	}
	return names
}

// titleOf is what a slide is called; while the database is away, what it was called.
func (s *OnAir) titleOf(ctx context.Context, on *answer.Snapshot, slide string) shell.Text {
	if known, ok := answer.SlideTitle(on, slide); ok {
		return shell.Same(known)
	}
	return s.SlideTitle(ctx, slide)
}

func (s *OnAir) nameGlass(ctx context.Context, on *answer.Snapshot, m *moment) {
	switch {
	case m.Takeover != "":
		m.Name, m.Leads = s.pressTitle(ctx, on, m.On), shell.PathTakeovers+"/"+m.Takeover
	case m.Slide != "":
		m.Name, m.Leads = s.titleOf(ctx, on, m.Slide), shell.SlidePath(m.Slide)
	default:
		m.Name = conditions["safe"]
	}
}

// pressTitle is what a takeover is called today, with the area for which it was put on.
func (s *OnAir) pressTitle(ctx context.Context, as *answer.Snapshot, on answer.On) shell.Text {
	title := s.TakeoverTitle(ctx, on.Takeover)
	if known, ok := answer.TakeoverTitle(as, on.Takeover); ok {
		title = shell.Textf("Thông báo khẩn: %s", "Takeover: %s", known)
	}
	if on.PressArea == content.Everywhere {
		return title
	}
	return shell.Textf("%s · %s", "%s · %s", title, s.AreaName(on.PressArea))
}

func (m *moment) fill(all []answer.Standing) {
	for _, one := range all {
		switch {
		case one.Turns && one.Round > 0:
			m.Turns = append(m.Turns, turn{one, one.ID == m.Slide, figure.Tenths((one.Time*1000 + one.Round/2) / one.Round), perHour(one)})
		case one.Turns:
			m.Turns = append(m.Turns, turn{Standing: one})
		case len(m.Not) == mostNot:
			m.More++
		default:
			m.Not = append(m.Not, not{one, whyNot(one, m.At.Location())})
		}
	}
}

// perHour is how long a slide is on in an hour.
func perHour(s answer.Standing) shell.Text {
	sec := (s.Time*3600 + s.Round/2) / s.Round
	if sec < 60 {
		return shell.Textf("%d giây mỗi giờ", "%d s an hour", sec)
	}
	if sec%60 == 0 {
		return shell.Textf("%d phút mỗi giờ", "%d min an hour", sec/60)
	}
	return shell.Textf("%d phút %d giây mỗi giờ", "%d min %d s an hour", sec/60, sec%60)
}

// whyNot says each reason, with its instant by the clock beside the screen.
func whyNot(s answer.Standing, zone *time.Location) (out []shell.Text) {
	for _, r := range s.Why {
		said := shell.Say(r.Words())
		if name, known := shell.SettingNames[r.Key]; known {
			said = shell.Textf("%s: %s", "%s: %s", said, name)
		}
		if !r.At.IsZero() {
			at := r.At.In(zone)
			said = shell.Textf("%s · %s", "%s · %s", said, shell.Say(at.Format("15:04 02/01/2006"), at.Format("15:04, 2 Jan 2006")))
		}
		out = append(out, said)
	}
	return out
}

// proofOf is what the screen reports of an instant that is over.
func (s *OnAir) proofOf(ctx context.Context, screen content.Screen, m moment) (*shown, error) {
	p, err := s.proof.At(ctx, screen, m.At, s.Now())
	if err != nil {
		return nil, err
	}
	out := &shown{Known: p.Known(), Gap: p.Gap}
	name := func(t proof.Thing) shell.Text {
		switch t.Kind {
		case proof.Slide:
			return s.SlideTitle(ctx, t.ID)
		case proof.Takeover:
			return s.TakeoverTitle(ctx, t.ID)
		case proof.SafeCard:
			return conditions["safe"]
		}
		return shell.Say("Một chương trình không rõ", "A programme that is not known")
	}
	if p.Known() {
		out.Name = name(p.Thing)
		out.Same = p.Thing == m.thing()
	}
	if p.Planned != nil {
		out.Planned = shell.Textf("Chương trình lúc đó định chiếu: %s", "The programme of then had: %s", name(*p.Planned))
	}
	return out, nil
}

// thing is what is planned, as plays name it.
func (m moment) thing() proof.Thing {
	switch {
	case m.Takeover != "":
		return proof.Thing{Kind: proof.Takeover, ID: m.Takeover}
	case m.Slide == "":
		return proof.Thing{Kind: proof.SafeCard}
	}
	return proof.Thing{Kind: proof.Slide, ID: m.Slide}
}

// Alt says what the picture of the glass shows.
func (m moment) Alt() shell.Text {
	return shell.Textf("%s lúc %s: %s", "%s at %s: %s", m.Screen, fmt.Sprint(m.Time()), m.Name)
}

// Picture is the address of the picture of the glass.
func (m moment) Picture() string {
	return shell.PathOnAir + "/picture?" + m.Path(m.At)[len(shell.PathOnAir)+1:]
}
