package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/internal/witness"
)

func (a *App) openFolder(context.Context) (err error) {
	if a.cfg.Data, err = folder(a.cfg.Data); err != nil {
		return err
	}
	if a.at, err = a.cfg.Place(a.cfg.Data); err != nil {
		return err
	}
	a.at.Media, err = a.cfg.Bucket(a.cfg.Data)
	return err
}

// openData opens the database of a place with its witness, and finds out whether it is older than
// what was given out: then the server is held from now on. b says how it is opened, but for where the
// witness is.
func openData(ctx context.Context, at config.Place, kind store.FolderKind, b store.Beside) (*store.Store, error) {
	lost := !store.Remote(at.Database) && unclaimed(at.Database, at.Data)
	if lost && !b.AcceptLoss {
		return nil, store.Gone(at.Database)
	}
	b.Witness = witness.Path(at.Data)
	st, err := store.OpenBeside(ctx, at.Database, b)
	if err != nil {
		return nil, err
	}
	if err := settle(ctx, st, at, kind, lost, b.AcceptLoss); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return st, nil
}

func settle(ctx context.Context, st *store.Store, at config.Place, kind store.FolderKind, lost, accept bool) error {
	if _, err := st.Claim(ctx, kind); err != nil {
		return err
	}
	if err := mediaThere(ctx, st, at, accept); err != nil {
		return err
	}
	b := store.SetBack{}
	if b.Because, b.Highest = st.Found(); b.Because == "" && lost {
		b.Because = store.LossAccepted
	}
	mark, marked, err := witness.Marked(at.Data)
	if err != nil {
		return err
	}
	if marked {
		b = store.SetBack{Because: store.Restored, From: mark.From, Highest: max(b.Highest, mark.Highest)}
	}
	if b.Because != "" {
		if err := st.Hold(ctx, b); err != nil {
			return err
		}
	}
	if err := st.Attest(ctx); err != nil { // after Hold: until that is in the database, the witness and the mark stay
		return err
	}
	return witness.Unmark(at.Data)
}

// unclaimed says that a folder has lost its database: there is none, or an empty one,
// beside keys or media.
func unclaimed(path, data string) bool {
	if info, err := os.Stat(path); err == nil && info.Size() > 0 || err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false
	}
	return holdsFiles(filepath.Join(data, "keys")) || holdsFiles(mediaFolder(data))
}

// holdsFiles says whether there is any file in or below a folder.
func holdsFiles(dir string) bool {
	found := false
	filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			found = true
			return fs.SkipAll
		}
		return nil
	})
	return found
}
