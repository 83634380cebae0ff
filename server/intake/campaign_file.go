package intake

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/inbox"
	"ngatu/internal/store"
)

// settingsNames are what the file that sets a campaign may be called.
var settingsNames = []string{"campaign.yaml", "campaign.yml"}

// errWaits says that a file waits until the campaign.yaml of its folder is right: before it ever was, nobody knows when
// and where the folder's slides may be shown.
var errWaits = errors.New("intake: waits for its campaign.yaml")

// errDenied says that a campaign.yaml is tried again because somebody may yet let it.
var errDenied = errors.New("intake: the folder may not change its campaign")

func isSettings(p string) bool {
	name := strings.ToLower(path.Base(p))
	return name == settingsNames[0] || name == settingsNames[1]
}

// settingsFile puts a campaign.yaml in force, or tells beside it why not.
func (in *Intake) settingsFile(ctx context.Context, e inbox.Event) error {
	folder, rest := topFolder(e.Path)
	if folder == "" || strings.Contains(rest, "/") || isFigures(folder) {
		return in.refuse(ctx, e, misplaced)
	}
	row, err := in.Store.InboxFile(ctx, e.Path)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return err
	}
	if row.State == store.Taken && row.Size == e.Size && row.Modified.Equal(e.ModTime) {
		return nil
	}
	err = in.applyFile(ctx, e, folder)
	if content.CodeOf(err) == content.Invalid || content.CodeOf(err) == content.Denied {
		return in.holdSettings(ctx, e, row, err)
	}
	if err != nil {
		return err
	}
	in.clearSentence(e)
	in.again(ctx, inFolder(folder))
	return nil
}

// applyFile reads a campaign.yaml and makes the change. Its text is kept with the media, so that what is in force can be
// read while the file on disk is broken.
func (in *Intake) applyFile(ctx context.Context, e inbox.Event, folder string) error {
	f, err := in.openFile(e)
	if err != nil {
		return err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxSettings+1))
	if err != nil {
		return err
	}
	if err := unchanged(f, e); err != nil {
		return err
	}
	set, err := in.parse(ctx, b)
	if err != nil {
		return err
	}
	digest, err := in.Media.PutBytes(ctx, b)
	if err != nil {
		return err
	}
	if err := in.prepareFit(ctx, folder, set); err != nil {
		return err
	}
	_, err = in.Store.Change(ctx, actor(e.Path), func(tx *store.Tx) error {
		if err := in.apply(ctx, tx, e.Path, folder, set); err != nil {
			return err
		}
		return tx.PutInboxFile(ctx, fileOf(e, digest))
	})
	return err
}

// prepareFit makes the renditions that the folder's slides on air will need, so that another fit does not take them off.
func (in *Intake) prepareFit(ctx context.Context, folder string, set settings) error {
	return eachSlide(ctx, in.Store.Reader, store.SlideQuery{Campaign: campaignID(folder), State: content.Approved}, func(s content.Slide) error {
		if !strings.HasPrefix(s.Source, source+folder+"/") || s.Fit == fitOf(set) {
			return nil
		}
		s.Fit = fitOf(set)
		if err := in.Prepare(ctx, s); err != nil {
			in.Log.Warn("renditions for another fit are missing and will be tried again", "slide", s.ID, "error", err)
		}
		return ctx.Err()
	})
}

func (in *Intake) parse(ctx context.Context, b []byte) (settings, error) {
	period := in.Period
	if period == "" {
		now, err := in.Store.Now(ctx)
		if err != nil {
			return settings{}, err
		}
		period, _ = area.PeriodAt(now)
	}
	return parseSettings(b, in.Areas, period)
}

