package version

import (
	"context"
	"slices"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Restore makes a draft of a version that was approved once. Whoever does it is its author, and
// somebody else approves.
func (s *Versions) Restore(c *fiber.Ctx) error {
	ctx, id, who := c.UserContext(), shell.Param(c, "id"), signin.From(c).ID
	d, err := s.Store.SlideDraft(ctx, id)
	if err != nil {
		return err
	}
	_, err = s.Store.Change(ctx, who, func(tx *store.Tx) error {
		now, err := tx.SlideDraft(ctx, id)
		if err != nil {
			return err
		}
		if err := s.SignIn.AskSlide(ctx, tx, who, signin.Edit, now.Live, now.Doc); err != nil {
			return err
		}
		doc, err := restored(ctx, tx.Reader, now, numberOf(c))
		if err != nil {
			return err
		}
		if err := s.SignIn.AskSlide(ctx, tx, who, signin.Edit, doc); err != nil {
			return err
		}
		return store.WriteSlideDraft(ctx, tx, now.Save(doc, who, tx.Time()))
	})
	if err != nil {
		return s.list(c, d, err)
	}
	return shell.Done(c, shell.SlidePath(id), "restored")
}

// restored is the version of a number as it may be written again. It takes the place of nothing
// that somebody is writing, and all that it shows is still there.
func restored(ctx context.Context, r store.Reader, now content.SlideDraft, number int64) (content.Slide, error) {
	all, err := versionsOf(ctx, r, now.ID)
	if err != nil {
		return content.Slide{}, err
	}
	i := slices.IndexFunc(all, func(one approved) bool { return one.Number == number })
	switch {
	case i < 0:
		return content.Slide{}, &content.Error{Code: content.NotFound, Vi: "Không có bản này trong lịch sử của tấm.", En: "The history of the slide has no such version."}
	case writing(now):
		return content.Slide{}, &content.Error{
			Code: content.Conflict,
			Vi:   "Đang có bản nháp của tấm “" + now.Live.Title + "”. Hãy gửi duyệt hoặc bỏ bản nháp đó trước, để không mất những gì đã soạn.",
			En:   "There is a draft of “" + now.Live.Title + "”. Submit it or throw it away first, so that nothing that was written is lost.",
		}
	}
	doc := all[i].Slide.Document()
	if doc.Medium != now.Live.Medium {
		doc.Sizes.Not = nil // the cards of that picture have ended
	}
	if now.Live.State == content.Approved && content.SightOf(doc) == content.SightOf(now.Live.Document()) {
		return doc, &content.Error{Code: content.Conflict, Vi: "Bản này đang chiếu, không có gì để khôi phục.", En: "This version is on air: there is nothing to restore."}
	}
	if doc.Pair != nil {
		if err := store.AskPairs(ctx, r); err != nil {
			return doc, err
		}
	}
	if _, err := r.Campaign(ctx, doc.Campaign); err != nil {
		return doc, &content.Error{
			Code: content.Conflict, Err: err,
			Vi: "Chiến dịch của bản này không còn. Hãy sửa tấm và chọn chiến dịch khác.", En: "The campaign of this version is gone. Change the slide and choose another one.",
		}
	}
	for _, medium := range doc.Media() {
		if _, err := r.Medium(ctx, medium); err != nil {
			return doc, &content.Error{
				Code: content.Conflict, Err: err,
				Vi: "Tệp của bản này không còn được lưu. Hãy tải lên lại.", En: "The file of this version is not kept any more. Upload it again.",
			}
		}
	}
	return doc, nil
}
