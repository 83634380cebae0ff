package slide

import (
	"cmp"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/intake"
	"ngatu/server/signin"
	"ngatu/server/studio/crop"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/words"
)

// Save writes a draft of a slide: beside the live version, which stays on air as it is, or the
// slide itself where it is not on air. Everybody who saves is one of its authors, so that nobody
// approves words of their own in another's slide.
func (s *Slides) Save(c *fiber.Ctx) error {
	d, err := s.Store.SlideDraft(c.UserContext(), shell.Param(c, "id"))
	if err != nil {
		return err
	}
	if d.Doc.Kind == content.Guide {
		return s.guideSave(c, d)
	}
	f := shell.FormOf(c)
	changed, err := Boards{s}.readChanged(c.UserContext(), f, d.Offered())
	if err == nil && wantsLook(c) && changed.Kind.LaidOut() {
		return s.refuseTyped(c, changed, nil, nil)
	}
	if err == nil {
		changed.Label, err = intake.Label(c.UserContext(), s.Store.Reader, intake.Ticked(f.Has("ai")), store.Medium{})
	}
	if err == nil {
		err = s.write(c, d, changed, nil)
	}
	if err != nil {
		return s.refuseTyped(c, changed, nil, err)
	}
	return shell.Done(c, shell.SlidePath(d.ID), "saved")
}

// write keeps what the form makes of a draft, with the document of a guide. The form names what it
// was filled with: what somebody else has written since is not lost.
func (s *Slides) write(c *fiber.Ctx, was content.SlideDraft, changed content.Slide, document *store.Medium) error {
	ctx, who := c.UserContext(), signin.From(c).ID
	from := content.Digest(shell.FormOf(c).Field("revision"))
	if from == "" { // a program that does not say
		from = was.Sight(nil)
	}
	if !was.Begun() && content.SightOf(changed.Document()) == content.SightOf(was.Live.Document()) {
		if off, err := s.Store.KeptOff(ctx, was.Live); err != nil || !off { // else it is to be approved for one more size of screen
			return cmp.Or(err, shell.Invalid("Chưa có gì khác bản đang chiếu.", "Nothing differs from what is on air."))
		}
	}
	_, err := s.Store.Change(ctx, who, func(tx *store.Tx) error {
		now, err := tx.SlideDraft(ctx, was.ID)
		if err != nil {
			return err
		}
		if now.Sight(nil) != from {
			return &content.Error{
				Code: content.Conflict,
				Vi:   "Có người vừa sửa hoặc duyệt tấm “" + now.Live.Title + "”. Những gì bạn gõ còn ở dưới, chưa được lưu: hãy xem bản mới rồi lưu lại.",
				En:   "Somebody has just changed or approved “" + now.Live.Title + "”. What you typed is still below and not saved: look at what is new, then save again.",
			}
		}
		if changed.Campaign != now.Doc.Campaign {
			if _, err := tx.Campaign(ctx, changed.Campaign); err != nil {
				return shell.At("campaign", noCampaign(err))
			}
		}
		if err := s.SignIn.AskSlide(ctx, tx, who, signin.Edit, now.Live, now.Doc, changed); err != nil {
			return err
		}
		if document != nil {
			if err := tx.PutMedium(ctx, *document); err != nil {
				return err
			}
		}
		return store.WriteSlideDraft(ctx, tx, now.Save(changed, who, tx.Time()))
	})
	return err
}

// maxOrder is the greatest order that can be typed. New notices are numbered by milliseconds, which
// stay below for 30 years.
const maxOrder = 1e12

// readSlide is a slide with what the form of its page says.
func readSlide(f shell.Form, s content.Slide) (content.Slide, error) {
	var bad shell.Faults
	bad.Add(f.Again())
	if s.Title = f.Field("title"); s.Title == "" || utf8.RuneCountInString(s.Title) > 200 {
		bad.Add(shell.At("title", shell.Invalid("Tên tấm cần từ 1 đến 200 ký tự.", "The title has 1 to 200 characters.")))
	}
	var err error
	if to := f.Field("campaign"); to != "" {
		s.Campaign = to
	}
	order, err := f.Number("order", shell.Say("Thứ tự", "The order"), 0, maxOrder, float64(s.Order))
	bad.Add(err)
	s.Order = int(order)
	s.Valid, err = f.Span("from", "until")
	bad.Add(err)
	seconds, err := f.Number("dwell", shell.Say("Thời gian hiện", "The time shown"), 0, 600, 0)
	bad.Add(err)
	s.Dwell = time.Duration(seconds * float64(time.Second)).Truncate(time.Millisecond)
	s.Evergreen, s.Sober = f.Has("evergreen"), f.Has("sober")
	if f.Has("every_size") {
		s.Sizes.Only = nil
	}
	if s.Kind == content.Picture {
		s, err = readFit(f, s)
		bad.Add(err)
	}
	if s.Kind.LaidOut() {
		s, err = words.Read(f, s)
		bad.Add(err)
	}
	return s, bad.Err()
}

func readFit(f shell.Form, s content.Slide) (content.Slide, error) {
	s.Fit = content.Contain
	if f.Field("fit") == string(content.Cover) {
		s.Fit = content.Cover
	}
	var bad shell.Faults
	var err error
	focus := shell.Say("Điểm cần giữ", "The focal point")
	s.FocusX, err = f.Number("focus_x", focus, 0, 1, 0.5)
	bad.Add(err)
	s.FocusY, err = f.Number("focus_y", focus, 0, 1, 0.5)
	bad.Add(err)
	s.Focuses, err = crop.Read(f, s.Focuses)
	bad.Add(err)
	return s, bad.Err()
}
