package box

import (
	"context"
	"errors"

	"ngatu/content"
	"ngatu/internal/inbox"
	"ngatu/internal/store"
)

// refuse notes why a file was not taken and sets it aside with the sentence, when nobody
// writes to it any more.
func (box *Box) refuse(ctx context.Context, e inbox.Event, why error) error {
	row := fileOf(e, "")
	row.State = store.Refused
	row.Sentence = sentenceOf(why)
	if err := box.note(ctx, e, row); err != nil {
		if !isRefusal(err) {
			return err
		}
		box.Log.Warn("a refused file has a name that cannot be stored", "file", e.Path, "error", err)
	}
	box.beside.clear(e)
	box.Log.Info("refused a file of the inbox", "file", e.Path, "why", row.Sentence.Vi)
	box.works.going.Go(func() {
		_, err := inbox.SetAside(box.works.ending, box.Root, e, row.Sentence.Vi+"\n\n"+row.Sentence.En)
		if err != nil && !errors.Is(err, inbox.ErrChanged) && box.works.ending.Err() == nil {
			box.Log.Warn("a refused file stays where it was", "file", e.Path, "error", err)
			box.notAside(e, row, err)
		}
	})
	return nil
}

// notAside adds to a refusal that the file could not be moved.
func (box *Box) notAside(e inbox.Event, refused store.InboxFile, why error) {
	ctx := box.works.ending
	_, err := box.Store.Change(ctx, actor(e.Path), func(tx *store.Tx) error {
		row, err := tx.InboxFile(ctx, e.Path)
		if err != nil || row.State != store.Refused || row.Sentence != refused.Sentence {
			return err // something else became of it
		}
		row.Sentence = joined([]store.Notice{row.Sentence, sentenceOf(why)})
		return tx.PutInboxFile(ctx, row)
	})
	if err != nil && ctx.Err() == nil {
		box.Log.Warn("staff are not told that a refused file stays", "file", e.Path, "error", err)
	}
}

// note stores why a file was refused. Its slide stays until the file is really set aside: a copier
// may only have paused.
func (box *Box) note(ctx context.Context, e inbox.Event, row store.InboxFile) error {
	_, err := box.Store.Change(ctx, actor(e.Path), func(tx *store.Tx) error {
		old, err := tx.InboxFile(ctx, e.Path)
		if err != nil && content.CodeOf(err) != content.NotFound {
			return err
		}
		if old.State != store.Vanished {
			row.Slide = old.Slide
		}
		return tx.PutInboxFile(ctx, row)
	})
	return err
}

// fileOf is the record of a file as an event describes it.
func fileOf(e inbox.Event, d content.Digest) store.InboxFile {
	return store.InboxFile{Path: e.Path, Size: e.Size, Modified: e.ModTime, Changed: e.Changed, Digest: d, State: store.Taken}
}

func sentenceOf(err error) store.Notice {
	var e *content.Error
	if errors.As(err, &e) {
		return store.Notice{Vi: e.Vi, En: e.En}
	}
	return store.Notice{Vi: err.Error(), En: err.Error()}
}

// isRefusal says whether an error is about the file itself: trying again would not help.
func isRefusal(err error) bool {
	switch content.CodeOf(err) {
	case content.Invalid, content.TooLarge:
		return !errors.Is(err, context.Canceled)
	}
	return false
}
