package bulletin

import (
	"crypto/rand"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/bulletin"
	"ngatu/internal/outside"
	"ngatu/internal/store"
	"ngatu/server/bulletins"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

// feedRow is a feed with how it is.
type feedRow struct {
	bulletin.Feed
	bulletins.Status
	Minutes int
	Where   shell.Text
	Left    []left
	Trouble shell.Text
}

// left is how many messages proposed nothing, and why.
type left struct {
	Count int
	Why   shell.Text
}

var ignoredNames = map[bulletin.Ignored]shell.Text{
	bulletin.NotMeant:  shell.Say("thử hoặc nháp", "tests or drafts"),
	bulletin.NotPublic: shell.Say("không công khai", "not public"),
	bulletin.TooOld:    shell.Say("đã hết hạn", "over"),
	bulletin.TooNew:    shell.Say("ghi giờ ở tương lai", "sent in the future"),
	bulletin.Elsewhere: shell.Say("của nơi khác", "for elsewhere"),
	bulletin.Empty:     shell.Say("không có nội dung", "without anything said"),
}

// feedForm is what the form of a feed is filled with.
type feedForm struct {
	bulletin.Feed
	Minutes int
	Reach   care.Reach
}

// usual is how often a feed is asked unless somebody says otherwise.
const usual = 5 * time.Minute

// Feeds lists the feeds, with how each is.
func (s *Bulletins) Feeds(c *fiber.Ctx) error {
	all, err := s.Store.Feeds(c.UserContext())
	if err != nil {
		return err
	}
	var out []feedRow
	for _, f := range all {
		out = append(out, s.feedRow(f))
	}
	return s.Page(c, pageFeeds, out)
}

func (s *Bulletins) feedRow(f bulletin.Feed) feedRow {
	r := feedRow{Feed: f, Minutes: int(f.Every / time.Minute), Status: s.Options.Status(f.ID), Where: shell.Say("toàn thành phố", "the whole city")}
	if f.Area != "" {
		r.Where = s.AreaName(f.Area)
	}
	if r.Fault != nil {
		r.Trouble = shell.Say(r.Fault.Vi, r.Fault.En)
	}
	for _, why := range slices.Sorted(maps.Keys(r.Ignored)) {
		r.Left = append(r.Left, left{r.Ignored[why], ignoredNames[why]})
	}
	return r
}

func (s *Bulletins) form(c *fiber.Ctx, f bulletin.Feed) feedForm {
	out := feedForm{Feed: f, Minutes: int(f.Every / time.Minute), Reach: care.ReachOf(s.Shell, c, signin.Domains, true, f.Area)}
	out.Reach.Asks = shell.Say("Nguồn này cảnh báo cho đâu, rộng nhất", "For where it speaks at most")
	out.Reach.Hint = shell.Say("Cảnh báo rộng hơn được thu về khu vực này.", "What is for more is taken as for this.")
	return out
}

// NewFeed is the form of a new feed.
func (s *Bulletins) NewFeed(c *fiber.Ctx) error {
	return s.Page(c, pageFeed, s.form(c, bulletin.Feed{Every: usual}))
}

// Feed is the form of one.
func (s *Bulletins) Feed(c *fiber.Ctx) error {
	f, err := s.Store.Feed(c.UserContext(), shell.Param(c, "id"))
	if err != nil {
		return err
	}
	return s.Page(c, pageFeed, s.form(c, f))
}

// SaveFeed makes or changes a feed.
func (s *Bulletins) SaveFeed(c *fiber.Ctx) error {
	ctx, id := c.UserContext(), shell.Param(c, "id")
	if id != "" {
		if _, err := s.Store.Feed(ctx, id); err != nil {
			return err
		}
	}
	set, err := s.Store.SettingValues(ctx, []string{content.SettingDomains})
	if err != nil {
		return err
	}
	f, err := s.readFeed(shell.FormOf(c), set[0])
	if err == nil {
		if f.ID = id; id == "" {
			f.ID = "f-" + strings.ToLower(rand.Text()[:12])
		}
		_, err = s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error { return tx.PutFeed(ctx, f) })
	}
	if err != nil {
		f.ID = id
		return s.Refuse(c, err, pageFeed, s.form(c, f))
	}
	return shell.Done(c, shell.PathFeeds, "feed_saved")
}

func (s *Bulletins) readFeed(form shell.Form, domains string) (f bulletin.Feed, err error) {
	var bad shell.Faults
	bad.Add(form.Again())
	f.Name, f.Address, f.Codes, f.OnlyKnown = form.Field("name"), form.Field("address"), form.Field("codes"), form.Has("only_known")
	for _, one := range []struct{ field, text string }{{"name", f.Name}, {"codes", f.Codes}} {
		if utf8.RuneCountInString(one.text) > 120 {
			bad.Add(shell.At(one.field, shell.Invalid("Ô này dài quá 120 ký tự.", "This is longer than 120 characters.")))
		}
	}
	if f.Name == "" {
		bad.Add(shell.At("name", shell.Invalid("Hãy ghi tên cơ quan phát cảnh báo.", "Say whose warnings these are.")))
	}
	if err := outside.CheckAddress(f.Address, domains, s.Inside); err != nil {
		bad.Add(shell.At("address", err))
	}
	minutes, err := form.Number("minutes", shell.Say("Số phút", "The minutes"), bulletin.LeastEvery.Minutes(), bulletin.MostEvery.Minutes(), usual.Minutes())
	bad.Add(err)
	f.Every = time.Duration(minutes) * time.Minute
	period, _ := area.PeriodAt(s.Now())
	f.Area, err = care.ReadReach(form, s.Areas, period)
	bad.Add(err)
	return f, bad.Err()
}

// EndFeed ends a feed; what came through it stays.
func (s *Bulletins) EndFeed(c *fiber.Ctx) error {
	ctx, id := c.UserContext(), shell.Param(c, "id")
	_, err := s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error { return tx.DeleteFeed(ctx, id) })
	if err != nil {
		return fmt.Errorf("end the feed %s: %w", id, err)
	}
	return shell.Done(c, shell.PathFeeds, "feed_ended")
}
