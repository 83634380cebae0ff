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
	err = box.trying(ctx, e, func() error { return box.campaigns.applyFile(ctx, e, folder, row) })
	if errors.Is(err, errInForce) {
		return nil
	}
	if content.CodeOf(err) == content.Invalid || content.CodeOf(err) == content.Denied {
		return box.holdSettings(ctx, e, row, err)
	}
	if err != nil {
		return err
	}
	box.beside.clear(e)
	box.again(ctx, inFolder(folder))
	return nil
}

// errInForce says that a campaign.yaml is in force as it is.
var errInForce = errors.New("intake: the settings are in force")

// applyFile reads a campaign.yaml and makes the change. Its text is kept with the media, so that
// what is in force can be read while the file on disk is broken.
func (cs *campaigns) applyFile(ctx context.Context, e inbox.Event, folder string, row store.InboxFile) error {
	f, err := openFile(cs.Root, e)
	if err != nil {
		return err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, campaignfile.MaxBytes+1))
	if err != nil {
		return err
	}
	if err := unchanged(f, e); err != nil {
		return err
	}
	if row.State == store.Taken && row.Digest == content.DigestOf(b) {
		return errInForce
	}
	set, err := cs.parse(ctx, b)
	if err != nil {
		return err
	}
	digest, err := cs.Media.PutBytes(ctx, b)
	if err != nil {
		return err
	}
	if err := cs.prepareFit(ctx, folder, set); err != nil {
		return err
	}
	_, err = cs.Store.Change(ctx, actor(e.Path), func(tx *store.Tx) error {
		if err := cs.apply(ctx, tx, e.Path, folder, set); err != nil {
			return err
		}
		return tx.PutInboxFile(ctx, fileOf(e, digest))
	})
	return err
}

// prepareFit makes the renditions that the folder's slides on air will need, so that another fit
// does not take them off.
func (cs *campaigns) prepareFit(ctx context.Context, folder string, set campaignfile.Settings) error {
	return cs.Store.Reader.EachSlide(ctx, store.SlideQuery{Campaign: campaignID(folder), State: content.Approved}, func(s content.Slide) error {
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
// came from its own folder.
func (cs *campaigns) apply(ctx context.Context, tx *store.Tx, file, folder string, set campaignfile.Settings) error {
	if err := cs.open(ctx, tx, folder); err != nil {
		return err
	}
	c, err := tx.Campaign(ctx, campaignID(folder))
	if err != nil {
		return err
	}
	said := set.Of(c, folder)
	_, _, lets, err := standing.Lets(ctx, tx.Reader, cs.Areas, file, content.Slide{}, said)
	if err != nil {
		return err
	}
	var all, mine []content.Slide
	err = tx.Reader.EachSlide(ctx, store.SlideQuery{Campaign: c.ID}, func(s content.Slide) error {
		own := strings.HasPrefix(s.Source, source+folder+"/")
		if s.State == content.Approved && !(own && lets) {
			return campaignfile.NotYours(s)
		}
		all = append(all, s)
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
	if err := propose(ctx, tx, file, c, said); err != nil {
		return err
	}
	for _, s := range mine {
		if err := tx.PutSlide(ctx, s); err != nil {
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

// propose puts what a file says in force, or has it wait for a person where the campaign is led by
// the studio. Of an ended campaign it changes nothing: an approval of that would start it again.
func propose(ctx context.Context, tx *store.Tx, file string, live, said content.Campaign) error {
	same := content.SightOf(live) == content.SightOf(said)
	switch {
	case live.Stage == content.Ended && !same:
		return campaignfile.PutAway(live)
	case !live.Detached:
		return tx.PutCampaign(ctx, said)
	case same:
		return nil
	}
	d, err := tx.CampaignDraft(ctx, live.ID)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return err
	}
	d.ID = live.ID
	return tx.PutCampaignDraft(ctx, d.Saved(said, live, actor(file), tx.Time()))
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
