package takeover

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

func (s *Takeovers) New(c *fiber.Ctx) error {
	return s.Page(c, pageNew, s.form(content.Takeover{}))
}

// Make keeps a new draft.
func (s *Takeovers) Make(c *fiber.Ctx) error {
	ctx := c.UserContext()
	t, err := s.read(shell.FormOf(c), content.Takeover{State: content.Draft, Author: signin.From(c).ID})
	if err == nil {
		t.ID = "t-" + strings.ToLower(rand.Text()[:16])
		_, err = s.Store.Change(ctx, t.Author, func(tx *store.Tx) error {
			if err := s.SignIn.Ask(ctx, tx, t.Author, signin.Edit, mandate.OfTakeover(t)); err != nil {
				return err
			}
			return tx.PutTakeover(ctx, t)
		})
	}
	if err != nil {
		return s.Refuse(c, err, pageNew, s.form(t))
	}
	return shell.Done(c, shell.PathTakeovers+"/"+t.ID, "drafted")
}

// Save changes one that is not approved: it becomes a draft again, and whoever saves one of its
// authors.
func (s *Takeovers) Save(c *fiber.Ctx) error {
	return s.do(c, signin.Edit, "saved", func(_ context.Context, tx *store.Tx, now content.Takeover) (content.Takeover, error) {
		if now.State == content.Approved {
			return now, &content.Error{
				Code: content.Conflict,
				Vi:   "“" + now.Title + "” đã được duyệt. Hãy gỡ duyệt trước khi sửa.", En: "“" + now.Title + "” is approved. Take it off before changing it.",
			}
		}
		changed, err := s.read(shell.FormOf(c), now)
		written := content.Writing(now.Asks(), nil).Save(changed.Asks(), signin.From(c).ID, tx.Time())
		return changed.Take(written.Slide()), err
	})
}

func (s *Takeovers) Submit(c *fiber.Ctx) error {
	return s.do(c, signin.Edit, "submitted", func(_ context.Context, _ *store.Tx, now content.Takeover) (content.Takeover, error) {
		written, err := content.Writing(now.Asks(), nil).Submit(signin.From(c).ID)
		return now.Take(written.Slide()), err
	})
}

// Approve makes one ready to be put on, exactly as it was seen.
func (s *Takeovers) Approve(c *fiber.Ctx) error {
	return s.do(c, signin.Approve, "prepared", func(ctx context.Context, tx *store.Tx, now content.Takeover) (content.Takeover, error) {
		f := shell.FormOf(c)
		valid, err := f.Span("valid_from", "valid_until")
		var bad shell.Faults
		bad.Add(f.Again())
		bad.Add(err)
		if err := bad.Err(); err != nil {
			return now, err
		}
		alone, err := signin.Alone(ctx, tx.Reader, signin.From(c).ID)
		if err != nil {
			return now, err
		}
		sight, err := sightOf(ctx, tx.Reader, now)
		if err != nil {
			return now, err
		}
		a := content.Approval{By: signin.From(c).ID, At: tx.Time(), Document: f.Field("document"), Valid: valid}
		slide, err := content.Writing(now.Asks(), nil).Approve(a, sight, content.Digest(f.Field("seen")), alone)
		return now.Take(slide), err
	})
}

// sightOf is the digest of what an approver sees of a takeover, with the settings that it prints.
func sightOf(ctx context.Context, r store.Reader, t content.Takeover) (content.Digest, error) {
	printed, err := r.SettingValues(ctx, t.Asks().Prints())
	return content.SightOf(t, printed), err
}

// Off takes the approval back, and ends it where it is on.
func (s *Takeovers) Off(c *fiber.Ctx) error {
	return s.do(c, signin.TakeOff, "off", func(_ context.Context, tx *store.Tx, now content.Takeover) (content.Takeover, error) {
		return content.End(now, tx.Time()).Take(content.TakeOff(now.Asks())), nil
	})
}

// On puts it on all its screens, or says that it still holds.
func (s *Takeovers) On(c *fiber.Ctx) error {
	return s.do(c, signin.PutOn, "on", func(_ context.Context, tx *store.Tx, now content.Takeover) (content.Takeover, error) {
		f := shell.FormOf(c)
		minutes, err := f.Number("minutes", shell.Say("Thời lượng", "The length"), 1, content.MaxTakeover.Minutes(), 0)
		if err != nil {
			return now, err
		}
		return content.PutOn(now, signin.From(c).ID, tx.Time(), time.Duration(minutes*float64(time.Minute)), f.Has("drill"))
	})
}

func (s *Takeovers) End(c *fiber.Ctx) error {
	return s.do(c, signin.TakeOff, "ended", func(_ context.Context, tx *store.Tx, now content.Takeover) (content.Takeover, error) {
		return content.End(now, tx.Time()), nil
	})
}

func (s *Takeovers) Delete(c *fiber.Ctx) error {
	ctx, id := c.UserContext(), shell.Param(c, "id")
	_, err := s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error {
		now, err := tx.Takeover(ctx, id)
		if err != nil {
			return err
		}
		if err := s.SignIn.Ask(ctx, tx, signin.From(c).ID, signin.Edit, mandate.OfTakeover(now)); err != nil {
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
	return shell.Done(c, shell.PathTakeovers, "deleted")
}

// do changes a takeover in one change, and shows its page. Whether the person may is asked of it as
// it was and as it becomes.
func (s *Takeovers) do(c *fiber.Ctx, act signin.Act, what string, change func(context.Context, *store.Tx, content.Takeover) (content.Takeover, error)) error {
	ctx := c.UserContext()
	t, err := s.Store.Takeover(ctx, shell.Param(c, "id"))
	if err != nil {
		return err
	}
	who := signin.From(c).ID
	_, err = s.Store.Change(ctx, who, func(tx *store.Tx) error {
		now, err := tx.Takeover(ctx, t.ID)
		if err != nil {
			return err
		}
		if err := s.SignIn.Ask(ctx, tx, who, act, mandate.OfTakeover(now)); err != nil {
			return err
		}
		if now, err = change(ctx, tx, now); err != nil {
			return err
		}
		if err := s.SignIn.Ask(ctx, tx, who, act, mandate.OfTakeover(now)); err != nil {
			return err
		}
		return tx.PutTakeover(ctx, now)
	})
	if err != nil {
		return s.refuse(c, t, err)
	}
	return shell.Done(c, shell.PathTakeovers+"/"+t.ID, what)
}
