package slide

import (
	"cmp"
	"crypto/rand"
	"strings"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/words"
)

// newKinds are the kinds of which the page of a new slide of words makes one, by their names.
var newKinds = map[content.Kind]shell.Text{
	content.Notice:    pageNotice.Title,
	content.Countdown: shell.Say("Đếm ngược mới", "New countdown"),
	content.Install:   shell.Say("Tấm mã cài đặt mới", "New install slide"),
}

// kindOf is the kind that an address or a form asks for.
func kindOf(asked string) content.Kind {
	if _, there := newKinds[content.Kind(asked)]; there {
		return content.Kind(asked)
	}
	return content.Notice
}

type noticeView struct {
	Beside    *content.Slide // whose picture is typed off
	Campaigns []care.Choice
	Title     string
	Words     words.Form
	Looks     []picture.Preview
}

func (s *Slides) Notice(c *fiber.Ctx) error {
	slide := content.Slide{Kind: kindOf(shell.Query(c, "kind")), Campaign: shell.Query(c, "campaign")}
	switch slide.Kind {
	case content.Notice:
		slide.Style = words.StyleOf(shell.Query(c, "style"))
	case content.Install:
		set, err := s.Store.SettingValues(c.UserContext(), []string{content.SettingApp, content.SettingHotline})
		if err != nil {
			return err
		}
		slide.Words = words.Install(set[0], set[1])
	}
	v, err := s.noticeView(c, slide)
	if err != nil {
		return err
	}
	return s.Page(c, pageNotice.Titled(newKinds[slide.Kind]), v)
}

func (s *Slides) noticeView(c *fiber.Ctx, slide content.Slide) (v noticeView, err error) {
	v = noticeView{Title: slide.Title, Words: words.Of(slide)}
	if id := cmp.Or(shell.Query(c, "beside"), shell.FormOf(c).Field("beside")); id != "" {
		d, err := s.Store.SlideDraft(c.UserContext(), id)
		if err != nil {
			return v, err
		}
		v.Beside = &d.Doc
	}
	v.Campaigns, err = care.Campaigns(s.Shell, c, slide.Campaign)
	return v, err
}

// readNew is a new slide of a kind that Ngatu lays out, as its form has it.
func readNew(f shell.Form, kind content.Kind) (content.Slide, error) {
	slide := content.Slide{Kind: kind, Campaign: f.Field("campaign"), Title: f.Field("title"), State: content.Draft, Source: "studio"}
	slide, err := words.Read(f, slide)
	var bad shell.Faults
	if utf8.RuneCountInString(slide.Title) > 200 {
		bad.Add(shell.At("title", shell.Invalid("Tên dài quá 200 ký tự.", "The title is longer than 200 characters.")))
	}
	bad.Add(err)
	if slide.Title == "" {
		slide.Title = slide.Words.Title()
	}
	if kind == content.Install { // a code leads nowhere without it
		slide.Needs = []string{content.SettingPublic}
	}
	return slide, bad.Err()
}

// readWhole is one that is to be stored: a countdown says what it counts to.
func readWhole(f shell.Form, kind content.Kind) (content.Slide, error) {
	slide, err := readNew(f, kind)
	var bad shell.Faults
	bad.Add(f.Again())
	bad.Add(err)
	if kind != content.Notice && slide.Words.Head == "" {
		bad.Add(shell.At("head", shell.Invalid("Hãy ghi nội dung chính.", "Write the message.")))
	}
	if kind == content.Countdown && !slide.ToEnd && !f.Has("deadline") {
		bad.Add(shell.At("deadline", shell.Invalid("Hãy ghi ngày giờ đếm ngược đến, hoặc đếm đến hết chiến dịch.",
			"Write the time that it counts down to, or count to the campaign's end.")))
	}
	return slide, bad.Err()
}

// noCampaign is what is said of a campaign that was not chosen, or is gone by now.
func noCampaign(err error) error {
	if content.CodeOf(err) != content.NotFound {
		return err
	}
	return &content.Error{Code: content.Invalid, Err: err, Vi: "Hãy chọn chiến dịch.", En: "Choose the campaign."}
}

func (s *Slides) NoticeSave(c *fiber.Ctx) error {
	f := shell.FormOf(c)
	slide, err := readWhole(f, kindOf(f.Field("kind")))
	page := pageNotice.Titled(newKinds[slide.Kind])
	if err == nil && wantsLook(c) {
		v, err := s.noticeView(c, slide)
		if err == nil {
			v.Looks, err = s.looks(c, slide)
		}
		if err != nil {
			return err
		}
		return s.Page(c, page, v)
	}
	if err == nil {
		slide, err = s.begin(c, slide)
	}
	if err != nil {
		v, failed := s.noticeView(c, slide)
		if failed != nil {
			return failed
		}
		return s.Refuse(c, err, page, v)
	}
	return shell.Done(c, shell.SlidePath(slide.ID), "drafted")
}

// begin stores a new slide as a draft, the last of its campaign.
func (s *Slides) begin(c *fiber.Ctx, slide content.Slide) (content.Slide, error) {
	ctx := c.UserContext()
	slide.ID, slide.Author = "s-"+strings.ToLower(rand.Text()[:16]), signin.From(c).ID
	_, err := s.Store.Change(ctx, slide.Author, func(tx *store.Tx) (err error) {
		if _, err := tx.Campaign(ctx, slide.Campaign); err != nil {
			return shell.At("campaign", noCampaign(err))
		}
		if err := s.SignIn.AskSlide(ctx, tx, slide.Author, signin.Edit, slide); err != nil {
			return shell.At("campaign", err)
		}
		if slide.Order, err = tx.NextOrder(ctx, slide.Campaign); err != nil {
			return err
		}
		return tx.PutSlide(ctx, slide)
	})
	return slide, err
}

// NoticePreview paints the words of the form at the canvases of the person's own screens while they
// are typed. Nothing is stored.
func (s *Slides) NoticePreview(c *fiber.Ctx) error {
	f := shell.FormOf(c)
	if !f.Has("head") && !f.Has("number") {
		return s.Part(c, "preview", nil) // nothing typed yet
	}
	slide, err := readNew(f, kindOf(f.Field("kind")))
	if err != nil {
		return err
	}
	slide.ID = "preview"
	out, err := s.looks(c, slide)
	if err != nil {
		return err
	}
	return s.Part(c, "preview", out)
}
