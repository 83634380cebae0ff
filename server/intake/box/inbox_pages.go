package box

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path"

	"ngatu/content"
	"ngatu/internal/inbox"
	"ngatu/internal/media"
	"ngatu/internal/store"
	"ngatu/server/intake/standing"
)

// paged reports whether a file of the inbox is shown by its pages: a PDF, or what LibreOffice makes
// one of.
func (box *Box) paged(e inbox.Event) (bool, error) {
	f, err := openFile(box.Root, e)
	if err != nil {
		return false, err
	}
	defer f.Close()
	kind, err := media.DocumentOf(path.Base(e.Path), f, e.Size)
	return kind == media.PDF || kind == media.Office && box.Renditions.CanPrint(), err
}

// pagesFile makes the pages of a PDF slides, or changes the slides that they were: all at once,
// when all of them are drawn. Until then what was on air stays.
func (box *Box) pagesFile(ctx context.Context, e inbox.Event, folder string) error {
	set, err := box.folderSettings(ctx, e, folder)
	if err != nil {
		return err
	}
	if err := box.loadHoldings(ctx); err != nil {
		return err
	}
	d := drop{Event: e, folder: folder, campaign: box.campaigns.of(folder), settings: set}
	of := fmt.Sprint(e.Size, e.ModTime.UnixNano(), e.Changed.UnixNano())
	done, err := box.works.done(e.Path, of, standing.PagesComing(e.Path))
	if err != nil {
		return err
	}
	if done == nil {
		return box.works.begin(e.Path, of, standing.PagesComing(e.Path), func(ctx context.Context, w *work) { w.err = box.readPages(ctx, d, w) })
	}
	if done.err != nil {
		return done.err
	}
	var row store.InboxFile
	double := false
	_, err = box.Store.Change(ctx, actor(e.Path), func(tx *store.Tx) error {
		row, double, err = box.placePages(ctx, tx, d, done)
		return err
	})
	if err != nil {
		return err
	}
	box.beside.clear(e)
	box.holdings.hold(row.Slide, e.Path)
	if double {
		box.beside.write(e, row.Sentence)
	} else {
		box.copiesAgain(ctx, row.Slide, e.Path)
	}
	return nil
}

// readPages draws the pages, and makes what screens show of them.
func (box *Box) readPages(ctx context.Context, d drop, w *work) error {
	f, err := openFile(box.Root, d.Event)
	if err != nil {
		return err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(f, 0, d.Size)); err != nil {
		return err
	}
	w.digest = content.Digest(hex.EncodeToString(sum.Sum(nil)))
	if err = box.drawPages(ctx, d, f, w); err == nil {
		err = w.lookAtPages(ctx, box, d)
	}
	if changed := unchanged(f, d.Event); changed != nil {
		return changed
	}
	return err
}

func (box *Box) drawPages(ctx context.Context, d drop, f *os.File, w *work) error {
	name := path.Base(d.Path)
	kind, err := media.DocumentOf(name, f, d.Size)
	if err != nil {
		return err
	}
	var notices []store.Notice
	size := d.Size
	if kind == media.Office {
		p, err := box.Renditions.PrintInTurn(ctx, name, f, d.Size)
		if err != nil {
			return err
		}
		defer p.Close()
		f, size, notices = p.File, p.Size, p.Notices
	}
	w.pages, err = box.Renditions.Pages(ctx, actor(d.Path), name, f, size, box.fromInbox(d), func(int, int) error { return nil })
	if err == nil {
		w.pages[0].Notices = append(w.pages[0].Notices, notices...)
	}
	return err
}
