package box

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"ngatu/content"
	"ngatu/internal/media"
	"ngatu/internal/store"
	"ngatu/server/intake"
	"ngatu/server/intake/standing"
)

// pageMark stands in a slide's source between the path of its PDF and the number of its page.
const pageMark = "#"

// document is a PDF of the inbox whose pages are there, and the slides that they were.
type document struct {
	drop
	*work
	was      map[int]content.Slide // by page, from 1
	vanished bool                  // it was deleted, which took them off
	stands   bool                  // somebody stands for its folder
	order    int                   // the next free place in its campaign
}

// placePages writes the slides of a PDF, and the record of its file. Of one that is there already
// it only says so.
func (box *Box) placePages(ctx context.Context, tx *store.Tx, d drop, w *work) (row store.InboxFile, double bool, err error) {
	row = fileOf(d.Event, w.digest)
	from, s, err := box.sameDocument(ctx, tx.Reader, d, w.digest)
	if err != nil {
		return row, false, err
	}
	if s.ID != "" {
		row.Slide, row.Sentence = s.ID, standing.Double(d.Path, s)
		return row, true, tx.PutInboxFile(ctx, row)
	}
	if err := box.campaigns.open(ctx, tx, d.folder); err != nil {
		return row, false, err
	}
	doc := document{drop: d, work: w}
	old, err := tx.InboxFile(ctx, from)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return row, false, err
	}
	doc.vanished = old.State == store.Vanished
	if doc.was, err = pagesOf(ctx, tx.Reader, from); err != nil {
		return row, false, err
	}
	if _, doc.stands, err = standing.Of(ctx, tx.Reader, d.Path); err != nil {
		return row, false, err
	}
	if doc.order, err = tx.NextOrder(ctx, d.campaign); err != nil {
		return row, false, err
	}
	if row.Slide, row.Sentence, err = box.putDocument(ctx, tx, doc); err != nil {
		return row, false, err
	}
	if err := box.campaigns.inOrder(ctx, tx, d, from); err != nil {
		return row, false, err
	}
	if from != d.Path {
		if err := vanish(ctx, tx, from); err != nil {
			return row, false, err
		}
	}
	return row, false, tx.PutInboxFile(ctx, row)
}

// putDocument writes a slide for each page and takes those off whose page is gone. It returns the
// first one's ID, and what staff should know.
func (box *Box) putDocument(ctx context.Context, tx *store.Tx, doc document) (first string, notice store.Notice, err error) {
	grows := doc.stands && len(doc.was) < len(doc.pages) // then all pages are put in their sequence again
	waiting := 0
	for i, m := range doc.pages {
		one := doc.drop
		one.medium, one.page = m, i+1
		if len(doc.looks) > i {
			one.look = doc.looks[i]
		}
		was := doc.was[one.page]
		p := placed{slide: was}
		if was.ID == "" {
			p = placed{slide: box.fromInbox(one), changed: true, fresh: true}
			p.slide.Title = intake.PageTitle(p.slide.Title, i, len(doc.pages))
		} else {
			p = replace(one, was, doc.vanished)
			p.slide.Source = one.source()
		}
		if p.fresh || grows {
			p.slide.Order = doc.order + i
		}
		submit := box.submit
		if !p.changed {
			submit = stays
		}
		if err := submit(ctx, tx, one, &p); err != nil {
			return first, notice, err
		}
		if p.changed || p.slide.Source != was.Source || p.slide.Order != was.Order {
			if err := tx.PutSlide(ctx, p.slide); err != nil {
				return first, notice, err
			}
		}
		if p.sentence == (store.Notice{}) {
			p.sentence = joined(m.Notices)
		}
		if p.sentence != (store.Notice{}) {
			if waiting++; waiting == 1 {
				notice = p.sentence
			}
		}
		if i == 0 {
			first = p.slide.ID
		}
		delete(doc.was, one.page)
	}
	for _, s := range doc.was {
		if err := takePageOff(ctx, tx, doc.Path, s); err != nil {
			return first, notice, err
		}
	}
	return first, ofPages(notice, waiting, len(doc.pages)), nil
}

// ofPages tells of so many pages what is told of one.
func ofPages(notice store.Notice, some, all int) store.Notice {
	if some == 0 || all == 1 {
		return notice
	}
	return store.Notice{Vi: fmt.Sprintf("%d trong %d trang: %s", some, all, notice.Vi), En: fmt.Sprintf("%d of %d pages: %s", some, all, notice.En)}
}

// sameDocument finds what a PDF was called before it was moved or renamed, or the first page of
// another one in its campaign that holds the same. from is its own path where there is neither.
func (box *Box) sameDocument(ctx context.Context, r store.Reader, d drop, digest content.Digest) (from string, double content.Slide, err error) {
	var rows []store.InboxFile
	err = r.EachInboxFile(ctx, "", func(f store.InboxFile) {
		if f.Digest == digest && f.Path != d.Path && f.Slide != "" {
			rows = append(rows, f)
		}
	})
	if err != nil {
		return d.Path, double, err
	}
	if own, err := pagesOf(ctx, r, d.Path); err != nil || len(own) > 0 {
		return d.Path, double, err // it has slides of its own
	}
	from = d.Path
	for _, f := range rows {
		folder, _ := topFolder(f.Path)
		if !box.onDisk(f.Path) {
			from = f.Path
			continue
		}
		if f.State == store.Taken && box.campaigns.of(folder) == d.campaign {
			double, err = r.Slide(ctx, f.Slide)
			if content.CodeOf(err) == content.NotFound {
				continue // somebody has deleted it
			}
			return d.Path, double, err
		}
	}
	return from, double, nil
}

// pagesOf are the slides of a PDF of the inbox by page, also those that were taken off.
func pagesOf(ctx context.Context, r store.Reader, file string) (map[int]content.Slide, error) {
	found := map[int]content.Slide{}
	err := r.EachSlide(ctx, store.SlideQuery{}, func(s content.Slide) error {
		if rest, ok := strings.CutPrefix(s.Source, source+file+pageMark); ok {
			if page, err := strconv.Atoi(rest); err == nil {
				found[page] = s
			}
		}
		return nil
	})
	return found, err
}

// pagesOff takes the slides of a PDF off that was deleted, or makes them its copy's.
func pagesOff(ctx context.Context, tx *store.Tx, file, copied string) error {
	if !media.NamedDocument(file) {
		return nil
	}
	all, err := pagesOf(ctx, tx.Reader, file)
	for page, s := range all {
		switch {
		case err != nil:
			return err
		case copied != "":
			s.Source = source + copied + pageMark + strconv.Itoa(page)
			err = tx.PutSlide(ctx, s)
		default:
			err = takePageOff(ctx, tx, file, s)
		}
	}
	return err
}

func takePageOff(ctx context.Context, tx *store.Tx, file string, s content.Slide) error {
	if err := endBeside(ctx, tx, s.ID, file, true); err != nil || s.State == content.TakenOff {
		return err
	}
	return tx.PutSlide(ctx, content.FileGone(s))
}
