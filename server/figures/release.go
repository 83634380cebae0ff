package figures

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/figure"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// Letting is what a person decides about a draft.
type Letting struct {
	Base   string    // ID of the release that the person saw it compared with
	Reason string    // why it is released in spite of warnings; "" where there are none
	Due    time.Time // when; zero: now

	Corrects *string // ID of the release that it corrects; "": of none; nil: as its sender said
}

// Draft is a draft beside the release that holds now.
type Draft struct {
	Release store.Release
	Figures []figure.Figure
	Before  store.Release
	Changes []figure.Change
	Verdict figure.Verdict // against what holds now

	Corrects string // ID of the release that it takes the place of; "": of none
}

// Draft reads a draft and checks it against what holds now, as a correction of a release ("": of
// none; nil: as its sender said).
func (f *Figures) Draft(ctx context.Context, id string, corrects *string) (d Draft, err error) {
	return f.draft(ctx, f.Store.Reader, id, corrects)
}

func (f *Figures) draft(ctx context.Context, s store.Reader, id string, corrects *string) (d Draft, err error) {
	if d.Release, err = s.Release(ctx, id); err != nil {
		return d, err
	}
	if d.Figures, err = s.Figures(ctx, d.Release); err != nil {
		return d, err
	}
	d.Corrects = d.Release.Record.Corrects
	if corrects != nil {
		d.Corrects = *corrects
	}
	if corrects != nil && *corrects != "" {
		if err := mayCorrect(ctx, s, *corrects, d.Release); err != nil {
			return d, err
		}
	}
	before, err := latest(ctx, s, d.Release)
	if err != nil {
		return d, err
	}
	with, err := f.against(ctx, s, d.Release, before, d.Corrects)
	if err != nil {
		return d, err
	}
	if before.release.ID != "" && !before.draft {
		d.Before, d.Changes = before.release, figure.Changes(before.figures, d.Figures)
	}
	d.Verdict = figure.Check(figure.Release{Measure: d.Release.Measure, AsOf: d.Release.AsOf, Figures: d.Figures}, with)
	return d, nil
}

// Release lets a draft out, now or at a set time, in the name of a person. A Conflict where another
// release holds than the one that the person saw, or where nobody may; Invalid where an error
// stands, or a warning without a reason.
func (f *Figures) Release(ctx context.Context, who, id string, l Letting) error {
	_, err := f.Store.Change(ctx, who, func(tx *store.Tx) error {
		d, err := f.draft(ctx, tx.Reader, id, l.Corrects)
		if err != nil {
			return err
		}
		if d.Release.State != store.Draft {
			return notDraft
		}
		if l.Base != d.Before.ID {
			return baseChanged(d.Before)
		}
		if err := f.mayRelease(ctx, tx.Reader, who, d, l); err != nil {
			return err
		}
		r := d.Release
		r.By, r.Base, r.Record.Reason, r.Record.Verdict, r.Due = NameOf(ctx, tx.Reader, who), d.Before.ID, l.Reason, d.Verdict, l.Due
		r.Record.Corrects = d.Corrects
		if l.Due.After(tx.Time()) {
			return tx.SetDraft(ctx, r)
		}
		if err := f.allowSources(ctx, tx, d); err != nil {
			return err
		}
		return tx.ReleaseDraft(ctx, id, r.By, r.Record)
	})
	return err
}

// mayRelease says whether a person may let a draft out as it stands.
func (f *Figures) mayRelease(ctx context.Context, s store.Reader, who string, d Draft, l Letting) error {
	m, err := s.Measure(ctx, d.Release.Measure)
	if err != nil {
		return err
	}
	if !m.MayRelease(who) {
		return &content.Error{
			Code: content.Denied,
			Vi:   "Bạn không có trong danh sách người được công bố chỉ số này.",
			En:   "You are not among those who may release this measure.",
		}
	}
	alone, err := s.Alone(ctx, who, mandate.Release)
	if err != nil {
		return err
	}
	errs := slices.DeleteFunc(slices.Clone(d.Verdict.Errors), func(p figure.Problem) bool {
		return p.Kind == figure.First && (alone || d.Release.Record.Sent != who) // the second person is this one
	})
	if len(errs) > 0 {
		return saying(errs)
	}
	if len(d.Verdict.Warnings) > 0 && strings.TrimSpace(l.Reason) == "" {
		return &content.Error{
			Code: content.Invalid,
			Vi:   "Có cảnh báo: hãy đánh dấu đã kiểm tra và ghi lý do công bố.",
			En:   "There are warnings: tick that you checked them and write why you release the figures.",
		}
	}
	return nil
}

