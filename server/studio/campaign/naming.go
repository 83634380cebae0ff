package campaign

import (
	"context"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/store"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/wording"
)

// oldEnd is the last day of a campaign whose end moves; false where it does not, or had none.
func oldEnd(was, is content.Campaign) (day time.Time, moves bool) {
	old := was.Valid.Until
	return old.Add(-time.Millisecond).In(zone), !old.IsZero() && !old.Equal(is.Valid.Until) // midnight ends the day before
}

// wordings is what the files of slides say, by the IDs of the slides. It is read before a change is
// made: some files lie far away.
type wordings map[string]fileTexts

type fileTexts struct {
	media  []content.Digest
	texts  []string
	unread bool // a file could not be read
}

// wordingsIn reads the files of the live slides of a campaign whose end a change moves.
func wordingsIn(ctx context.Context, r store.Reader, media blob.Bucket, d content.DraftOf[content.Campaign], slides []content.Slide) wordings {
	out := wordings{}
	if _, moves := oldEnd(d.Base, d.Doc); moves {
		for _, one := range approved(slides) {
			texts, err := wording.Of(ctx, r, media, one)
			out[one.ID] = fileTexts{one.Media(), texts, err != nil}
		}
	}
	return out
}

// wordingsOf is [wordingsIn] for the change of a campaign that waits.
func (s *Campaigns) wordingsOf(ctx context.Context, id string) (wordings, error) {
	d, err := s.Store.CampaignDraft(ctx, id)
	if err != nil {
		return nil, err
	}
	if _, moves := oldEnd(d.Base, d.Doc); !moves {
		return wordings{}, nil
	}
	slides, err := slidesOf(ctx, s.Store.Reader, id)
	if err != nil {
		return nil, err
	}
	files := wordingsIn(ctx, s.Store.Reader, s.media, d, slides)
	if lost := files.unread(slides); len(lost) > 0 {
		return nil, &content.Error{
			Code: content.Away,
			Vi: "Lúc này không đọc được tệp của tấm “" + lost[0].Title + "”, nên chưa biết tấm có ghi ngày kết thúc cũ không. Chưa duyệt gì: hãy thử lại sau ít phút, " +
				"hoặc gỡ tấm trước.",
			En: "The file of “" + lost[0].Title + "” cannot be read now, so whether it names the old end is not known. Nothing was approved: try again in some " +
				"minutes, or take the slide off first.",
		}
	}
	return files, nil
}

// unread are the slides of which a file could not be read.
func (w wordings) unread(slides []content.Slide) (out []content.Slide) {
	for _, one := range slides {
		if w[one.ID].unread {
			out = append(out, one)
		}
	}
	return out
}

// of are the texts of a slide's files; none where it has others by now.
func (w wordings) of(one content.Slide) []string {
	if now := w[one.ID]; slices.Equal(now.media, one.Media()) {
		return now.texts
	}
	return nil
}

// naming are the slides whose words, or whose files, name the day of the old end, where the end
// moves.
func naming(slides []content.Slide, was, is content.Campaign, files wordings) (out []content.Slide) {
	day, moves := oldEnd(was, is)
	if !moves {
		return nil
	}
	dated := content.Naming(day)
	for _, one := range slides {
		if dated(one.Words.Texts()) || dated(files.of(one)) {
			out = append(out, one)
		}
	}
	return out
}

// holdNaming keeps slides off that name the old end, until somebody has looked at them: by then the
// date on them is wrong. What a hold without an end keeps off everywhere already stays as it is.
func holdNaming(ctx context.Context, tx *store.Tx, who string, slides []content.Slide, was, is content.Campaign, files wordings) error {
	day, _ := oldEnd(was, is)
	holds, err := tx.HoldsLeft(ctx, tx.Time())
	if err != nil {
		return err
	}
	for _, one := range naming(slides, was, is, files) {
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
