package slide

import (
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Approve lets a submitted slide on air, with the number of the paper that it rests on and the
// dates of that paper. "At once" is counted from the approval.
func (s *Slides) Approve(c *fiber.Ctx) error {
	f := shell.FormOf(c)
	valid, err := f.Span("valid_from", "valid_until")
	var bad shell.Faults
	bad.Add(f.Again())
	bad.Add(err)
	if err = bad.Err(); err != nil {
		slide, missing := s.Store.Slide(c.UserContext(), shell.Param(c, "id"))
		if missing != nil {
			return missing
		}
		return s.refuse(c, slide, err)
	}
	document, atOnce, who := f.Field("document"), f.Has("at_once"), signin.From(c).ID
	return s.act(c, signin.Approve, "approved", func(tx *store.Tx, now content.Slide) (content.Slide, error) {
		alone, err := signin.Alone(c.UserContext(), tx.Reader, who)
		if err != nil {
			return now, err
		}
		now.AtOnce = time.Time{}
		if atOnce {
			now.AtOnce = tx.Time()
		}
		return content.Approve(now, content.Approval{By: who, At: tx.Time(), Document: document, Valid: valid}, alone)
	})
}
