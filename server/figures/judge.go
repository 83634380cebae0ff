package figures

import (
	"context"
	"fmt"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/store"
)

// judge holds figures against the release that is shown now and says what the checks find. Where
// nothing is released yet they are held against the draft that waits.
func (f *Figures) judge(ctx context.Context, who, name string, r *Reading, o TakeOptions) error {
	m, err := f.Store.Measure(ctx, r.Release.Measure)
	if err != nil {
		return err
	}
	before, err := latest(ctx, f.Store.Reader, r.Release)
	if err != nil {
		return err
	}
	if o.Base != "" && o.Base != before.release.ID {
		return baseChanged(before.release)
	}
	if o.Merge {
		r.merge(before, m.Units(f.Areas))
	}
	r.Before, r.Release.Base = before.release, before.release.ID
	if o.Corrects != "" {
		if err := mayCorrect(ctx, f.Store.Reader, o.Corrects, r.Release); err != nil {
			return err
		}
	}
	with, err := f.against(ctx, f.Store.Reader, r.Release, before, o.Corrects)
	if err != nil {
		return err
	}
	with.Targets.Fill(r.Figures)
	if before.release.ID != "" {
		r.Changes = figure.Changes(before.figures, r.Figures)
		if figure.Same(before.figures, r.Figures) {
			r.same(before)
			return nil
		}
	}
	v := figure.Check(figure.Release{Measure: r.Release.Measure, AsOf: r.Release.AsOf, Figures: r.Figures}, with)
	r.Verdict.Errors, r.Verdict.Warnings = append(r.Verdict.Errors, v.Errors...), append(r.Verdict.Warnings, v.Warnings...)
	r.converted()
	r.cover(m.Units(f.Areas))
	r.notice()
	return nil
}

// converted warns of figures that are not read from the file itself.
func (r *Reading) converted() {
	if !r.Read.Old {
		return
	}
	r.Verdict.Warnings = append(r.Verdict.Warnings, figure.Problem{
		Kind: figure.Converted,
		Vi:   "Tệp kiểu cũ (.xls) đã được LibreOffice chuyển đổi để đọc: hãy so từng số với tệp gốc trước khi công bố.",
		En:   "The file is of an old kind (.xls) and was converted by LibreOffice to be read: compare the numbers with the file itself before they are released.",
	})
}

// compared is what figures are held against.
type compared struct {
	release store.Release
	figures []figure.Figure
	draft   bool // it waits for a person: nothing was released yet
}

// latest is the release of the same measure, period and kind that is shown now, or the draft that
// waits for the first release.
func latest(ctx context.Context, s store.Reader, r store.Release) (c compared, err error) {
	c.release, err = s.LatestRelease(ctx, r.Measure, r.Period)
	if content.CodeOf(err) == content.NotFound {
		c.draft = true
		c.release, err = s.LatestDraft(ctx, r.Measure, r.Period)
	}
	if content.CodeOf(err) == content.NotFound || err == nil && c.release.Sample != r.Sample {
		return compared{}, nil // made-up figures are not compared with real ones
	}
	if err != nil || c.release.ID == r.ID {
		return compared{}, err
	}
	c.figures, err = s.Figures(ctx, c.release)
	return c, err
}

// limits are those of the measure. A demonstration has no second person and no list of sources.
func (f *Figures) limits(m figure.Measure) figure.Limits {
	l := m.Limits
	if f.Sample {
		l.FirstByTwo, l.SourcesListed = false, false
	}
	return l
}

// same says that nothing new came.
func (r *Reading) same(as compared) {
	r.Outcome, r.Release = Same, as.release
	n := store.Notice{
		Vi: "Số liệu này giống hệt đợt đang chiếu nên không công bố thêm lần nữa.",
		En: "These figures are the same as those on screens, so they are not released a second time.",
	}
	if as.draft {
		n = store.Notice{
			Vi: "Số liệu này giống hệt bảng đang chờ công bố nên không nhận thêm lần nữa.",
			En: "These figures are the same as those that wait to be released, so they are not taken a second time.",
		}
	}
	r.Notices = append(r.Notices, n)
}

// merge fills units without a row with the figures of the release that holds. They stay as of their
// own time.
func (r *Reading) merge(before compared, set *area.Set) {
	level := levelOf(set, r.Figures)
	there := map[area.Key]bool{}
	for _, f := range r.Figures {
		there[f.Area] = true
	}
	for _, f := range before.figures {
		if a, ok := set.Area(f.Area); ok && !there[f.Area] && a.Level() == level {
			r.Figures = append(r.Figures, f)
			r.Release.Record.Merged = before.release.ID
		}
	}
	sortByArea(r.Figures)
}

// cover notes how many of the units have a figure.
func (r *Reading) cover(set *area.Set) {
	for _, f := range r.Figures {
		if a, ok := set.Area(f.Area); ok && f.Area.Code != area.CityCode {
			r.Release.Record.Units++
			r.Release.Record.Of = len(set.At(a.Period, a.Level()))
		}
	}
	r.Release.Record.Verdict = r.Verdict
}

// notice repeats for staff what the checks found.
func (r *Reading) notice() {
	if n := r.Read.Passed(); n > 0 {
		r.Notices = append(r.Notices, store.Notice{
			Vi: fmt.Sprintf("%d dòng không có số liệu được bỏ qua.", n),
			En: fmt.Sprintf("%d rows without figures were passed over.", n),
		})
	}
	for _, p := range append(append([]figure.Problem{}, r.Verdict.Errors...), r.Verdict.Warnings...) {
		r.Notices = append(r.Notices, store.Notice{Vi: p.Vi, En: p.En})
	}
}

func baseChanged(now store.Release) error {
	at := figure.FormatAsOf(now.AsOf)
	return &content.Error{
		Code: content.Conflict,
		Vi:   "Số liệu đang chiếu đã thay đổi (nay tính đến " + at + ") kể từ khi bạn xem trước: hãy xem lại rồi công bố.",
		En:   "The figures on screens have changed (now as of " + at + ") since you looked: look again, then release.",
	}
}

// periodOf is the list of units that rows are matched with: the one that held at their as-of time.
// Rows without a time that can be read are refused by the matching, with any list.
func (f *Figures) periodOf(rows []figure.Row, o TakeOptions, now time.Time) area.Period {
	if o.Period != "" {
		return o.Period
	}
	if f.Period != "" {
		return f.Period
	}
	return periodAt(rows, now)
}

// periodAt is the list of units that held at the as-of time of rows.
func periodAt(rows []figure.Row, now time.Time) area.Period {
	for _, r := range rows {
		if r.AsOf.Fault == figure.None && !r.AsOf.IsEmpty() {
			if p, ok := area.PeriodAt(r.AsOf.Time); ok {
				return p
			}
			return area.Periods()[0] // before there is data: refused as out of its period
		}
	}
	p, _ := area.PeriodAt(now)
	return p
}
