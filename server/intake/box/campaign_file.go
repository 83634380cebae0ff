package box

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/inbox"
	"ngatu/internal/store"
	"ngatu/internal/worker"
	"ngatu/server/intake"
	"ngatu/server/intake/campaignfile"
	"ngatu/server/intake/standing"
)

// errDenied says that a campaign.yaml is tried again because somebody may yet let it.
var errDenied = errors.New("intake: the folder may not change its campaign")

// waitsFor is the error of a file that waits until the campaign.yaml of its folder is right: nobody
// knows when and where the folder's slides may be shown.
type waitsFor struct {
	file    string       // that is in the way, relative to the folder
	why     store.Notice // what is wrong with it
	passing string       // its place in the inbox if no event tells of its end; "": one does
}

func (w waitsFor) Error() string { return "intake: waits for " + w.file + ": " + w.why.En }

// settingsFile puts a campaign.yaml in force, or tells beside it why not.
func (box *Box) settingsFile(ctx context.Context, e inbox.Event) error {
	folder, rest := topFolder(e.Path)
	if isFigures(folder) {
		return box.refuse(ctx, e, misplaced)
	}
	if folder == "" || strings.Contains(rest, "/") {
		return box.beside.hold(ctx, e, sentenceOf(misplaced))
	}
	row, err := box.Store.InboxFile(ctx, e.Path)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return err
	}
	var waits store.Notice
	err = box.trying(ctx, e, func() error {
		waits, err = box.campaigns.applyFile(ctx, e, folder, row, box.CheckIn)
		return err
	})
	if errors.Is(err, errInForce) {
		return nil
	}
	if content.CodeOf(err) == content.Invalid || content.CodeOf(err) == content.Denied {
		return box.holdSettings(ctx, e, row, err)
	}
	if err != nil {
		return err
	}
	if box.beside.clear(e); waits != (store.Notice{}) {
		box.beside.write(e, waits)
	}
	box.again(ctx, inFolder(folder))
	return nil
}

// errInForce says that a campaign.yaml is in force as it is.
var errInForce = errors.New("intake: the settings are in force")

// applyFile reads a campaign.yaml and makes the change. Its text is kept with the media, so that
// what is in force can be read while the file on disk is broken.
func (cs *campaigns) applyFile(ctx context.Context, e inbox.Event, folder string, row store.InboxFile, check standing.CheckIn) (waits store.Notice, err error) {
	f, err := openFile(cs.Root, e)
	if err != nil {
		return waits, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, campaignfile.MaxBytes+1))
	if err != nil {
		return waits, err
	}
	if err := unchanged(f, e); err != nil {
		return waits, err
	}
	if row.State == store.Taken && row.Digest == content.DigestOf(b) {
		return waits, errInForce
	}
	set, err := cs.parse(ctx, b)
	if err != nil {
		return waits, err
	}
	digest, err := cs.Media.PutBytes(ctx, b)
	if err != nil {
		return waits, err
	}
	if err := cs.prepareFit(ctx, folder, set); err != nil {
		return waits, err
	}
	seen, err := cs.lookAgain(ctx, e.Path, folder, set, check)
	if err != nil {
		return waits, err
	}
	waits = standing.CampaignWaits(seen.Objects)
	_, err = cs.Store.Change(ctx, actor(e.Path), func(tx *store.Tx) error {
		if err := cs.apply(ctx, tx, e.Path, folder, set, seen); err != nil {
			return err
		}
		now := fileOf(e, digest)
		now.Sentence = waits
		return tx.PutInboxFile(ctx, now)
	})
	return waits, err
}

// lookAgain has the checks look at the folder's slides on air as a campaign.yaml would have them
// shown.
func (cs *campaigns) lookAgain(ctx context.Context, file, folder string, set campaignfile.Settings, check standing.CheckIn) (seen standing.Seen, err error) {
	c, err := cs.Store.Campaign(ctx, campaignfile.CampaignOf(folder))
	if content.CodeOf(err) == content.NotFound {
		return seen, nil
	}
	if err != nil {
		return seen, err
	}
	said := set.Of(c, folder)
	st, _, lets, err := standing.Lets(ctx, cs.Store.Reader, cs.Areas, file, content.Slide{}, said)
	if err != nil || !lets {
		return seen, err
	}
	as, all := standing.As{By: st, Now: c, Said: said, Fit: set.Fit, Dwell: set.Dwell}, []content.Slide(nil)
	err = cs.Store.Reader.EachSlide(ctx, store.SlideQuery{Campaign: c.ID, State: content.Approved}, func(s content.Slide) error {
		if s.State == content.Approved && strings.HasPrefix(s.Source, source+folder+"/") && as.Changes(s) {
			all = append(all, s)
		}
		return nil
	})
	if err != nil {
		return seen, err
	}
	return standing.Again(ctx, check, as, all)
}

// prepareFit makes the renditions that the folder's slides on air will need, so that another fit
// does not take them off.
func (cs *campaigns) prepareFit(ctx context.Context, folder string, set campaignfile.Settings) error {
	return cs.Store.Reader.EachSlide(ctx, store.SlideQuery{Campaign: campaignfile.CampaignOf(folder), State: content.Approved}, func(s content.Slide) error {
		if !strings.HasPrefix(s.Source, source+folder+"/") || s.Fit == set.Fit {
			return nil
		}
		s.Fit = set.Fit
		if err := cs.Renditions.Prepare(ctx, s); err != nil {
			cs.Log.Warn("renditions for another fit are missing and will be tried again", "slide", s.ID, "error", err)
		}
		return ctx.Err()
	})
}

