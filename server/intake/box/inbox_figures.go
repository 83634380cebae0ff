package box

import (
	"context"
	"io"
	"path"

	"ngatu/content"
	"ngatu/internal/inbox"
	"ngatu/internal/sheet"
	"ngatu/internal/store"
	"ngatu/server/figures"
	"ngatu/server/intake/standing"
)

// figureFile lets the figures of a spreadsheet out. Nothing is let out without a person
// who stands for it.
func (box *Box) figureFile(ctx context.Context, e inbox.Event) error {
	st, ok, err := standing.Of(ctx, box.Store.Reader, e.Path)
	if err != nil {
		return err
	}
	if !ok {
		return unreleased(e.Path)
	}
	f, err := openFile(box.Root, e)
	if err != nil {
		return err
	}
	defer f.Close()
	whole, size, err := box.Workers.Spool(f, sheet.MaxBytes+1)
	if err != nil {
		return err
	}
	defer whole.Close()
	if err := unchanged(f, e); err != nil {
		return err
	}
	o := figures.TakeOptions{By: figures.NameOf(ctx, box.Store.Reader, st.By), Person: st.By}
	r, err := box.Figures.Read(ctx, actor(e.Path), path.Base(e.Path), io.NewSectionReader(whole, 0, size), o)
	if err != nil {
		return err
	}
	r, err = box.Figures.Keep(ctx, actor(e.Path), r, o, func(tx *store.Tx, r figures.Reading) error {
		if r.Outcome == figures.Asked {
			return nil // the file is set aside, with the questions beside it
		}
		row := fileOf(e, r.Sheet.Digest)
		row.Sentence = keptSentence(r)
		return tx.PutInboxFile(ctx, row)
	})
	switch {
	case err != nil:
		return err
	case r.Outcome == figures.Asked:
		return figures.AskedSentence(e.Path, r.Asks)
	}
	box.beside.clear(e)
	return nil
}

// keptSentence tells whoever dropped a file that it waits for a person, and what staff should know.
func keptSentence(r figures.Reading) store.Notice {
	if r.Outcome == figures.Held {
		return joined(append([]store.Notice{{
			Vi: "Số liệu đã đọc xong và đang chờ công bố trong trang quản trị, mục Số liệu.",
			En: "The figures were read and wait to be released in the studio, under Figures.",
		}}, r.Notices...))
	}
	return joined(r.Notices)
}

func unreleased(file string) error {
	return &content.Error{
		Code: content.Invalid,
		Vi:   "“" + path.Base(file) + "” chưa được công bố: thư mục số liệu chưa có phê duyệt thường trực. Hãy gửi qua trang quản trị, hoặc nhờ người có quyền lập phê duyệt thường trực cho thư mục này rồi chép lại tệp.",
		En:   "“" + path.Base(file) + "” was not let out: the folder of figures has no standing approval. Send it in the studio, or have somebody who may make a standing approval for the folder, and copy the file again.",
	}
}
