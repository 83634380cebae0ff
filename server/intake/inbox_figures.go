package intake

import (
	"bytes"
	"context"
	"io"
	"path"

	"ngatu/content"
	"ngatu/internal/inbox"
	"ngatu/internal/sheet"
	"ngatu/internal/store"
)

// figureFile lets the figures of a spreadsheet out. Nothing is let out without a person who stands for it.
func (in *Intake) figureFile(ctx context.Context, e inbox.Event) error {
	standing, ok, err := standingOf(ctx, in.Store.Reader, e.Path)
	if err != nil {
		return err
	}
	if !ok {
		return unreleased(e.Path)
	}
	f, err := in.openFile(e)
	if err != nil {
		return err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, sheet.MaxBytes+1))
	if err != nil {
		return err
	}
	if err := unchanged(f, e); err != nil {
		return err
	}
	data := bytes.NewReader(b)
	r, err := in.readFigures(ctx, actor(e.Path), path.Base(e.Path), data, FigureOptions{By: in.nameOf(ctx, standing.By)})
	if err != nil {
		return err
	}
	_, err = in.release(ctx, actor(e.Path), r, func(tx *store.Tx, r Reading) error {
		row := fileOf(e, content.DigestOf(b))
		row.Sentence = joined(r.Notices)
		return tx.PutInboxFile(ctx, row)
	})
	return err
}

func unreleased(file string) error {
	return &content.Error{
		Code: content.Invalid,
		Vi:   "“" + path.Base(file) + "” chưa được công bố: thư mục số liệu chưa có phê duyệt thường trực. Hãy gửi qua trang quản trị, hoặc nhờ người có quyền lập phê duyệt thường trực cho thư mục này rồi chép lại tệp.",
		En:   "“" + path.Base(file) + "” was not let out: the folder of figures has no standing approval. Send it in the studio, or have somebody who may make a standing approval for the folder, and copy the file again.",
	}
}
