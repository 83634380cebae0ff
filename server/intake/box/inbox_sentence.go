package box

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"os"
	"path"
	"path/filepath"
	"unicode/utf8"

	"ngatu/content"
	"ngatu/internal/inbox"
	"ngatu/internal/store"
)

// whole is the path under which what concerns the inbox itself is told.
const whole = "."

// sentencePath is where the sentence about a file that stays where it is lies: in a folder beside
// it that the watcher passes over. About a folder it lies in the root: the folder itself is gone.
func sentencePath(e inbox.Event) string {
	const longest = 240 // bytes; file systems take 255
	dir, name := path.Split(filepath.ToSlash(e.Real))
	if e.Real == "" || e.Kind == inbox.FolderGone || e.Kind == inbox.FolderBack {
		dir, name = "", path.Base(e.Path)
		if e.Path == whole {
			name = "hop-tha-tep"
		}
		if parent := path.Dir(e.Path); parent != "." {
			dir = parent
		}
		return path.Join(inbox.Refused, dir, name+".txt")
	}
	for len(name) > longest {
		_, n := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-n]
	}
	return path.Join(dir, inbox.Refused, name+".txt")
}

// beside is what staff are told of files that stay where they are: by a sentence in the inbox and
// by a row in the studio.
type beside struct {
	store *store.Store
	root  string
	log   *slog.Logger
}

// write and clear go through the root of the inbox: a link in it leads nowhere
// outside. They make no folder that somebody may just have deleted, but the one for sentences.
func (b beside) write(e inbox.Event, s store.Notice) {
	dir, err := os.OpenRoot(b.root)
	if err == nil {
		defer dir.Close()
		name := filepath.FromSlash(sentencePath(e))
		if err = sentenceFolder(dir, filepath.Dir(name)); err == nil {
			err = dir.WriteFile(name, []byte(s.Vi+"\n\n"+s.En+"\n"), 0o644)
		}
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		b.log.Warn("no sentence could be written beside a file of the inbox", "file", e.Path, "error", err)
	}
}

func sentenceFolder(dir *os.Root, name string) error {
	if filepath.Base(name) != inbox.Refused {
		return dir.MkdirAll(name, 0o755) // below the root's own folder of refused files
	}
	err := dir.Mkdir(name, 0o755)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

func (b beside) clear(e inbox.Event) {
	dir, err := os.OpenRoot(b.root)
	if err != nil {
		return
	}
	defer dir.Close()
	name := filepath.FromSlash(sentencePath(e))
	err = dir.Remove(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		b.log.Warn("the sentence beside a file of the inbox stays", "file", e.Path, "error", err)
	}
	if parent := filepath.Dir(name); err == nil && parent != inbox.Refused {
		_ = dir.Remove(parent) // goes where it is empty
	}
}

// hold notes that a file is not taken for now and stays where it is, with a sentence beside it.
// What it became earlier stays as it is.
func (b beside) hold(ctx context.Context, e inbox.Event, why store.Notice) error {
	if e.Path == "" {
		e.Path = whole
	}
	old, err := b.store.InboxFile(ctx, e.Path)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return err
	}
	now := fileOf(e, old.Digest)
	now.State, now.Slide, now.Sentence = store.Held, old.Slide, why
	if old.State == store.Vanished {
		now.Slide = ""
	}
	if old.State == now.State && old.Sentence == now.Sentence && old.Size == now.Size && old.Modified.Equal(now.Modified) {
		return nil
	}
	b.log.Info("a file of the inbox is held", "file", e.Path, "why", why.Vi)
	b.write(e, why)
	_, err = b.store.Change(ctx, actor(e.Path), func(tx *store.Tx) error { return tx.PutInboxFile(ctx, now) })
	return err
}

// unhold forgets what was told of something that is over. A file that had been taken is as it was.
func (b beside) unhold(ctx context.Context, e inbox.Event) error {
	if e.Path == "" {
		e.Path = whole
	}
	row, err := b.store.InboxFile(ctx, e.Path)
	if content.CodeOf(err) == content.NotFound {
		return nil
	}
	if err != nil || row.State != store.Held {
		return err
	}
	b.clear(e)
	_, err = b.store.Change(ctx, actor(e.Path), func(tx *store.Tx) error {
		if row.Slide == "" && row.Digest == "" {
			return tx.DeleteInboxFile(ctx, e.Path)
		}
		row.State, row.Sentence = store.Taken, store.Notice{}
		return tx.PutInboxFile(ctx, row)
	})
	return err
}