// apply changes the campaign and how the slides of its folder are shown. Dates and targets pass the same gate as slides:
// a file moves what is on air only under a standing approval, and only what came from its own folder.
func (in *Intake) apply(ctx context.Context, tx *store.Tx, file, folder string, set settings) error {
	if err := in.openFolder(ctx, tx, folder); err != nil {
		return err
	}
	c, err := tx.Campaign(ctx, campaignID(folder))
	if err != nil {
		return err
	}
	_, stands, err := standingOf(ctx, tx.Reader, file)
	if err != nil {
		return err
	}
	var mine []content.Slide
	err = eachSlide(ctx, tx.Reader, store.SlideQuery{Campaign: c.ID}, func(s content.Slide) error {
		own := strings.HasPrefix(s.Source, source+folder+"/")
		if s.State == content.Approved && !(own && stands) {
			return notYours(s)
		}
		if own && (s.Fit != fitOf(set) || s.Dwell != set.dwell) {
			s.Fit, s.Dwell = fitOf(set), set.dwell
			mine = append(mine, s)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := tx.PutCampaign(ctx, set.of(c, folder)); err != nil {
		return err
	}
	for _, s := range mine {
		if err := tx.PutSlide(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

func fitOf(s settings) content.Fit {
	if s.fit == "" {
		return content.Contain
	}
	return s.fit
}

// eachSlide visits slides page by page.
func eachSlide(ctx context.Context, r store.Reader, q store.SlideQuery, visit func(content.Slide) error) error {
	for {
		page, err := r.Slides(ctx, q)
		if err != nil {
			return err
		}
		for _, s := range page {
			if err := visit(s); err != nil {
				return err
			}
		}
		if len(page) < store.MaxPage {
			return nil
		}
		q.After = store.KeyOf(page[len(page)-1])
	}
}

// holdSettings notes that a campaign.yaml is not in force. The row keeps the digest of the text that is.
func (in *Intake) holdSettings(ctx context.Context, e inbox.Event, row store.InboxFile, why error) error {
	now := fileOf(e, row.Digest)
	now.State, now.Sentence = store.Refused, sentenceOf(why)
	var waits error
	if content.CodeOf(why) == content.Denied {
		waits = fmt.Errorf("%w: %w", errDenied, why) // a standing approval may be made any time
	}
	if row.State == now.State && row.Sentence == now.Sentence && row.Size == now.Size && row.Modified.Equal(now.Modified) {
		return waits
	}
	in.Log.Info("a campaign.yaml is not in force", "file", e.Path, "why", now.Sentence.Vi)
	in.writeSentence(e, now.Sentence)
	_, err := in.Store.Change(ctx, actor(e.Path), func(tx *store.Tx) error { return tx.PutInboxFile(ctx, now) })
	return errors.Join(err, waits)
}

// folderSettings are what is in force for a folder. A campaign.yaml that was copied together with its pictures, and is told
// after them, is put in force first: they would be on screens for a moment that they are not meant for.
func (in *Intake) folderSettings(ctx context.Context, e inbox.Event, folder string) (settings, error) {
	if folder == "" {
		return settings{}, nil
	}
	realFolder, _, _ := strings.Cut(filepath.ToSlash(e.Real), "/")
	there := false
	for _, name := range settingsNames {
		info, err := os.Lstat(filepath.Join(in.Root, realFolder, name))
		if err != nil || !info.Mode().IsRegular() {
			continue
		}
		there = true
		err = in.settingsFile(ctx, inbox.Event{
			Kind: inbox.Settled, Path: folder + "/" + name, Real: path.Join(realFolder, name), Size: info.Size(), ModTime: info.ModTime(),
		})
		if err != nil && !errors.Is(err, inbox.ErrChanged) && !errors.Is(err, errDenied) {
			return settings{}, err
		}
	}
	return in.inForce(ctx, folder, there)
}

// inForce reads the last campaign.yaml of a folder that was right.
func (in *Intake) inForce(ctx context.Context, folder string, there bool) (settings, error) {
	for _, name := range settingsNames {
		row, err := in.Store.InboxFile(ctx, folder+"/"+name)
		if content.CodeOf(err) == content.NotFound || err == nil && row.Digest == "" {
			continue
		}
		if err != nil {
			return settings{}, err
		}
		b, err := in.Media.Read(ctx, row.Digest)
		if err != nil {
			return settings{}, err
		}
		return in.parse(ctx, bytes.Clone(b))
	}
	if there {
		return settings{}, errWaits
	}
	return settings{}, nil
}
