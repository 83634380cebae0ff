package takeover

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/fleet"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// choice is what can be chosen when a takeover is put on.
type choice struct {
	Lengths []length    // for how long
	Areas   []areaCount // where: the widest first, as far as the person may, without those where it is on
	Apart   bool        // on the screens that are connected to this server alone
}

// areaCount is an area with how many screens stand in it.
type areaCount struct {
	Key     string // "": all that the takeover is for
	Name    shell.Text
	Period  area.Period // of a unit
	Screens int
	Here    int // of these, connected to this server
	depth   int // how many areas hold it
}

// length is for how long a press holds.
type length struct {
	Minutes int
	Name    shell.Text
}

var (
	lengths = []length{
		{30, shell.Say("30 phút", "30 minutes")},
		{60, shell.Say("1 giờ", "1 hour")},
		{120, shell.Say("2 giờ", "2 hours")},
		{240, shell.Say("4 giờ", "4 hours")},
	}
	freeLengths = []length{{10, shell.Say("10 phút", "10 minutes")}, {20, shell.Say("20 phút", "20 minutes")}, {30, shell.Say("30 phút", "30 minutes")}}
)

// mostOffered bounds the areas that a press offers; others are looked up.
const mostOffered = 10

// press lists what the person here can choose when they put a takeover on.
func (s *Takeovers) press(c *fiber.Ctx, t content.Takeover, looked *fleet.View) choice {
	out := choice{Lengths: lengths, Apart: signin.From(c).Reads != nil}
	is := func(key string) bool {
		return slices.ContainsFunc(t.Presses(), func(p content.Takeover) bool { return p.In == key && p.On(s.Now()) })
	}
	person, may := signin.From(c), t.Document()
	all := areaCount{Name: s.where(may)}
	each := map[string]*areaCount{}
	for _, one := range looked.Screens() {
		place, stands := one.PlaceAt(s.Now())
		if !stands || !may.Reaches(place) {
			continue
		}
		here := 0
		if looked.Connected(one.Code) {
			here = 1
		}
		all.Screens, all.Here = all.Screens+1, all.Here+here
		for i, key := range place.Areas {
			if each[key] == nil {
				each[key] = &areaCount{Key: key, depth: len(place.Areas) - i}
			}
			each[key].Screens++
			each[key].Here += here
		}
	}
	if !is(content.Everywhere) && person.May(signin.PutOn, mandate.OfTakeover(may)) {
		out.Areas = append(out.Areas, all)
	}
	var within []areaCount
	for key, one := range each {
		if !is(key) && lies(may, key, s.Now(), s.Areas) && person.May(signin.PutOn, mandate.In(key)) {
			one.Name, one.Period = unitName(key, s.Areas)
			within = append(within, *one)
		}
	}
	slices.SortFunc(within, func(a, b areaCount) int {
		return cmp.Or(cmp.Compare(a.depth, b.depth), cmp.Compare(b.Screens, a.Screens), cmp.Compare(a.Key, b.Key))
	})
	out.Areas = append(out.Areas, within[:min(len(within), mostOffered)]...)
	return out
}

// lies says whether an area lies within what a takeover is prepared for, and is less than the
// whole.
func lies(t content.Takeover, key string, at time.Time, units *area.Set) bool {
	for _, one := range t.Targets {
		if one.Area == key {
			return false
		}
	}
	k, err := area.ParseKey(key)
	if err != nil || k.Code == area.CityCode {
		return false
	}
	_, err = t.Aim(key, at, within(units))
	return err == nil
}

func within(units *area.Set) func(inner, outer string) bool {
	return func(inner, outer string) bool { return mandate.Within(inner, outer, units) }
}

// unitName is a unit by its own name; what holds it is plain from the takeover.
func unitName(key string, units *area.Set) (shell.Text, area.Period) {
	k, err := area.ParseKey(key)
	if unit, ok := units.Area(k); err == nil && ok {
		return shell.Same(unit.Name), k.Period
	}
	return shell.Same(key), area.Period("")
}

// asked is what a form says of a press.
type asked struct {
	area  string
	kept  bool      // where a press put it on
	key   string    // of that
	begun time.Time // when that was put on
	lasts time.Duration
	drill bool
}

