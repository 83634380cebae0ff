package takeover

import (
	"context"
	"crypto/rand"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Free is the form for what was not prepared.
func (s *Takeovers) Free(c *fiber.Ctx) error {
	v, err := s.freeForm(c, content.Takeover{})
	if err != nil {
		return err
	}
	return s.Page(c, pageFree, v)
}

// freeView is the form for what was not prepared, with the areas to choose from.
type freeView struct {
	form
	Press choice
}

func (s *Takeovers) freeForm(c *fiber.Ctx, t content.Takeover) (freeView, error) {
	looked, err := s.fleet.Look(c.UserContext())
	if err != nil {
		return freeView{}, err
	}
	p := s.press(c, content.Takeover{}, looked)
	p.Lengths = freeLengths
	return freeView{form{Takeover: t, Gravities: gravities}, p}, nil
}

// PutOnFree puts on what one person writes now, in their area, for half an hour at most.
func (s *Takeovers) PutOnFree(c *fiber.Ctx) error {
	ctx, who, f := c.UserContext(), signin.From(c).ID, shell.FormOf(c)
	var bad shell.Faults
	t, err := s.readWords(f, content.Takeover{})
	bad.Add(err)
	pressed, err := readPress(f, s.Areas, s.Now())
	bad.Add(err)
	if pressed.area != content.Everywhere {
		t.Targets = []content.Target{{Area: pressed.area}}
	}
	if err = bad.Err(); err == nil {
		t.ID = "t-" + strings.ToLower(rand.Text()[:16])
		_, err = s.Store.Change(ctx, who, func(tx *store.Tx) error {
			if err := s.SignIn.Ask(ctx, tx, who, signin.PutOn, mandate.OfTakeover(t)); err != nil {
				return err
			}
			on, err := content.PutOnFree(t, who, tx.Time(), pressed.lasts, pressed.drill)
			if err != nil {
				return err
			}
			return tx.PutTakeover(ctx, on)
		})
	}
	if err != nil {
		v, failed := s.freeForm(c, t)
		if failed != nil {
			return failed
		}
		return s.Refuse(c, err, pageFree, v)
	}
	return shell.Done(c, shell.PathTakeovers+"/"+t.ID, "on")
}

// Review notes that somebody has looked at words that passed no gate, who may put them on wherever
// they are for.
func (s *Takeovers) Review(c *fiber.Ctx) error {
	return s.do(c, signin.PutOn, "takeover_reviewed", mandate.OfTakeover, func(_ context.Context, tx *store.Tx, now content.Takeover) (content.Takeover, error) {
		return content.Review(now, signin.From(c).ID, tx.Time())
	})
}

// reviewing is a takeover that a person has just put on, reviewed by them where [Takeovers.Review]
// would let them: who only may in a part of what the words are for speaks for that part alone.
func reviewing(ctx context.Context, s *Takeovers, tx *store.Tx, who string, t content.Takeover) (content.Takeover, error) {
	if !t.Free || who == t.Author {
		return t, nil
	}
	err := s.SignIn.Ask(ctx, tx, who, signin.PutOn, mandate.OfTakeover(t))
	if content.CodeOf(err) == content.Denied {
		return t, nil
	}
	if err != nil {
		return t, err
	}
	return content.Review(t, who, tx.Time())
}
