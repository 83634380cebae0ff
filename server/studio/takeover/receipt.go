package takeover

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/fleet"
	"ngatu/server/studio/shell"
)

// seen is what became of a press of a takeover on its screens.
type seen struct {
	ID     string
	Press  string // in addresses
	On     bool
	All    int // screens that it is for; once it has ended, that it was for
	Count  map[fleet.Reception]int
	Latest time.Duration // from when it was put on to the last first painted frame
	Lines  []line        // by screen, what has to be seen to first
	More   int           // that are not listed
	Apart  bool          // of the screens that are connected to this server alone: the database is away
}

// line is one screen.
type line struct {
	store.Receipt
	Name, Hall, Caretaker string
	Is                    shell.Text
	After                 time.Duration // painted so long after it was put on
}

// mostLines bounds the screens on a page: those that painted it come last.
const mostLines = 200

var receptionNames = map[fleet.Reception]shell.Text{
	fleet.Unheard:   shell.Say("chưa liên lạc được", "not heard from"),
	fleet.Waiting:   shell.Say("đang nối, chưa hiện", "connected, not painted yet"),
	fleet.Outranked: shell.Say("đang chiếu thông báo khác nặng hơn", "under a graver takeover"),
	fleet.KeptDark:  shell.Say("đang tắt theo giờ, diễn tập không bật", "dark by its hours; a drill does not light it"),
	fleet.Painted:   shell.Say("đã hiện", "painted"),
}

// Near is how many of its screens are connected.
func (s seen) Near() int { return s.All - s.Count[fleet.Unheard] }

// Here is how many of its screens are connected and ruled by it.
func (s seen) Here() int { return s.Count[fleet.Painted] + s.Count[fleet.Waiting] }

// Shown, Dark, Other and Silent are how many have painted it, are dark by their hours, are ruled by
// another, and are not connected.
func (s seen) Shown() int  { return s.Count[fleet.Painted] }
func (s seen) Dark() int   { return s.Count[fleet.KeptDark] }
func (s seen) Other() int  { return s.Count[fleet.Outranked] }
func (s seen) Silent() int { return s.Count[fleet.Unheard] }

// seen gathers the receipts of the last press: what was kept, and while it is on what players say
// now.
func (s *Takeovers) seen(ctx context.Context, t content.Takeover, looked *fleet.View) (seen, error) {
	out := seen{ID: t.ID, Press: cmp.Or(t.Key, firstPress), On: t.On(s.Now()), Count: map[fleet.Reception]int{}}
	if t.Begun.IsZero() {
		out.All = looked.Reach(t)
		return out, nil
	}
	kept, err := s.Store.Receipts(ctx, t.PressID(), t.Begun)
	if out.Apart = store.Silent(err); err != nil && !out.Apart {
		return out, err
	}
	all := kept
	if out.On {
		all = looked.Receipts(t, kept)
	}
	if out.All = len(all); out.All == 0 {
		out.All = looked.Reach(t)
	}
	for _, r := range all {
		is := fleet.Reception(r.State)
		out.Count[is]++
		one := line{Receipt: r, Is: receptionNames[is]}
		if !r.Painted.IsZero() {
			one.After = max(r.Painted.Sub(t.Begun), 0)
			out.Latest = max(out.Latest, one.After)
		}
		out.Lines = append(out.Lines, one)
	}
	slices.SortStableFunc(out.Lines, func(a, b line) int {
		return cmp.Or(
			cmp.Compare(slices.Index(fleet.Receptions, fleet.Reception(a.State)), slices.Index(fleet.Receptions, fleet.Reception(b.State))),
			cmp.Compare(b.After, a.After), cmp.Compare(a.Screen, b.Screen),
		)
	})
	out.More = max(len(out.Lines)-mostLines, 0)
	out.Lines = out.Lines[:len(out.Lines)-out.More]
	s.find(looked, out.Lines)
	return out, nil
}

// find says of the screens of some lines how staff find them.
func (s *Takeovers) find(looked *fleet.View, lines []line) {
	for i := range lines {
		l := &lines[i]
		screen, _ := looked.Screen(l.Screen)
		place, _ := screen.PlaceAt(s.Now())
		l.Name, l.Hall, l.Caretaker = screen.Name, place.Hall, place.Caretaker
	}
}

// Receipts is the receipts alone, asked again and again while it is on.
func (s *Takeovers) Receipts(c *fiber.Ctx) error { return s.part(c, "seen") }

// ByScreen is the receipts screen by screen.
func (s *Takeovers) ByScreen(c *fiber.Ctx) error { return s.part(c, "receipts") }

func (s *Takeovers) part(c *fiber.Ctx, name string) error {
	t, err := stored(s, c)
	if err != nil {
		return err
	}
	if press := shell.Query(c, "press"); press != "" {
		if t, err = t.PressOf(keyOf(press)); err != nil {
			return err
		}
	}
	looked, err := look(s, c)
	if err != nil {
		return err
	}
	v, err := s.seen(c.UserContext(), t, looked)
	if err != nil {
		return err
	}
	return s.Part(c, name, v)
}