// readPress is what a form says of a press: where, for how long, and whether it is a drill. Nothing
// is taken for granted.
func readPress(f shell.Form, units *area.Set, at time.Time) (p asked, err error) {
	var bad shell.Faults
	switch where := f.Field("reach"); where {
	case "":
		bad.Add(shell.At("reach", shell.Invalid("Hãy chọn phát ở đâu.", "Choose where.")))
	case "all":
	case "kept":
		p.kept, p.key, p.begun = true, keyOf(f.Field("press")), begunOf(f)
	case "area":
		period, _ := area.PeriodAt(at)
		place, err := f.Area(units, period, content.Place{})
		bad.Add(err)
		p.area = place.Area
	default:
		k, err := area.ParseKey(where)
		if _, known := units.Area(k); err != nil || !known {
			bad.Add(shell.At("reach", shell.Invalid("Không có khu vực này. Hãy chọn lại.", "There is no such area. Choose again.")))
		}
		p.area = where
	}
	minutes, err := f.Number("minutes", shell.Say("Thời lượng", "The length"), 1, content.MaxTakeover.Minutes(), 0)
	bad.Add(err)
	if err == nil && minutes == 0 {
		bad.Add(shell.At("minutes", shell.Invalid("Hãy chọn thời lượng.", "Choose for how long.")))
	}
	p.lasts = time.Duration(minutes * float64(time.Minute))
	is := f.Field("drill")
	if is != "yes" && is != "no" {
		bad.Add(shell.At("drill", shell.Invalid("Hãy chọn phát thật hay diễn tập.", "Choose whether it is the real thing or a drill.")))
	}
	p.drill = is == "yes"
	return p, bad.Err()
}

// firstPress is how forms and addresses name the press that has no key.
const firstPress = "1"

func keyOf(name string) string {
	if name == firstPress {
		return ""
	}
	return name
}

// begunOf is when the press was put on that a form is about; the zero time, which none was, where it
// does not say.
func begunOf(f shell.Form) time.Time {
	ms, err := strconv.ParseInt(f.Field("begun"), 10, 64)
	if err != nil {
		return time.Time{}
	}
	return time.UnixMilli(ms)
}

// On puts it on in an area, beside those in which it is on, or says that it still holds there.
// The person has to be entrusted with that area, not with all that it is prepared for.
func (s *Takeovers) On(c *fiber.Ctx) error {
	if signin.From(c).Reads != nil {
		return here{s}.on(c)
	}
	who := signin.From(c).ID
	return s.alter(c, "on", func(ctx context.Context, tx *store.Tx, now content.Takeover) error {
		p, err := readPress(shell.FormOf(c), s.Areas, tx.Time())
		if err != nil {
			return err
		}
		if p.kept {
			press, err := now.PressBegun(p.key, p.begun)
			if err != nil {
				return err
			}
			if !press.On(tx.Time()) {
				return &content.Error{
					Code: content.Conflict,
					Vi:   "“" + now.Title + "” đã dừng, không còn phát. Muốn phát lại, hãy chọn phát ở đâu.",
					En:   "“" + now.Title + "” has ended and is on no more. To put it on again, choose where.",
				}
			}
			p.area = press.In
		}
		aimed, err := now.Aim(p.area, tx.Time(), within(s.Areas))
		if err != nil {
			return err
		}
		if err := s.SignIn.Ask(ctx, tx, who, signin.PutOn, mandate.OfPress(aimed)); err != nil {
			return err
		}
		if now, err = content.PutOn(aimed, who, tx.Time(), p.lasts, p.drill); err != nil {
			return err
		}
		if now, err = reviewing(ctx, s, tx, who, now); err != nil {
			return err
		}
		return tx.PutTakeover(ctx, now)
	})
}

// End ends it where one press put it on, or wherever it is on.
func (s *Takeovers) End(c *fiber.Ctx) error {
	if signin.From(c).Reads != nil {
		return here{s}.end(c)
	}
	who, f := signin.From(c).ID, shell.FormOf(c)
	return s.alter(c, "ended", func(ctx context.Context, tx *store.Tx, now content.Takeover) error {
		var about []mandate.Subject
		ended := content.End(now, tx.Time())
		if one := f.Field("press"); one != "" {
			press, err := now.PressBegun(keyOf(one), begunOf(f))
			if err != nil {
				return err
			}
			about, ended = append(about, mandate.OfPress(press)), content.EndPress(now, press.Key, tx.Time())
		} else {
			for _, press := range now.Presses() {
				if press.On(tx.Time()) {
					about = append(about, mandate.OfPress(press))
				}
			}
		}
		if len(about) == 0 { // it is on nowhere
			about = append(about, mandate.OfPress(now))
		}
		if err := s.SignIn.Ask(ctx, tx, who, signin.TakeOff, about...); err != nil {
			return err
		}
		return tx.PutTakeover(ctx, ended)
	})
}
