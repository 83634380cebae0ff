package box

import (
	"context"
	"path"

	"ngatu/internal/inbox"
	"ngatu/internal/store"
)

// away are the folders that vanished while slides of theirs stay on air: a sentence of each lies in
// the inbox until the folder is back or its slides are off.
type away struct {
	beside

	folders map[string]bool // nil before they were looked for
	number  int64           // of the last change when they were looked at
}

// gone tells of each slide of a folder that vanished that it stays on air, and back
// that this is over.
func (a *away) gone(ctx context.Context, e inbox.Event) error {
	said := sentenceOf(e.Err)
	changed, err := a.sayBelow(ctx, e.Path, func(f store.InboxFile) (store.Notice, bool) { return said, f.Slide != "" && f.State == store.Taken })
	if err == nil && changed > 0 {
		a.write(e, said)
		if a.folders != nil {
			a.folders[e.Path], a.number = true, 0
		}
	}
	return err
}

func (a *away) back(ctx context.Context, e inbox.Event) error {
	said := sentenceOf(inbox.FolderAway(e.Path))
	_, err := a.sayBelow(ctx, e.Path, func(f store.InboxFile) (store.Notice, bool) { return store.Notice{}, f.Sentence == said })
	a.clear(inbox.Event{Kind: inbox.FolderBack, Path: e.Path})
	delete(a.folders, e.Path)
	return err
}

// forget takes the sentences away about folders of which staff have taken everything off.
func (a *away) forget(ctx context.Context) error {
	if a.folders == nil {
		if err := a.load(ctx); err != nil {
			return err
		}
	}
	if len(a.folders) == 0 {
		return nil
	}
	number, err := a.store.LastChange(ctx)
	if err != nil || number == a.number {
		return err
	}
	for folder := range a.folders {
		shown, err := a.shownBelow(ctx, folder)
		if err == nil && !shown {
			err = a.back(ctx, inbox.Event{Path: folder})
		}
		if err != nil {
			return err
		}
	}
	a.number = number
	return nil
}

func (a *away) load(ctx context.Context) error {
	found := map[string]bool{}
	err := a.store.EachInboxFile(ctx, "", func(f store.InboxFile) {
		for dir := path.Dir(f.Path); dir != "." && f.Sentence != (store.Notice{}); dir = path.Dir(dir) {
			if f.Sentence == sentenceOf(inbox.FolderAway(dir)) {
				found[dir] = true
			}
		}
	})
	if err == nil {
		a.folders = found
	}
	return err
}

// shownBelow reports whether a slide that a file of a folder became was not taken off.
func (a *away) shownBelow(ctx context.Context, folder string) (bool, error) {
	var slides []string
	err := a.store.EachInboxFile(ctx, folder, func(f store.InboxFile) {
		if f.Slide != "" && f.State == store.Taken {
			slides = append(slides, f.Slide)
		}
	})
	for _, id := range slides {
		if err != nil {
			break
		}
		var off bool
		if off, err = a.store.SlideOff(ctx, id); err == nil && !off {
			return true, nil
		}
	}
	return false, err
}

// left takes the sentence about a folder away when no slide of it is left: its files
// came back elsewhere.
func (a *away) left(ctx context.Context, folder string) {
	for ; folder != "."; folder = path.Dir(folder) {
		if shown, err := a.shownBelow(ctx, folder); shown || err != nil {
			return
		}
		a.clear(inbox.Event{Kind: inbox.FolderBack, Path: folder})
	}
}

// sayBelow changes the sentences of files below a folder, and says how many.
func (a *away) sayBelow(ctx context.Context, folder string, what func(store.InboxFile) (store.Notice, bool)) (int, error) {
	var changed []store.InboxFile
	err := a.store.EachInboxFile(ctx, folder, func(f store.InboxFile) {
		if say, ok := what(f); ok && f.Sentence != say {
			f.Sentence = say
			changed = append(changed, f)
		}
	})
	if err != nil || len(changed) == 0 {
		return 0, err
	}
	_, err = a.store.Change(ctx, actor(folder+"/"), func(tx *store.Tx) error {
		for _, f := range changed {
			if err := tx.PutInboxFile(ctx, f); err != nil {
				return err
			}
		}
		return nil
	})
	return len(changed), err
}
