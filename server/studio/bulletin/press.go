package bulletin

import (
	"context"
	"crypto/rand"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/bulletin"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// length is for how long a press holds.
type length struct {
	Minutes int
	Name    shell.Text
}

var lengths = []length{
	{30, shell.Say("30 phút", "30 minutes")}, {60, shell.Say("1 giờ", "1 hour")}, {120, shell.Say("2 giờ", "2 hours")}, {240, shell.Say("4 giờ", "4 hours")},
}

// lengthsUntil are those that end before a warning does, and the next longer one: it is cut to the
// warning's end.
func lengthsUntil(left time.Duration) []length {
	n := slices.IndexFunc(lengths, func(l length) bool { return time.Duration(l.Minutes)*time.Minute >= left })
	if n < 0 {
		return lengths
	}
	return lengths[:n+1]
}

// pressed is what the form says.
type pressed struct {
	areas []string // none: the whole city
	lasts time.Duration
}

func (s *Bulletins) read(f shell.Form, b bulletin.Bulletin, at time.Time) (p pressed, err error) {
	var bad shell.Faults
	switch where := f.Field("reach"); where {
	case "said":
		if p.areas = b.Areas; !b.Sure {
			bad.Add(shell.At("reach", shell.Invalid("Cảnh báo không nói rõ khu vực. Hãy chọn khu vực.", "The warning does not make clear for where it is. Choose an area.")))
		}
	case "all":
	case "area":
		period, _ := area.PeriodAt(at)
		place, err := f.Area(s.Areas, period, content.Place{})
		bad.Add(err)
		p.areas = []string{place.Area}
	default:
		key, err := area.ParseKey(where)
		if _, is := s.Areas.Area(key); err != nil || !is {
			bad.Add(shell.At("reach", shell.Invalid("Hãy chọn phát ở đâu.", "Choose where.")))
		}
		p.areas = []string{where}
	}
	minutes, err := f.Number("minutes", shell.Say("Thời lượng", "The length"), 1, content.MaxTakeover.Minutes(), 0)
	bad.Add(err)
	if err == nil && minutes == 0 {
		bad.Add(shell.At("minutes", shell.Invalid("Hãy chọn thời lượng.", "Choose for how long.")))
	}
	p.lasts = time.Duration(minutes * float64(time.Minute))
	return p, bad.Err()
}

// Confirm puts a warning on: somebody on duty has seen it and says where and for how long.
func (s *Bulletins) Confirm(c *fiber.Ctx) error {
	ctx, who, f := c.UserContext(), signin.From(c).ID, shell.FormOf(c)
	made := "t-" + strings.ToLower(rand.Text()[:16])
	_, err := s.Store.Change(ctx, who, func(tx *store.Tx) error { return s.confirm(ctx, tx, who, made, shell.Param(c, "id"), f) })
	if err != nil {
		return s.refuse(c, err)
	}
	return shell.Done(c, shell.PathTakeovers+"/"+made, "on")
}

func (s *Bulletins) confirm(ctx context.Context, tx *store.Tx, who, made, id string, f shell.Form) error {
	b, err := tx.Bulletin(ctx, id)
	if err != nil {
		return err
	}
	now := tx.Time()
	if _, err := b.Confirm(made, who, now, true); err != nil {
		return err // it waits no more
	}
	p, err := s.read(f, b, now)
	if err != nil {
		return err
	}
	on, err := b.Takeover(made, p.areas, who, now, p.lasts)
	if err != nil {
		return err
	}
	if err := s.SignIn.Ask(ctx, tx, who, signin.PutOn, mandate.OfTakeover(on)); err != nil {
		return err
	}
	for _, other := range b.Takeovers {
		t, err := tx.Takeover(ctx, other)
		if err == nil && t.On(now) && s.covers(t.Targets, on.Targets) {
			return &content.Error{
				Code: content.Conflict,
				Vi:   "“" + b.Event + "” đang phát ở khu vực này rồi.", En: "“" + b.Event + "” is on in this area already.",
			}
		}
	}
	whole := s.covers(on.Targets, b.Targets())
	if !b.Sure {
		whole = s.SignIn.Ask(ctx, tx, who, signin.PutOn, mandate.City) == nil
	}
	if b, err = b.Confirm(made, who, now, whole); err != nil {
		return err
	}
	if err := s.endBefore(ctx, tx, who, b, on); err != nil {
		return err
	}
	if err := tx.PutTakeover(ctx, on); err != nil {
		return err
	}
	return tx.PutBulletin(ctx, "put_on", b)
}

// endBefore ends what was made of the messages that a bulletin replaces, where the new one is on in
// its place. An exercise ends none that is real, whatever was stored of it before that was a rule.
func (s *Bulletins) endBefore(ctx context.Context, tx *store.Tx, who string, b bulletin.Bulletin, on content.Takeover) error {
	for _, id := range b.Before {
		t, err := tx.Takeover(ctx, id)
		if content.CodeOf(err) == content.NotFound {
			continue
		}
		if err != nil {
			return err
		}
		if t.Warned == nil || !t.On(tx.Time()) || !s.covers(on.Targets, t.Targets) {
			continue
		}
		ended := t
		for _, one := range t.Presses() {
			if one.Drill != on.Drill || !one.On(tx.Time()) {
				continue
			}
			if err := s.SignIn.Ask(ctx, tx, who, signin.PutOn, mandate.OfPress(one)); err != nil {
				return err
			}
			ended = content.EndPress(ended, one.Key, tx.Time())
		}
		if err := tx.PutTakeover(ctx, ended); err != nil {
			return err
		}
	}
	return nil
}

// covers says whether each area of some targets lies in one of others; without any they are the
// whole city.
func (s *Bulletins) covers(outer, inner []content.Target) bool {
	if len(outer) == 0 {
		return true
	}
	if len(inner) == 0 {
		return false
	}
	for _, in := range inner {
		if !slices.ContainsFunc(outer, func(o content.Target) bool { return mandate.Within(in.Area, o.Area, s.Areas) }) {
			return false
		}
	}
	return true
}

// Dismiss notes that a warning is not shown. Who may is whoever may put it on wherever it is for.
func (s *Bulletins) Dismiss(c *fiber.Ctx) error {
	ctx, who, id := c.UserContext(), signin.From(c).ID, shell.Param(c, "id")
	_, err := s.Store.Change(ctx, who, func(tx *store.Tx) error {
		b, err := tx.Bulletin(ctx, id)
		if err != nil {
			return err
		}
		if err := s.SignIn.Ask(ctx, tx, who, signin.PutOn, mandate.OfBulletin(b)); err != nil {
			return err
		}
		if b, err = b.Dismiss(who, tx.Time()); err != nil {
			return err
		}
		return tx.PutBulletin(ctx, "dismiss", b)
	})
	if err != nil {
		return s.refuse(c, err)
	}
	return shell.Done(c, shell.PathTakeovers, "dismissed")
}

func (s *Bulletins) refuse(c *fiber.Ctx, fault error) error {
	v, err := s.view(c)
	if err != nil {
		return err
	}
	return s.Refuse(c, fault, pageBulletin.Titled(shell.Same(v.Event)), v)
}