// allowSources puts the sources of a draft on the measure's list: a person has just confirmed that
// they may stand on screens.
func (f *Figures) allowSources(ctx context.Context, tx *store.Tx, d Draft) error {
	m, err := tx.Measure(ctx, d.Release.Measure)
	if err != nil {
		return err
	}
	before := len(m.Sources)
	for _, f := range d.Figures {
		if !m.Allows(f.Source) {
			m.Sources = append(m.Sources, f.Source)
		}
	}
	if len(m.Sources) == before {
		return nil
	}
	return tx.PutMeasure(ctx, m)
}

// Discard throws a draft away.
func (f *Figures) Discard(ctx context.Context, who, id string) error {
	_, err := f.Store.Change(ctx, who, func(tx *store.Tx) error { return tx.DiscardDraft(ctx, id) })
	return err
}

// Withdraw takes a release off every board: they go back to the one before, or have no figures. A
// draft is thrown away. Where why says that it was wrong, the recipe that read it ends.
func (f *Figures) Withdraw(ctx context.Context, who, id, why string) error {
	_, err := f.Store.Change(ctx, who, func(tx *store.Tx) error {
		r, err := tx.Release(ctx, id)
		if err != nil {
			return err
		}
		if r.State == store.Draft {
			return tx.DiscardDraft(ctx, id)
		}
		if err := tx.WithdrawRelease(ctx, id); err != nil {
			return err
		}
		if r.Recipe == "" && why == "" {
			return nil
		}
		r.Record.Wrong = why
		if err := tx.RecordRelease(ctx, id, r.Record); err != nil {
			return err
		}
		if r.Recipe == "" {
			return nil
		}
		return tx.EndRecipe(ctx, r.Recipe, "release "+id+" was withdrawn")
	})
	return err
}

// releaseDue releases drafts in the name of who set their time. What holds by then must still be
// what that person compared them with: otherwise a draft waits for a new look. next is how long it
// is until another one is due; 0 where none is.
func (f *Figures) releaseDue(ctx context.Context) (next time.Duration, err error) {
	due, err := f.Store.NextDue(ctx)
	if err != nil || due.IsZero() {
		return 0, err
	}
	now, err := f.Store.Now(ctx)
	if err != nil || now.Before(due) {
		return due.Sub(now), err
	}
	_, err = f.Store.Change(ctx, "figures", func(tx *store.Tx) error {
		drafts, err := tx.Drafts(ctx)
		if err != nil {
			return err
		}
		for _, r := range drafts {
			if r.Due.IsZero() {
				continue
			}
			if wait := r.Due.Sub(tx.Time()); wait > 0 {
				if next == 0 || wait < next {
					next = wait
				}
				continue
			}
			d, err := f.draft(ctx, tx.Reader, r.ID, nil)
			if err != nil {
				return err
			}
			if d.Before.ID != r.Base {
				r.Due = time.Time{}
				err = tx.SetDraft(ctx, r)
			} else if err = f.allowSources(ctx, tx, d); err == nil {
				err = tx.ReleaseDraft(ctx, r.ID, r.By, r.Record)
			}
			if err != nil {
				return fmt.Errorf("release %s at its time: %w", r.ID, err)
			}
		}
		return nil
	})
	return next, err
}

var notDraft = &content.Error{
	Code: content.Conflict,
	Vi:   "Đợt số liệu này không còn chờ công bố.",
	En:   "These figures do not wait to be released any more.",
}

func saying(problems []figure.Problem) error {
	e := &content.Error{Code: content.Invalid}
	for _, p := range problems {
		e.Vi, e.En = e.Vi+"– "+p.Vi+"\n", e.En+"– "+p.En+"\n"
	}
	e.Vi = "Chưa công bố được:\n" + strings.TrimSpace(e.Vi)
	e.En = "This cannot be released:\n" + strings.TrimSpace(e.En)
	return e
}
