package bulletin

import (
	"context"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/bulletin"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

// mine is an area of the person here in which it can be put on, with the screens that stand there.
type mine struct {
	area.Area
	Key     string
	Screens int
}

// row is a bulletin in a list.
type row struct {
	bulletin.Bulletin
	From  shell.Text // the feed
	Where shell.Text
	Is    shell.Text
	Waits bool
}

type view struct {
	row
	MayPress bool // the person here may put it on somewhere
	MayWhole bool // and wherever it is for
	City     bool // and everywhere
	Screens  int  // that stand where it is for
	Mine     []mine
	Lengths  []length
	Own      []content.Takeover // that are on there and stay in front
	Made     []content.Takeover // that were made of it
	Before   []content.Takeover // that are on and were made of what it replaces
	By       shell.Text         // who decided
	Previews []picture.Preview
	History  []shell.Act
}

var stateNames = map[bulletin.State]shell.Text{
	bulletin.Proposed:  shell.Say("Hết hạn, không ai phát", "Over, nobody put it on"),
	bulletin.Confirmed: shell.Say("Đã phát", "Was put on"),
	bulletin.Dismissed: shell.Say("Đã bỏ qua", "Dismissed"),
	bulletin.Replaced:  shell.Say("Đã có bản cập nhật", "Replaced by an update"),
	bulletin.Cancelled: shell.Say("Nơi phát hành đã hủy", "Taken back by its sender"),
	bulletin.Noted:     shell.Say("Tin hủy", "Takes another one back"),
}

// mostDays is how far back the list goes.
const mostDays = 30

// List is what came lately.
func (s *Bulletins) List(c *fiber.Ctx) error {
	all, err := s.Store.Bulletins(c.UserContext(), s.Now().AddDate(0, 0, -mostDays))
	if err != nil {
		return err
	}
	var out []row
	for _, b := range all {
		out = append(out, s.row(c.UserContext(), b))
	}
	return s.Page(c, pageBulletins, out)
}

func (s *Bulletins) row(ctx context.Context, b bulletin.Bulletin) row {
	r := row{Bulletin: b, From: s.NameOf(ctx, "feed:"+b.Feed), Where: s.where(b), Is: stateNames[b.State], Waits: b.Waits(s.Now())}
	if r.Waits {
		r.Is = shell.Say("Chờ quyết định", "To decide")
	}
	return r
}

// where says where a bulletin is for, as far as that is sure.
func (s *Bulletins) where(b bulletin.Bulletin) shell.Text {
	if !b.Sure {
		return shell.Say("chưa rõ khu vực", "the area is not clear")
	}
	if len(b.Areas) == 0 {
		return shell.Say("toàn thành phố", "the whole city")
	}
	out := s.AreaName(b.Areas[0])
	for _, key := range b.Areas[1:] {
		out = shell.Textf("%s; %s", "%s; %s", out, s.AreaName(key))
	}
	return out
}

// Show is the page of one.
func (s *Bulletins) Show(c *fiber.Ctx) error {
	v, err := s.view(c)
	if err != nil {
		return err
	}
	return s.Page(c, pageBulletin.Titled(shell.Same(v.Event)), v)
}

func (s *Bulletins) view(c *fiber.Ctx) (v view, err error) {
	ctx, p, now := c.UserContext(), signin.From(c), s.Now()
	b, err := s.Store.Bulletin(ctx, shell.Param(c, "id"))
	if err != nil {
		return v, err
	}
	v = view{
		row: s.row(ctx, b), MayPress: p.Partly(signin.PutOn, mandate.OfBulletin(b)), MayWhole: b.Sure && p.May(signin.PutOn, mandate.OfBulletin(b)),
		City: p.May(signin.PutOn, mandate.City), By: s.NameOf(ctx, b.Decided.By), Lengths: lengthsUntil(b.Expires.Sub(now)),
	}
	for _, list := range []struct {
		ids []string
		to  *[]content.Takeover
	}{{b.Takeovers, &v.Made}, {b.Before, &v.Before}} {
		for _, id := range list.ids {
			t, err := s.Store.Takeover(ctx, id)
			if content.CodeOf(err) == content.NotFound || err == nil && list.to == &v.Before && !t.On(now) {
				continue
			}
			if err != nil {
				return v, err
			}
			*list.to = append(*list.to, t)
		}
	}
	for _, key := range p.Areas(signin.PutOn) {
		k, _ := area.ParseKey(key)
		if unit, is := s.Areas.Area(k); is && v.MayPress && s.lies(key, b) {
			v.Mine = append(v.Mine, mine{Area: unit, Key: key})
		}
	}
	proposed := content.Takeover{ID: b.ID, Title: b.Event, Gravity: b.Gravity, Words: b.Words, Targets: b.Targets(), Press: content.Press{Drill: b.Drill}}
	if err := s.stands(ctx, &v, proposed, now); err != nil {
		return v, err
	}
	if b.Words.Head != "" {
		if v.Previews, err = s.Pictures.Takeover(ctx, proposed); err != nil {
			return v, err
		}
	}
	v.History, err = s.History(ctx, store.NounBulletin, b.ID)
	return v, err
}

// lies says whether an area is less than all that a bulletin is for; of one that is not clear every
// area may be.
func (s *Bulletins) lies(key string, b bulletin.Bulletin) bool {
	whole := b.Sure && len(b.Areas) == 1 && b.Areas[0] == key
	within := func(of string) bool { return !whole && mandate.Within(key, of, s.Areas) }
	return key != "" && (len(b.Areas) == 0 || slices.ContainsFunc(b.Areas, within))
}

// stands counts the screens where a bulletin is for and the person here may put it on, and says what
// our own people have on there: that stays in front.
func (s *Bulletins) stands(ctx context.Context, v *view, proposed content.Takeover, now time.Time) error {
	screens, err := s.Screens(ctx)
	if err != nil {
		return err
	}
	on, err := s.Store.Presses(ctx)
	if err != nil {
		return err
	}
	own := map[string]bool{}
	for _, one := range screens {
		place, stands := one.PlaceAt(now)
		if !stands || !proposed.Reaches(place) {
			continue
		}
		for n := range v.Mine {
			if slices.Contains(place.Areas, v.Mine[n].Key) {
				v.Mine[n].Screens++
			}
		}
		if !v.Sure {
			continue
		}
		v.Screens++
		for _, t := range on {
			if t.Warned == nil && !t.Drill && t.On(now) && t.Reaches(place) && !own[t.ID] {
				own[t.ID], v.Own = true, append(v.Own, t)
			}
		}
	}
	v.Mine = slices.DeleteFunc(v.Mine, func(m mine) bool { return m.Screens == 0 }) // of before a reform, or empty
	return nil
}
