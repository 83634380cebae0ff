package box

import (
	"cmp"
	"context"
	"path"
	"strconv"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/internal/inbox"
	"ngatu/internal/store"
	"ngatu/server/intake"
	"ngatu/server/intake/campaignfile"
	"ngatu/server/intake/standing"
)

// drop is a picture or clip in the inbox, and what decides which slide it is.
type drop struct {
	inbox.Event
	folder   string // right below the inbox; "": the inbox itself
	campaign string
	settings campaignfile.Settings
	medium   store.Medium
	label    string // of material that AI made
	page     int    // of a PDF, from 1; 0: it is none
	look     *look  // what the checks found; nil: it was not looked at
}

func (d drop) source() string {
	if d.page > 0 {
		return source + d.Path + pageMark + strconv.Itoa(d.page)
	}
	return source + d.Path
}

// placed is the slide that a file of the inbox is, and what has to be written so that it is.
type placed struct {
	slide    content.Slide
	changed  bool         // the slide is new or other than before
	fresh    bool         // it did not exist
	replaced bool         // it shows another medium than before
	byStaff  bool         // somebody took it off: it waits for an approver, whatever stands
	left     string       // the path that it had and has no more: the file was moved
	double   bool         // it is another file's slide, too
	sentence store.Notice // what staff should know
}

// slideFile makes a picture or clip a slide, or changes the slide that it was.
func (box *Box) slideFile(ctx context.Context, e inbox.Event, folder string) error {
	set, err := box.folderSettings(ctx, e, folder)
	if err != nil {
		return err
	}
	if err := box.loadHoldings(ctx); err != nil {
		return err
	}
	f, err := openFile(box.Root, e)
	if err != nil {
		return err
	}
	defer f.Close()
	t, err := box.Renditions.Take(ctx, path.Base(e.Path), f, e.Size)
	if err == nil {
		defer t.Close()
	}
	if changed := unchanged(f, e); changed != nil {
		return changed
	}
	if err != nil {
		return hint(e.Path, err)
	}
	d := drop{Event: e, folder: folder, campaign: box.campaigns.of(folder), settings: set, medium: t.Medium}
	if d.label, err = intake.Label(ctx, box.Store.Reader, intake.ByFile, t.Medium); err != nil {
		return err
	}
	before, err := box.place(ctx, box.Store.Reader, d)
	if err != nil {
		return err
	}
	if t.Opened() == nil {
		if err := box.clipReady(ctx, &d, t, before); err != nil {
			return err
		}
	}
	after := before
	err = box.Renditions.Publish(ctx, actor(e.Path), box.checking(ctx, &d, t, before.slide), before.slide, before.replaced, func(tx *store.Tx) error {
		if after, err = box.place(ctx, tx.Reader, d); err != nil {
			return err
		}
		if after.fresh {
			after.slide.ID = before.slide.ID
		}
		return box.putPlaced(ctx, tx, d, &after)
	})
	if err == nil {
		box.placedNow(ctx, d, after)
	}
	return err
}

// place decides which slide a file is.
func (box *Box) place(ctx context.Context, r store.Reader, d drop) (placed, error) {
	row, err := r.InboxFile(ctx, d.Path)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return placed{}, err
	}
	if row.Slide != "" {
		s, err := r.Slide(ctx, row.Slide)
		if err == nil && s.Source == d.source() {
			return replace(d, s, row.State == store.Vanished), nil
		}
		if err != nil && content.CodeOf(err) != content.NotFound {
			return placed{}, err
		}
	}
	same, err := r.SlidesWith(ctx, d.medium.Digest)
	if err != nil {
		return placed{}, err
	}
	if p, ok, err := box.match(ctx, r, d, same); ok || err != nil {
		return p, err
	}
	return placed{slide: box.fromInbox(d), changed: true, fresh: true}, nil
}

// replace puts what a file now holds into its slide.
func replace(d drop, s content.Slide, vanished bool) placed {
	off := s.State == content.TakenOff
	p := placed{slide: s, byStaff: off && !vanished}
	if s.Medium == d.medium.Digest && s.Campaign == d.campaign && !(off && vanished) {
		return p
	}
	p.replaced = s.Medium != d.medium.Digest
	p.changed = true
	p.slide = s.Showing(d.medium.Digest, d.medium.Kind)
	p.slide.Campaign, p.slide.Label = d.campaign, cmp.Or(d.label, s.Label)
	return p
}

// match finds the slide among those that show the same bytes: one of the same campaign, or one
// whose file was moved here from elsewhere, as when a folder is renamed. One that is on air comes
// before one that was taken off.
func (box *Box) match(ctx context.Context, r store.Reader, d drop, same []content.Slide) (placed, bool, error) {
	var found *placed
	for _, s := range same {
		owner, ours := strings.CutPrefix(s.Source, source)
		moved := ours && owner != d.Path && !box.onDisk(owner)
		if s.Campaign != d.campaign && !moved {
			continue
		}
		p := placed{slide: s}
		switch {
		case s.State == content.TakenOff:
			old, err := r.InboxFile(ctx, owner)
			if err != nil && content.CodeOf(err) != content.NotFound {
				return p, false, err
			}
			gone := old.State == store.Vanished || old.State == store.Held && old.Slide == "" // held since it came back
			p.byStaff = !ours || !gone
			p.changed = true
		case moved:
			p.changed, p.left = s.Campaign != d.campaign, owner
		default:
			p.double, p.sentence = true, standing.Double(d.Path, s)
		}
		if p.changed || moved {
			p.slide.Source, p.slide.Campaign = d.source(), d.campaign
		}
		if found == nil || found.slide.State == content.TakenOff && s.State != content.TakenOff {
			found = &p
		}
	}
	if found == nil {
		return placed{}, false, nil
	}
	return *found, true, nil
}

