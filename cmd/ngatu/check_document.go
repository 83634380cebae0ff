package main

import (
	"bytes"
	"context"
	"io"

	"ngatu/content"
	"ngatu/content/card"
	"ngatu/content/preflight"
	"ngatu/internal/media"
	"ngatu/internal/store"
	"ngatu/internal/worker"
	"ngatu/server/intake"
	"ngatu/server/rendition"
)

// pages are the facts of each page of a PDF, with what it says.
func (l look) pages(ctx context.Context, name string, r io.ReaderAt, size int64) (all []preflight.Facts, err error) {
	side := min(max(rendition.LeastSide, l.canvas.Width, l.canvas.Height), worker.MaxPageSide)
	for first, count := 0, 1; first < count; {
		var drawn []worker.Page // no page is opened while a worker draws: there may be one alone
		count, first, err = l.workers.Pages(ctx, name, r, size, first, side, func(_, _ int, p worker.Page) error {
			drawn = append(drawn, p)
			return nil
		})
		if err != nil {
			return nil, err
		}
		for _, p := range drawn {
			f, _, err := l.part(ctx, intake.PageTitle(name, len(all), count), bytes.NewReader(p.Picture), int64(len(p.Picture)))
			if err != nil {
				return nil, err
			}
			f.Texts = append(f.Texts, p.Text)
			for i := range f.Views {
				f.Views[i] = f.Paged(f.Views[i], p.Lines)
			}
			all = append(all, f)
		}
	}
	return all, nil
}

// part are the facts of a picture out of a document.
func (l look) part(ctx context.Context, title string, r io.ReaderAt, size int64) (f preflight.Facts, m media.Medium, err error) {
	m, picture, err := l.workers.Import(ctx, "", r, size)
	if err != nil || picture == nil {
		return f, m, err
	}
	defer picture.Close()
	f, err = l.picture(ctx, title, m, picture)
	return f, m, err
}

// document are the facts of the pages of a deck or a text as they look, or of its words and
// pictures, with the notices about it.
func (l look) document(ctx context.Context, name string, r io.ReaderAt, size int64) ([]preflight.Facts, []store.Notice, error) {
	mk := rendition.New(rendition.Options{Workers: l.workers})
	printed, words, err := mk.Open(ctx, name, r, size)
	if err != nil {
		return nil, nil, err
	}
	if words != nil {
		defer words.Close()
		return l.words(ctx, name, words)
	}
	defer printed.Close()
	all, err := l.pages(ctx, name, printed, printed.Size)
	return all, printed.Notices, err
}

// words are the facts of the cards that a document becomes, and of its pictures.
func (l look) words(ctx context.Context, name string, w *rendition.Words) (all []preflight.Facts, notes []store.Notice, err error) {
	for i, p := range w.Pages {
		for _, c := range w.Cards[i] {
			f, err := l.card(c)
			if err != nil {
				return nil, nil, err
			}
			all = append(all, f)
		}
		for _, n := range p.Pictures {
			f, m, err := l.part(ctx, "", w.Pictures[n], w.Pictures[n].Size)
			code := content.CodeOf(err)
			if code == content.Invalid || code == content.TooLarge || err == nil && (m.Kind != media.KindPicture || max(m.Width, m.Height) < rendition.LeastPicture) {
				w.Left()
				continue
			}
			if err != nil {
				return nil, nil, err
			}
			all = append(all, f)
		}
	}
	for i := range all {
		all[i].Slide.Title = intake.PageTitle(name, i, len(all))
	}
	return all, w.Notices(), w.Made(len(all))
}

// card are the facts of a card as Ngatu lays it out.
func (l look) card(c card.Card) (preflight.Facts, error) {
	return l.laid(content.Slide{Kind: content.Notice, Style: c.Style, Words: c.Words}, l.canvas)
}
