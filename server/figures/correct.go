package figures

import (
	"context"

	"ngatu/content"
	"ngatu/content/figure"
	"ngatu/internal/store"
)

// mayCorrect says why figures cannot be a correction of a release: it was never on screens, or is of
// something else. One that was withdrawn meanwhile may be corrected.
func mayCorrect(ctx context.Context, s store.Reader, id string, r store.Release) error {
	was, err := s.Release(ctx, id)
	if err != nil && content.CodeOf(err) != content.NotFound {
		return err
	}
	if err == nil && was.State == store.Released && was.Measure == r.Measure && was.Period == r.Period && was.Sample == r.Sample {
		return nil
	}
	return &content.Error{
		Code: content.Invalid,
		Vi:   "Không có đợt đã công bố nào như vậy của chỉ số và kỳ này để đính chính: hãy chọn lại đợt.",
		En:   "There is no such release of this measure and period to correct: choose the release again.",
	}
}

// against is what figures are checked with: the release that holds, and where they correct just that
// one, the one before it as well.
func (f *Figures) against(ctx context.Context, s store.Reader, r store.Release, before compared, corrects string) (figure.Checked, error) {
	m, err := s.Measure(ctx, r.Measure)
	if err != nil {
		return figure.Checked{}, err
	}
	set, err := s.Targets(ctx, r.Measure, r.Period)
	if err != nil {
		return figure.Checked{}, err
	}
	with := figure.Checked{Set: m.Units(f.Areas), Measure: m, Limits: f.limits(m), Published: f.Published, First: before.draft, Targets: set}
	if before.release.ID == "" {
		return with, nil
	}
	with.Before = released(before.release, before.figures)
	if before.draft || before.release.ID != corrects {
		return with, nil
	}
	with.Corrects = true
	earlier, err := s.PreviousRelease(ctx, before.release)
	if content.CodeOf(err) == content.NotFound {
		return with, nil
	}
	if err != nil {
		return with, err
	}
	figures, err := s.Figures(ctx, earlier)
	with.Earlier = released(earlier, figures)
	return with, err
}

func released(r store.Release, figures []figure.Figure) *figure.Release {
	return &figure.Release{Measure: r.Measure, AsOf: r.AsOf, Figures: figures}
}
