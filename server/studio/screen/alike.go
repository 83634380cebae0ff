package screen

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// codesShown is how many of the screens that would change are named before they do.
const codesShown = 8

// alike are the screens of one make and venue in an area, to which a screen's hours and dimming may
// be copied: an LED of a crossing is no model for one in a mall.
type alike struct {
	Area, Name string
	All        int      // of them, without the screen itself
	Codes      []string // of those whose hours or dimming differ
	Shown      []string // the first of Codes
	More       int      // Codes beyond Shown
	Mark       string   // of what would be done
}

// alikesIn finds where hours and dimming may be copied to, the narrowest area first. An area that
// adds no screen to the one below it is left out.
func alikesIn(screens []content.Screen, code string, p content.Place, now time.Time) ([]alike, error) {
	out := make([]alike, len(p.Areas))
	for i, a := range p.Areas {
		out[i].Area = a
		if i < len(p.Names) {
			out[i].Name = p.Names[i]
		}
	}
	same, err := json.Marshal(nightDoc(p))
	if err != nil {
		return nil, err
	}
	for _, one := range screens {
		place, stands := one.PlaceAt(now)
		if !stands || one.Code == code || place.Kind != p.Kind || place.Venue != p.Venue {
			continue
		}
		its, err := json.Marshal(nightDoc(place))
		if err != nil {
			return nil, err
		}
		for i := range out {
			if !slices.Contains(place.Areas, out[i].Area) {
				continue
			}
			out[i].All++
			if string(its) != string(same) {
				out[i].Codes = append(out[i].Codes, one.Code)
			}
		}
	}
	return marked(out, string(same)), nil
}

// night is what is copied.
type night struct {
	Open    hours.Set
	Dimming []content.Dim
}

// nightDoc is what is copied of a place; no curve and an empty one are the same.
func nightDoc(p content.Place) night {
	n := night{Open: p.Open}
	n.Dimming = append(n.Dimming, p.Dimming...)
	return n
}

func marked(all []alike, same string) []alike {
	var out []alike
	last := 0
	for _, a := range all {
		if a.All == last {
			continue
		}
		last = a.All
		a.Shown = a.Codes[:min(len(a.Codes), codesShown)]
		a.More = len(a.Codes) - len(a.Shown)
		a.Mark = string(content.DigestOf(fmt.Appendf(nil, "%s %s %q", same, a.Area, a.Codes)))
		out = append(out, a)
	}
	return out
}

// alikes are those within what the person here looks after.
func (s *Screens) alikes(c *fiber.Ctx, code string, p content.Place) ([]alike, error) {
	screens, err := s.Screens(c.UserContext())
	if err != nil {
		return nil, err
	}
	all, err := alikesIn(screens, code, p, s.Now())
	return slices.DeleteFunc(all, func(a alike) bool { return !signin.From(c).May(signin.Screens, mandate.In(a.Area)) }), err
}

// Alike gives the hours and dimming of a screen to those that are alike in an area: to exactly
// those that the page named, all or none.
func (s *Screens) Alike(c *fiber.Ctx) error {
	ctx, code, f := c.UserContext(), shell.Param(c, "code"), shell.FormOf(c)
	in, mark := f.Field("in"), f.Field("mark")
	screen, err := s.Store.Screen(ctx, code)
	if err != nil {
		return err
	}
	_, err = s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error {
		if err := s.SignIn.Ask(ctx, tx, signin.From(c).ID, signin.Screens, mandate.In(in)); err != nil {
			return err
		}
		return copyNight(ctx, tx, code, in, mark)
	})
	if err != nil {
		v, failed := s.view(c, screen)
		if failed != nil {
			return failed
		}
		return s.Refuse(c, err, titled(screen), v)
	}
	return shell.Done(c, shell.ScreenPath(screen.Code), "alike")
}

func copyNight(ctx context.Context, tx *store.Tx, code, in, mark string) error {
	now := tx.Time()
	from, err := tx.Screen(ctx, code)
	if err != nil {
		return err
	}
	place, _ := from.PlaceAt(now)
	screens, err := tx.AllScreens(ctx)
	if err != nil {
		return err
	}
	all, err := alikesIn(screens, code, place, now)
	if err != nil {
		return err
	}
	for _, a := range all {
		if a.Area == in && a.Mark == mark && len(a.Codes) > 0 {
			return putNight(ctx, tx, screens, a.Codes, place, now)
		}
	}
	return &content.Error{
		Code: content.Conflict,
		Vi:   "Giờ bật, độ sáng hoặc danh sách màn hình đã đổi từ lúc bạn mở trang này; chưa màn hình nào bị đổi. Hãy xem lại rồi bấm lần nữa.",
		En:   "The hours, the brightness or the screens have changed since you opened this page; no screen was changed. Look again and press once more.",
	}
}

func putNight(ctx context.Context, tx *store.Tx, screens []content.Screen, codes []string, from content.Place, now time.Time) error {
	wanted := map[string]bool{}
	for _, code := range codes {
		wanted[code] = true
	}
	for _, one := range screens {
		if !wanted[one.Code] {
			continue
		}
		place, _ := one.PlaceAt(now)
		place.Open, place.Dimming = from.Open, from.Dimming
		one.Places = places(one.Places, place, false, now)
		if err := tx.PutScreen(ctx, one); err != nil {
			return err
		}
	}
	return nil
}
