package slide

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// slideSave changes a slide that is not on air. It becomes a draft again, whatever it was: what is
// approved must be what was looked at. Whoever saves is its author from then on, so that nobody
// approves words of their own in another's slide.
func (s *Slides) Save(c *fiber.Ctx) error {
	ctx, who := c.UserContext(), signin.From(c).ID
	slide, err := s.Store.Slide(ctx, shell.Param(c, "id"))
	if err != nil {
		return err
	}
	if slide.Kind == content.Guide {
		return s.guideSave(c, slide)
	}
	changed, err := readSlide(shell.FormOf(c), slide)
	if err != nil {
		return s.refuse(c, changed, err)
	}
	_, err = s.Store.Change(ctx, who, func(tx *store.Tx) error {
		if err := s.draftAgain(ctx, tx, slide, &changed, who); err != nil {
			return err
		}
		return tx.PutSlide(ctx, changed)
	})
	if err != nil {
		return s.refuse(c, slide, err)
	}
	return shell.Done(c, shell.SlidePath(slide.ID), "saved")
}

// draftAgain makes a slide that who changed a draft, where it still may be changed and its campaign
// is there.
func (s *Slides) draftAgain(ctx context.Context, tx *store.Tx, was content.Slide, changed *content.Slide, who string) error {
	now, err := tx.Slide(ctx, was.ID)
	if err != nil {
		return err
	}
	if !editable(now) || now.State != was.State {
		return &content.Error{
			Code: content.Conflict,
			Vi:   "Tấm “" + now.Title + "” đã được duyệt hoặc vừa có người khác đổi. Hãy gỡ xuống trước khi sửa.",
			En:   "“" + now.Title + "” has been approved or was changed by somebody just now. Take it off before changing it.",
		}
	}
	if changed.Campaign != now.Campaign {
		if _, err := tx.Campaign(ctx, changed.Campaign); err != nil {
			return shell.At("campaign", noCampaign(err))
		}
	}
	changed.State, changed.Author, changed.Approval, changed.AtOnce = content.Draft, who, content.Approval{}, time.Time{}
	return s.SignIn.AskSlide(ctx, tx, who, signin.Edit, now, *changed)
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
	switch s.Kind {
	case content.Picture:
		s, err = readFit(f, s)
		bad.Add(err)
	case content.Countdown:
		s, err = readDeadline(f, s)
		bad.Add(err)
	}
	if s.Kind.LaidOut() {
		s, err = readWords(f, s)
		bad.Add(err)
	}
	return s, bad.Err()
}

// needDeadline is what a countdown of the starter campaign waits for until somebody says what it
// counts to.
const needDeadline = "deadline"

// readDeadline is a countdown with what it counts to; it goes off with it unless another end is
// set.
func readDeadline(f shell.Form, s content.Slide) (content.Slide, error) {
	deadline, err := f.Instant("deadline", shell.Say("Hạn", "The deadline"))
	if err != nil || deadline.IsZero() {
		return s, err
	}
	s.Deadline = deadline
	s.Needs = slices.DeleteFunc(slices.Clone(s.Needs), func(name string) bool { return name == needDeadline })
	if s.Valid.Until.IsZero() || s.Valid.Until.After(deadline) {
		s.Valid.Until = deadline
	}
	if s.Valid.Empty() {
		return s, shell.At("deadline", shell.Invalid("Hạn phải sau ngày bắt đầu.", "The deadline must come after the start."))
	}
	return s, nil
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
	return s, bad.Err()
}
