package intake

import (
	"context"
	"path"

	"ngatu/content"
	"ngatu/internal/inbox"
	"ngatu/internal/store"
)

// away are the folders that vanished while slides of theirs stay on air: a sentence of each lies in
// the inbox until the folder is back or its slides are off.
type away struct {
	folders map[string]bool // nil before they were looked for
	number  int64           // of the last change when they were looked at
}

// folderAway tells of each slide of a folder that vanished that it stays on air, and folderBack
// that this is over.
func (box *Folder) folderAway(ctx context.Context, e inbox.Event) error {
	said := sentenceOf(e.Err)
	told, err := box.sayBelow(ctx, e.Path, func(f store.InboxFile) (store.Notice, bool) { return said, f.Slide != "" && f.State == store.Taken })
	if err == nil && told > 0 {
		box.writeSentence(e, said)
		if box.away.folders != nil {
			box.away.folders[e.Path], box.away.number = true, 0
		}
	}
	return err
}

func (box *Folder) folderBack(ctx context.Context, e inbox.Event) error {
	said := sentenceOf(inbox.FolderAway(e.Path))
	_, err := box.sayBelow(ctx, e.Path, func(f store.InboxFile) (store.Notice, bool) { return store.Notice{}, f.Sentence == said })
	box.clearSentence(inbox.Event{Kind: inbox.FolderBack, Path: e.Path})
	delete(box.away.folders, e.Path)
	return err
}

// awayOver takes the sentences away about folders of which staff have taken everything off.
func (box *Folder) awayOver(ctx context.Context) error {
	if box.away.folders == nil {
		if err := box.loadAway(ctx); err != nil {
			return err
		}
	}
	if len(box.away.folders) == 0 {
		return nil
	}
	number, err := box.Store.LastChange(ctx)
	if err != nil || number == box.away.number {
		return err
	}
	for folder := range box.away.folders {
		shown, err := box.shownBelow(ctx, folder)
		if err == nil && !shown {
			err = box.folderBack(ctx, inbox.Event{Path: folder})
		}
		if err != nil {
			return err
		}
	}
	box.away.number = number
	return nil
}

func (box *Folder) loadAway(ctx context.Context) error {
	found := map[string]bool{}
	err := box.Store.EachInboxFile(ctx, "", func(f store.InboxFile) {
		for dir := path.Dir(f.Path); dir != "." && f.Sentence != (store.Notice{}); dir = path.Dir(dir) {
			if f.Sentence == sentenceOf(inbox.FolderAway(dir)) {
				found[dir] = true
			}
		}
	})
	if err == nil {
		box.away.folders = found
	}
	return err
}

// shownBelow reports whether a slide that a file of a folder became was not taken off.
func (box *Folder) shownBelow(ctx context.Context, folder string) (bool, error) {
	var slides []string
	err := box.Store.EachInboxFile(ctx, folder, func(f store.InboxFile) {
		if f.Slide != "" && f.State == store.Taken {
			slides = append(slides, f.Slide)
		}
	})
	for _, id := range slides {
		if err != nil {
			break
		}
		var s content.Slide
		if s, err = box.Store.Slide(ctx, id); err == nil && s.State != content.TakenOff {
			return true, nil
		}
		if content.CodeOf(err) == content.NotFound {
			err = nil
		}
	}
	return false, err
}

// leftAway takes the sentence about a folder away when no slide of it is left: its files
// came back elsewhere.
func (box *Folder) leftAway(ctx context.Context, folder string) {
	for ; folder != "."; folder = path.Dir(folder) {
		if shown, err := box.shownBelow(ctx, folder); shown || err != nil {
			return
		}
		box.clearSentence(inbox.Event{Kind: inbox.FolderBack, Path: folder})
	}
}

// sayBelow changes the sentences of files below a folder, and says how many.
func (box *Folder) sayBelow(ctx context.Context, folder string, what func(store.InboxFile) (store.Notice, bool)) (int, error) {
	var changed []store.InboxFile
	err := box.Store.EachInboxFile(ctx, folder, func(f store.InboxFile) {
		if say, ok := what(f); ok && f.Sentence != say {
			f.Sentence = say
			changed = append(changed, f)
		}
	})
	if err != nil || len(changed) == 0 {
		return 0, err
	}
	_, err = box.Store.Change(ctx, actor(folder+"/"), func(tx *store.Tx) error {
		for _, f := range changed {
			if err := tx.PutInboxFile(ctx, f); err != nil {
				return err
			}
		}
		return nil
	})
	return len(changed), err
}
