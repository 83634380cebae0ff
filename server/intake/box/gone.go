package box

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/text/unicode/norm"

	"ngatu/content"
	"ngatu/internal/inbox"
	"ngatu/internal/store"
	"ngatu/server/intake/campaignfile"
)

// gone takes the slide of a deleted file off, unless a copy of the file is still there. Figures
// that were let out stay, and so does what a campaign.yaml set.
func (box *Box) gone(ctx context.Context, e inbox.Event) error {
	box.works.leave(e.Path)
	row, err := box.Store.InboxFile(ctx, e.Path)
	if content.CodeOf(err) == content.NotFound || content.CodeOf(err) == content.Invalid {
		return nil // it was never taken in
	}
	if err != nil {
		return err
	}
	if err := box.loadHoldings(ctx); err != nil {
		return err
	}
	copied := box.holdings.copyOf(row.Slide, e.Path)
	_, err = box.Store.Change(ctx, actor(e.Path), func(tx *store.Tx) error {
		now := row
		if err := leave(ctx, tx, now.Slide, e.Path, copied); err != nil {
			return err
		}
		if err := pagesOff(ctx, tx, e.Path, copied); err != nil {
			return err
		}
		if err := single(ctx, tx, copied); err != nil {
			return err
		}
		switch {
		case now.State == store.Refused && !campaignfile.Is(e.Path):
			now.Slide = "" // it lies among the refused, and the sentence is still worth reading
		case now.State == store.Held && now.Slide == "" && now.Digest == "":
			return tx.DeleteInboxFile(ctx, e.Path)
		default:
			now.State, now.Sentence = store.Vanished, store.Notice{}
		}
		return tx.PutInboxFile(ctx, now)
	})
	if err != nil {
		return err
	}
	box.holdings.letGo(e.Path)
	if row.State != store.Refused || campaignfile.Is(e.Path) {
		box.beside.clear(e)
	}
	if copied != "" {
		box.beside.clear(inbox.Event{Path: copied, Real: filepath.FromSlash(copied)})
	}
	if campaignfile.Is(e.Path) || campaignfile.Like(e.Path) {
		folder, _ := topFolder(e.Path)
		box.again(ctx, inFolder(folder))
	}
	return nil
}

// single takes the sentence from a copy that is the only one now.
func single(ctx context.Context, tx *store.Tx, copied string) error {
	if copied == "" {
		return nil
	}
	row, err := tx.InboxFile(ctx, copied)
	if err != nil || row.State != store.Taken {
		return err
	}
	row.Sentence = store.Notice{}
	return tx.PutInboxFile(ctx, row)
}

// leave takes a slide off that was this file's, or makes it its copy's.
func leave(ctx context.Context, tx *store.Tx, slide, path, copied string) error {
	if slide == "" {
		return nil
	}
	s, err := tx.Slide(ctx, slide)
	if content.CodeOf(err) == content.NotFound {
		return nil
	}
	if err != nil || s.Source != source+path {
		return err
	}
	if err := endBeside(ctx, tx, slide, path, copied == ""); err != nil {
		return err
	}
	switch {
	case copied != "":
		s.Source = source + copied
	case s.State == content.TakenOff:
		return nil
	default:
		s = content.FileGone(s)
	}
	return tx.PutSlide(ctx, s)
}

// onDisk says whether a path of the inbox is there, however the disk spells it. What cannot be told
// counts as there: a slide is not taken from a file on a guess.
func (box *Box) onDisk(path string) bool {
	dir, err := os.OpenRoot(box.Root)
	if err != nil {
		return true
	}
	defer dir.Close()
	if _, err := dir.Lstat(filepath.FromSlash(path)); !errors.Is(err, fs.ErrNotExist) {
		return true
	}
	at := "."
	for _, name := range strings.Split(path, "/") {
		entries, err := fs.ReadDir(dir.FS(), at)
		if err != nil {
			return !errors.Is(err, fs.ErrNotExist)
		}
		found := false
		for _, entry := range entries {
			if found = norm.NFC.String(entry.Name()) == name; found {
				at = strings.TrimPrefix(at+"/"+entry.Name(), "./")
				break
			}
		}
		if !found {
			return false
		}
	}
	return true
}
