package studio

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

var titleNewTakeover = text{"Soạn thông báo khẩn", "Prepare a takeover"}

func (s *Studio) takeoverNew(c *fiber.Ctx) error {
	return s.show(c, "takeover_new", titleNewTakeover, s.takeoverForm(content.Takeover{}))
}

// takeoverMake keeps a new draft.
func (s *Studio) takeoverMake(c *fiber.Ctx) error {
	ctx := c.UserContext()
	t, err := s.readTakeover(c, content.Takeover{State: content.Draft, Author: signin.From(c).ID})
	if err == nil {
		t.ID = "t-" + strings.ToLower(rand.Text()[:16])
		_, err = s.Store.Change(ctx, t.Author, func(tx *store.Tx) error { return tx.PutTakeover(ctx, t) })
	}
	if err != nil {
		return s.refuse(c, err, "takeover_new", titleNewTakeover, s.takeoverForm(t))
	}
	return done(c, pathTakeovers+"/"+t.ID, "drafted")
}

// takeoverSave changes one that is not approved: it becomes a draft again, and whoever saves its author.
func (s *Studio) takeoverSave(c *fiber.Ctx) error {
	return s.takeoverDo(c, "saved", func(_ context.Context, _ *store.Tx, now content.Takeover) (content.Takeover, error) {
		if now.State == content.Approved {
			return now, &content.Error{
				Code: content.Conflict,
				Vi:   "“" + now.Title + "” đã được duyệt. Hãy gỡ duyệt trước khi sửa.", En: "“" + now.Title + "” is approved. Take it off before changing it.",
			}
		}
		changed, err := s.readTakeover(c, now)
		changed.State, changed.Author, changed.Approval = content.Draft, signin.From(c).ID, content.Approval{}
		return changed, err
	})
}

func (s *Studio) takeoverSubmit(c *fiber.Ctx) error {
	return s.takeoverDo(c, "submitted", func(_ context.Context, _ *store.Tx, now content.Takeover) (content.Takeover, error) {
		slide, err := content.Submit(now.Asks())
		return now.Take(slide), err
	})
}

func (s *Studio) takeoverApprove(c *fiber.Ctx) error {
	return s.takeoverDo(c, "prepared", func(ctx context.Context, tx *store.Tx, now content.Takeover) (content.Takeover, error) {
		valid, err := readSpan(c, "valid_from", "valid_until")
		if err != nil {
			return now, err
		}
		alone, err := s.alone(ctx, tx.Reader)
		if err != nil {
			return now, err
		}
		slide, err := content.Approve(now.Asks(), content.Approval{By: signin.From(c).ID, At: tx.Time(), Document: field(c, "document"), Valid: valid}, alone)
		return now.Take(slide), err
	})
}

// takeoverOff takes the approval back, and ends it where it is on.
func (s *Studio) takeoverOff(c *fiber.Ctx) error {
	return s.takeoverDo(c, "off", func(_ context.Context, tx *store.Tx, now content.Takeover) (content.Takeover, error) {
		return content.End(now, tx.Time()).Take(content.TakeOff(now.Asks())), nil
	})
}

// takeoverOn puts it on all its screens, or says that it still holds.
func (s *Studio) takeoverOn(c *fiber.Ctx) error {
	return s.takeoverDo(c, "on", func(_ context.Context, tx *store.Tx, now content.Takeover) (content.Takeover, error) {
		minutes, err := number(c, "minutes", text{"Thời lượng", "The length"}, 1, content.MaxTakeover.Minutes(), 0)
		if err != nil {
			return now, err
		}
		return content.PutOn(now, signin.From(c).ID, tx.Time(), time.Duration(minutes*float64(time.Minute)), field(c, "drill") != "")
	})
}

func (s *Studio) takeoverEnd(c *fiber.Ctx) error {
	return s.takeoverDo(c, "ended", func(_ context.Context, tx *store.Tx, now content.Takeover) (content.Takeover, error) {
		return content.End(now, tx.Time()), nil
	})
}

func (s *Studio) takeoverDelete(c *fiber.Ctx) error {
	ctx, id := c.UserContext(), param(c, "id")
	_, err := s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error {
		now, err := tx.Takeover(ctx, id)
		if err != nil {
			return err
		}
		if now.State == content.Approved {
			return &content.Error{
				Code: content.Conflict,
				Vi:   "“" + now.Title + "” đang được duyệt. Hãy gỡ duyệt trước khi xóa.", En: "“" + now.Title + "” is approved. Take it off before deleting it.",
			}
		}
		return tx.DeleteTakeover(ctx, id)
	})
	if err != nil {
		return err
	}
	return done(c, pathTakeovers, "deleted")
}

// takeoverDo changes a takeover in one change, and shows its page.
func (s *Studio) takeoverDo(c *fiber.Ctx, what string, do func(context.Context, *store.Tx, content.Takeover) (content.Takeover, error)) error {
	ctx := c.UserContext()
	t, err := s.Store.Takeover(ctx, param(c, "id"))
	if err != nil {
		return err
	}
	_, err = s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error {
		now, err := tx.Takeover(ctx, t.ID)
		if err != nil {
			return err
		}
		if now, err = do(ctx, tx, now); err != nil {
			return err
		}
		return tx.PutTakeover(ctx, now)
	})
	if err != nil {
		return s.takeoverRefuse(c, t, err)
	}
	return done(c, pathTakeovers+"/"+t.ID, what)
}