func (cs *campaigns) parse(ctx context.Context, b []byte) (campaignfile.Settings, error) {
	period := cs.Figures.Period
	if period == "" {
		now, err := cs.Store.Now(ctx)
		if err != nil {
			return campaignfile.Settings{}, err
		}
		period, _ = area.PeriodAt(now)
	}
	documents := func(b []byte) ([]*worker.Node, error) { return cs.texts.Documents(ctx, cs.Workers, b) }
	return campaignfile.Parse(b, documents, cs.Areas, period)
}

// apply changes the campaign and how the slides of its folder are shown. Dates and targets pass the
// same gate as slides: a file moves what is on air only under a standing approval, and only what
// came from its own folder. What the checks object to waits for an approver: the campaign as the
// file says it, and beside each such slide how it would be shown.
func (cs *campaigns) apply(ctx context.Context, tx *store.Tx, file, folder string, set campaignfile.Settings, seen standing.Seen) error {
	if err := cs.open(ctx, tx, folder); err != nil {
		return err
	}
	c, err := tx.Campaign(ctx, campaignfile.CampaignOf(folder))
	if err != nil {
		return err
	}
	said := set.Of(c, folder)
	st, _, lets, err := standing.Lets(ctx, tx.Reader, cs.Areas, file, content.Slide{}, said)
	if err != nil {
		return err
	}
	var all, mine, shown []content.Slide
	as := standing.As{By: st, Now: c, Said: said, Fit: set.Fit, Dwell: set.Dwell}
	err = tx.Reader.EachSlide(ctx, store.SlideQuery{Campaign: c.ID}, func(s content.Slide) error {
		own := strings.HasPrefix(s.Source, source+folder+"/")
		if s.State == content.Approved && !(own && lets) {
			return campaignfile.NotYours(s)
		}
		all = append(all, s)
		if own && s.State == content.Approved {
			if !seen.Covers(as, s) {
				return errUnchecked
			}
			shown = append(shown, s)
		}
		if own && (s.Fit != set.Fit || s.Dwell != set.Dwell) {
			s.Fit, s.Dwell = set.Fit, set.Dwell
			mine = append(mine, s)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(set.Order) > 0 || !c.Detached { // without a word of it the studio's order stays
		said.Sequence = set.Sequence(source+folder+"/", pageMark, all)
	}
	by := intake.Asks{By: actor(file), Editor: st.Editor, Waits: len(seen.Objects) > 0}
	if err := by.Campaign(ctx, tx, c, said); err != nil {
		return err
	}
	for _, s := range mine {
		put := tx.PutSlide
		if seen.ObjectsTo(s) {
			put = func(ctx context.Context, s content.Slide) error { return by.Look(ctx, tx, s) }
		}
		if err := put(ctx, s); err != nil {
			return err
		}
	}
	for _, s := range shown {
		if s.Fit, s.Dwell = set.Fit, set.Dwell; seen.ObjectsTo(s) {
			continue
		}
		if err := by.Unlook(ctx, tx, s); err != nil {
			return err
		}
	}
	return nil
}

// inOrder gives the slides of a file that just came their turn, where the campaign.yaml of the
// folder names the file, or its path of before, and the studio does not lead.
func (cs *campaigns) inOrder(ctx context.Context, tx *store.Tx, d drop, before string) error {
	if in := d.folder + "/"; !d.settings.Names(strings.TrimPrefix(d.Path, in)) && !d.settings.Names(strings.TrimPrefix(before, in)) {
		return nil
	}
	c, err := tx.Campaign(ctx, d.campaign)
	if err != nil || c.Detached || c.Stage == content.Ended {
		return err
	}
	var all []content.Slide
	err = tx.Reader.EachSlide(ctx, store.SlideQuery{Campaign: c.ID}, func(s content.Slide) error {
		all = append(all, s)
		return nil
	})
	is := d.settings.Sequence(source+d.folder+"/", pageMark, all)
	if err != nil || slices.Equal(is, c.Sequence) {
		return err
	}
	c.Sequence = is
	return tx.PutCampaign(ctx, c)
}

// holdSettings notes that a campaign.yaml is not in force. The row keeps the digest
// of the text that is.
func (box *Box) holdSettings(ctx context.Context, e inbox.Event, row store.InboxFile, why error) error {
	now := fileOf(e, row.Digest)
	now.State, now.Sentence = store.Refused, sentenceOf(why)
	var waits error
	if content.CodeOf(why) == content.Denied {
		waits = fmt.Errorf("%w: %w", errDenied, why) // a standing approval may be made any time
	}
	if row.State == now.State && row.Sentence == now.Sentence && row.Size == now.Size && row.Modified.Equal(now.Modified) {
		return waits
	}
	box.Log.Info("a campaign.yaml is not in force", "file", e.Path, "why", now.Sentence.Vi)
	box.beside.write(e, now.Sentence)
	_, err := box.Store.Change(ctx, actor(e.Path), func(tx *store.Tx) error { return tx.PutInboxFile(ctx, now) })
	return errors.Join(err, waits)
}