// fromInbox is the slide of a new file.
func (box *Box) fromInbox(d drop) content.Slide {
	s := box.Draft(intake.Upload{Name: d.Path, Campaign: d.campaign, Fit: d.settings.Fit}, d.medium)
	s.Dwell, s.Source, s.Label = d.settings.Dwell, d.source(), d.label
	return s
}

// putPlaced writes what was decided.
func (box *Box) putPlaced(ctx context.Context, tx *store.Tx, d drop, p *placed) error {
	if err := box.campaigns.open(ctx, tx, d.folder); err != nil {
		return err
	}
	if p.fresh {
		last, err := tx.NextOrder(ctx, p.slide.Campaign)
		if err != nil {
			return err
		}
		p.slide.Order = last
	}
	submit := box.submit
	if !p.changed {
		submit = stays
	}
	if err := submit(ctx, tx, d, p); err != nil {
		return err
	}
	if p.changed || p.left != "" {
		if err := tx.PutSlide(ctx, p.slide); err != nil {
			return err
		}
	}
	if p.left != "" {
		if err := vanish(ctx, tx, p.left); err != nil {
			return err
		}
	}
	if err := box.campaigns.inOrder(ctx, tx, d, p.left); err != nil {
		return err
	}
	row := fileOf(d.Event, d.medium.Digest)
	row.Slide, row.Sentence = p.slide.ID, p.sentence
	if at, err := tx.HeldSince(ctx, p.slide.ID); err != nil {
		return err
	} else if !at.IsZero() && (p.changed || p.sentence != (store.Notice{})) {
		row.Sentence = standing.StaysOff(p.slide, !p.changed || p.slide.State != content.Approved)
	}
	if row.Sentence == (store.Notice{}) {
		row.Sentence = joined(d.medium.Notices)
	}
	return tx.PutInboxFile(ctx, row)
}

// submit brings a slide to the approver's desk, and on air where a standing approval of its folder
// lets it. A slide whose picture changed passes the gate again, so it begins as a draft.
func (box *Box) submit(ctx context.Context, tx *store.Tx, d drop, p *placed) error {
	campaign, err := tx.Campaign(ctx, p.slide.Campaign)
	if err != nil {
		return err
	}
	s := p.slide
	s.State, s.AtOnce = content.Draft, time.Time{}
	st, why, ok, err := standing.Lets(ctx, tx.Reader, box.Areas, d.Path, s, campaign)
	if err != nil {
		return err
	}
	if ok && standing.Wrote(st, p.slide, source) {
		why, ok = standing.Written, false
	}
	if ok {
		if d.look == nil {
			return errUnchecked
		}
		objects := false
		why, s.Despite, objects = standing.Objects(st, d.look.found)
		ok = !objects
	}
	if !ok {
		if beside, err := besideLive(ctx, tx, d, st.Editor, p); beside || err != nil {
			p.sentence = joined([]store.Notice{p.sentence, why})
			return err
		}
	}
	if s, err = content.Submit(s); err != nil {
		return err
	}
	s = standing.Theirs(st, s, ok)
	switch {
	case p.byStaff:
		p.sentence = standing.TakenOffBefore(s)
	case !ok:
		p.sentence = standing.Waits(s, why)
	default:
		s, err = content.Approve(s, content.Approval{By: st.By, At: tx.Time(), Document: st.Document, Standing: st.ID}, false)
		if box.AtOnce {
			s.AtOnce = tx.Time()
		}
		if err == nil && !p.fresh {
			err = endBeside(ctx, tx, s.ID, d.Path, false) // an earlier file that waited
		}
	}
	p.slide = s
	return err
}

// stays is for a slide that shows what its file holds: another one that waited beside it is over.
func stays(ctx context.Context, tx *store.Tx, d drop, p *placed) error {
	if p.slide.Source != d.source() {
		return nil
	}
	return endBeside(ctx, tx, p.slide.ID, d.Path, false)
}

// vanish notes that a file is where it was no more, without taking a slide off.
func vanish(ctx context.Context, tx *store.Tx, path string) error {
	old, err := tx.InboxFile(ctx, path)
	if err != nil || old.State == store.Vanished {
		if content.CodeOf(err) == content.NotFound {
			return nil
		}
		return err
	}
	old.State, old.Slide, old.Sentence = store.Vanished, "", store.Notice{}
	return tx.PutInboxFile(ctx, old)
}

// placedNow keeps the holdings right after the commit. Copies of a file that was replaced show what
// they showed: they are taken in again, as slides of their own.
func (box *Box) placedNow(ctx context.Context, d drop, p placed) {
	if p.left != "" {
		box.holdings.letGo(p.left)
		box.away.left(ctx, path.Dir(p.left))
	}
	box.beside.clear(d.Event)
	if p.double {
		box.beside.write(d.Event, p.sentence)
	}
	box.holdings.hold(p.slide.ID, d.Path)
	if p.replaced {
		box.copiesAgain(ctx, p.slide.ID, d.Path)
	}
}

// copiesAgain takes the copies of a file in that holds something else by now.
func (box *Box) copiesAgain(ctx context.Context, slide, file string) {
	for other := range box.holdings.files[slide] {
		row, err := box.Store.InboxFile(ctx, other)
		if other == file || err != nil {
			continue
		}
		box.later[other] = waiting{Event: inbox.Event{Kind: inbox.Settled, Path: other, Real: other, Size: row.Size, ModTime: row.Modified}}
	}
}
