package box

import (
	"context"
	"path"

	"ngatu/content"
	"ngatu/internal/inbox"
	"ngatu/internal/store"
)

// trying reads a file, and notes in the database that it does until it is done. The threat: a file
// over which the whole server ends would end it again at every start, for it still lies in the
// inbox. One over which it ended is not opened.
func (box *Box) trying(ctx context.Context, e inbox.Event, read func() error) error {
	if err := box.endedOver(ctx, e); err != nil {
		return err
	}
	if err := box.Store.Try(ctx, store.Trying{Path: e.Path, Size: e.Size, Modified: e.ModTime}); err != nil {
		return err
	}
	defer func() {
		if err := box.Store.Tried(context.WithoutCancel(ctx), e.Path); err != nil {
			box.Log.Warn("a file was read, and that cannot be noted: after the next start it is set aside", "file", e.Path, "error", err)
		}
	}()
	return read()
}

// endedOver refuses a file that was being read when the server ended.
func (box *Box) endedOver(ctx context.Context, e inbox.Event) error {
	if box.ended == nil {
		all, err := box.Store.AllTrying(ctx)
		if err != nil {
			return err
		}
		box.ended = map[string]store.Trying{}
		for _, t := range all {
			box.ended[t.Path] = t
		}
	}
	t, ok := box.ended[e.Path]
	if !ok {
		return nil
	}
	row, err := box.Store.InboxFile(ctx, e.Path)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return err
	}
	if err := box.Store.Tried(ctx, e.Path); err != nil {
		return err
	}
	delete(box.ended, e.Path)
	if t.Size != e.Size || !t.Modified.Equal(e.ModTime) {
		return nil // another file by now
	}
	if row.State == store.Taken && row.Size == e.Size && row.Modified.Equal(e.ModTime) {
		return nil // it was taken in before the end
	}
	return &content.Error{
		Code: content.Invalid,
		Vi:   "Máy chủ đã dừng đột ngột khi đang đọc tệp “" + path.Base(e.Path) + "” nên tệp được để riêng ra. Nếu máy chủ bị tắt hoặc mất điện, hãy thả lại tệp; nếu lại dừng, hãy lưu tệp lại thành tệp mới.",
		En:   "The server stopped while it read the file “" + path.Base(e.Path) + "”, so the file was set aside. If the server was switched off or lost power, drop the file again; if it stops again, save the file again.",
	}
}
