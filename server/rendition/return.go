package rendition

import (
	"context"
	"errors"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/internal/worker"
)

// What cannot be made of a draft that awaits approval goes back to its authors: an approver decides
// on what screens will show.

// lost says of an error that trying again is of no use, and gives the sentence for it.
func lost(err error) (content.Error, bool) {
	var said *content.Error
	if !errors.As(err, &said) {
		return content.Error{}, false
	}
	switch said.Code {
	case content.Invalid, content.TooLarge, content.Damaged, content.Missing, content.NotFound:
		return *said, true
	}
	return *said, worker.Died(err)
}

var (
	unconverted = content.Error{
		Vi: "Máy chủ không chuyển mã được video. Nếu gửi duyệt lại, màn hình chiếu nguyên tệp gốc.",
		En: "The server could not convert the clip. Submitted again, it is shown as it came.",
	}
	unplayable = content.Error{
		Code: content.Invalid,
		Vi:   "Máy chủ không chuyển mã được video nên video không được chiếu. Hãy chuyển sang MP4 (H.264) bằng phần mềm dựng rồi thay tệp.",
		En:   "The server could not convert the clip, so it is not shown. Convert it to MP4 (H.264) in your editor and replace the file.",
	}
	unlabelled = content.Error{
		Code: content.Invalid,
		Vi:   "Máy chủ không đóng được nhãn AI lên video nên video không được chiếu. Hãy tự đóng nhãn trong phần mềm dựng rồi thay tệp, hoặc báo người vận hành.",
		En:   "The server could not put the AI label on the clip, so it is not shown. Put the label on it in your editor and replace the file, or tell the operator.",
	}
	unreadable = content.Error{
		Vi: "Máy chủ không tạo được hình từ tệp này. Hãy thay tệp khác.",
		En: "The server cannot make pictures of this file. Replace it by another.",
	}
)

// giveBack returns the draft of a slide that awaits approval with this medium.
func giveBack(ctx context.Context, tx *store.Tx, id string, medium content.Digest, why content.Error) error {
	d, err := tx.SlideDraft(ctx, id)
	if content.CodeOf(err) == content.NotFound || err == nil && (d.Doc.State != content.Submitted || d.Doc.Medium != medium) {
		return nil
	}
	if err != nil {
		return err
	}
	reason := []rune(why.Vi + " · " + why.En)
	if d, err = d.Return(string(reason[:min(len(reason), content.MaxWhy)])); err != nil {
		return err
	}
	return tx.PutSlideDraft(ctx, "return", d)
}
