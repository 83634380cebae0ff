package campaign

import (
	"context"
	"slices"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// showable are the live slides of a campaign that can be shown at once at an instant, in its order.
func showable(c content.Campaign, slides []content.Slide, at time.Time) []content.Slide {
	out := slices.DeleteFunc(approved(slides), func(s content.Slide) bool {
		return s.Kind == content.Guide || !s.Valid.Contains(at) || !s.Approval.Valid.Contains(at)
	})
	slices.SortFunc(out, c.InOrder(slides))
	return out
}

// running says whether a campaign runs at an instant, by its dates.
func running(c content.Campaign, at time.Time) bool { return c.Runs() && c.Valid.Contains(at) }

// Once shows a live slide of a campaign at once, in front of all others for one turn.
func (s *Campaigns) Once(c *fiber.Ctx) error {
	who, id := signin.From(c).ID, shell.FormOf(c).Field("slide")
	return s.do(c, signin.Approve, "campaign_once", func(ctx context.Context, tx *store.Tx, live content.Campaign) error {
		slide, err := tx.Slide(ctx, id)
		if err != nil {
			return err
		}
		return s.once(ctx, tx, who, live, slide)
	})
}

// once puts a slide in front of all others for one turn, if it may be on air now.
func (s *Campaigns) once(ctx context.Context, tx *store.Tx, who string, live content.Campaign, slide content.Slide) error {
	now := tx.Time()
	switch {
	case slide.Campaign != live.ID || slide.State != content.Approved || slide.Kind == content.Guide:
		return &content.Error{
			Code: content.Conflict,
			Vi:   "Tấm “" + slide.Title + "” không chiếu ngay được: tấm không còn trong chiến dịch này hoặc chưa được duyệt. Hãy mở lại trang.",
			En:   "“" + slide.Title + "” cannot be shown at once: it is not in this campaign any more, or not approved. Open the page again.",
		}
	case !running(live, now):
		return &content.Error{
			Code: content.Conflict,
			Vi:   "Chiến dịch “" + live.Name + "” không chạy vào lúc này, nên không tấm nào chiếu ngay được.",
			En:   "“" + live.Name + "” does not run at this time, so none of its slides can be shown at once.",
		}
	}
	slide.AtOnce = now
	if err := s.SignIn.Ask(ctx, tx, who, signin.Approve, mandate.OfSlide(slide, live)); err != nil {
		return err
	}
	return tx.PutSlide(ctx, slide)
}
