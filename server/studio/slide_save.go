package studio

import (
	"context"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

// slideSave changes a slide that is not on air. It becomes a draft again, whatever it was: what is approved must be what
// was looked at. Whoever saves is its author from then on, so that nobody approves words of their own in another's slide.
func (s *Studio) slideSave(c *fiber.Ctx) error {
	ctx, who := c.UserContext(), signin.From(c).ID
	slide, err := s.Store.Slide(ctx, param(c, "id"))
	if err != nil {
		return err
	}
	if slide.Kind == content.Guide {
		return s.guideSave(c, slide)
	}
	changed, err := readSlide(c, slide)
	if err != nil {
		return s.slideRefuse(c, changed, err)
	}
	_, err = s.Store.Change(ctx, who, func(tx *store.Tx) error {
		if err := draftAgain(ctx, tx, slide, &changed, who); err != nil {
			return err
		}
		return tx.PutSlide(ctx, changed)
	})
	if err != nil {
		return s.slideRefuse(c, slide, err)
	}
	return done(c, slidePath(slide.ID), "saved")
}

// draftAgain makes a slide that who changed a draft, where it still may be changed and its campaign is there.
func draftAgain(ctx context.Context, tx *store.Tx, was content.Slide, changed *content.Slide, who string) error {
	now, err := tx.Slide(ctx, was.ID)
	if err != nil {
		return err
	}
	if !editable(now) || now.State != was.State {
		return &content.Error{
			Code: content.Conflict,
			Vi:   "Trang “" + now.Title + "” đã được duyệt hoặc vừa có người khác đổi. Hãy gỡ xuống trước khi sửa.",
			En:   "“" + now.Title + "” has been approved or was changed by somebody just now. Take it off before changing it.",
		}
	}
	if changed.Campaign != now.Campaign {
		if _, err := tx.Campaign(ctx, changed.Campaign); err != nil {
			return err
		}
	}
	changed.State, changed.Author, changed.Approval, changed.AtOnce = content.Draft, who, content.Approval{}, time.Time{}
	return nil
}

// maxOrder is the greatest order that can be typed. New notices are numbered by milliseconds, which stay below for 30 years.
const maxOrder = 1e12

func slidePath(id string) string { return pathSlides + "/" + id }

// readSlide is a slide with what the form of its page says.
func readSlide(c *fiber.Ctx, s content.Slide) (content.Slide, error) {
	if s.Title = field(c, "title"); s.Title == "" || len(s.Title) > 200 {
		return s, invalid("Tên trang cần từ 1 đến 200 ký tự.", "The title has 1 to 200 characters.")
	}
	var err error
	if to := field(c, "campaign"); to != "" {
		s.Campaign = to
	}
	order, err := number(c, "order", text{"Thứ tự", "The order"}, 0, maxOrder, float64(s.Order))
	if err != nil {
		return s, err
	}
	s.Order = int(order)
	if s.Valid, err = readSpan(c, "from", "until"); err != nil {
		return s, err
	}
	seconds, err := number(c, "dwell", text{"Thời gian hiện", "The time shown"}, 0, 600, 0)
	if err != nil {
		return s, err
	}
	s.Dwell = time.Duration(seconds * float64(time.Second)).Truncate(time.Millisecond)
	s.Evergreen, s.Festive = field(c, "evergreen") != "", field(c, "festive") != ""
	switch s.Kind {
	case content.Picture:
		if s, err = readFit(c, s); err != nil {
			return s, err
		}
	case content.Countdown:
		if s, err = readDeadline(c, s); err != nil {
			return s, err
		}
	}
	if s.Kind.LaidOut() {
		return readWords(c, s)
	}
	return s, nil
}

// needDeadline is what a countdown of the starter campaign waits for until somebody says what it counts to.
const needDeadline = "deadline"

// readDeadline is a countdown with what it counts to; it goes off with it unless another end is set.
func readDeadline(c *fiber.Ctx, s content.Slide) (content.Slide, error) {
	at, err := instant(c, "deadline", text{"Hạn", "The deadline"})
	if err != nil || at.IsZero() {
		return s, err
	}
	s.Deadline = at
	s.Needs = slices.DeleteFunc(slices.Clone(s.Needs), func(name string) bool { return name == needDeadline })
	if s.Valid.Until.IsZero() || s.Valid.Until.After(at) {
		s.Valid.Until = at
	}
	if s.Valid.Empty() {
		return s, invalid("Hạn phải sau ngày bắt đầu.", "The deadline must come after the start.")
	}
	return s, nil
}

func readFit(c *fiber.Ctx, s content.Slide) (content.Slide, error) {
	s.Fit = content.Contain
	if field(c, "fit") == string(content.Cover) {
		s.Fit = content.Cover
	}
	var err error
	focus := text{"Điểm cần giữ", "The focal point"}
	if s.FocusX, err = number(c, "focus_x", focus, 0, 1, 0.5); err != nil {
		return s, err
	}
	s.FocusY, err = number(c, "focus_y", focus, 0, 1, 0.5)
	return s, err
}

// readSpan reads two fields of local time as from when until when.
func readSpan(c *fiber.Ctx, from, until string) (span hours.Span, err error) {
	if span.From, err = instant(c, from, text{"Ngày bắt đầu", "The start"}); err != nil {
		return span, err
	}
	if span.Until, err = instant(c, until, text{"Ngày kết thúc", "The end"}); err != nil {
		return span, err
	}
	if span.Empty() {
		return span, invalid("Ngày kết thúc phải sau ngày bắt đầu.", "The end must come after the start.")
	}
	return span, nil
}
