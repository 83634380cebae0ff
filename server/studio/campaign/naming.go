package campaign

import (
	"context"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/studio/shell"
)

// oldEnd is the last day of a campaign whose end moves; false where it does not, or had none.
func oldEnd(was, is content.Campaign) (day time.Time, moves bool) {
	old := was.Valid.Until
	return old.Add(-time.Millisecond).In(zone), !old.IsZero() && !old.Equal(is.Valid.Until) // midnight ends the day before
}

// naming are the slides whose words name the day of the old end, where the end moves.
func naming(slides []content.Slide, was, is content.Campaign) (out []content.Slide) {
	day, moves := oldEnd(was, is)
	if !moves {
		return nil
	}
	for _, one := range slides {
		if one.Words.Dated(day) {
			out = append(out, one)
		}
	}
	return out
}

// holdNaming keeps slides off that name the old end, until somebody has looked at them: by then the
// date on them is wrong. What a hold without an end keeps off everywhere already stays as it is.
func holdNaming(ctx context.Context, tx *store.Tx, who string, slides []content.Slide, was, is content.Campaign) error {
	day, _ := oldEnd(was, is)
	holds, err := tx.HoldsLeft(ctx, tx.Time())
	if err != nil {
		return err
	}
	for _, one := range naming(slides, was, is) {
		held := func(h content.Hold) bool {
			return h.Scope == content.HoldSlide && h.Slide == one.ID && h.Area == "" && h.On(tx.Time()) && h.Span.Until.IsZero()
		}
		if slices.ContainsFunc(holds, held) {
			continue
		}
		h, err := content.SetHold(content.Hold{
			ID: newID("h"), Scope: content.HoldSlide, Slide: one.ID,
			Why: "Ghi ngày kết thúc cũ " + day.Format("02/01/2006") + " của chiến dịch. Sửa tấm, hoặc bỏ tạm ngừng nếu ngày đó vẫn đúng. · " +
				"It names the old end of its campaign, " + shell.English.Day(day) + ". Change the slide, or lift the hold if that day is still right.",
		}, who, tx.Time())
		if err != nil {
			return err
		}
		if err := tx.PutHold(ctx, h); err != nil {
			return err
		}
	}
	return nil
}
