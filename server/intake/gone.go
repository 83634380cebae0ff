package intake

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
)

// gone takes the slide of a deleted file off, unless a copy of the file is still there. Figures that were let out stay, and
// so does what a campaign.yaml set.
func (in *Intake) gone(ctx context.Context, e inbox.Event) error {
	row, err := in.Store.InboxFile(ctx, e.Path)
	if content.CodeOf(err) == content.NotFound || content.CodeOf(err) == content.Invalid {
		return nil // it was never taken in
	}
	if err != nil {
		return err
	}
	if err := in.loadHoldings(ctx); err != nil {
		return err
	}
	copied := in.holdings.copyOf(row.Slide, e.Path)
	_, err = in.Store.Change(ctx, actor(e.Path), func(tx *store.Tx) error {
		now := row
		if err := in.leave(ctx, tx, now.Slide, e.Path, copied); err != nil {
			return err
		}
		if now.State == store.Refused {
			now.Slide = "" // it lies among the refused, and the sentence is still worth reading
		} else {
			now.State = store.Vanished
		}
		return tx.PutInboxFile(ctx, now)
	})
	if err != nil {
		return err
	}
	in.holdings.letGo(e.Path)
	if isSettings(e.Path) {
		in.clearSentence(e)
		folder, _ := topFolder(e.Path)
		in.again(ctx, inFolder(folder))
	}
	return nil
}

// leave takes a slide off that was this file's, or makes it its copy's.
func (in *Intake) leave(ctx context.Context, tx *store.Tx, slide, path, copied string) error {
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
	switch {
	case copied != "":
		s.Source = source + copied
	case s.State == content.TakenOff:
		return nil
	default:
		s = content.TakeOff(s)
	}
	return tx.PutSlide(ctx, s)
}

// onDisk says whether a path of the inbox is there, however the disk spells it. What cannot be told counts as there: a
// slide is not taken from a file on a guess.
func (in *Intake) onDisk(path string) bool {
	dir, err := os.OpenRoot(in.Root)
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
