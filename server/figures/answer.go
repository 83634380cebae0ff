package figures

import (
	"bytes"
	"context"
	"fmt"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/reading"
	"ngatu/internal/store"
)

// Waiting is a sheet with its questions, as a page shows it.
type Waiting struct {
	Sheet store.Sheet
	Book  reading.Book
	Read  reading.Reading // without any answer

	Bodies bool // its measure counts bodies and no areas
}

// Waiting reads a kept sheet again, for the page that asks about it.
func (f *Figures) Waiting(ctx context.Context, id string) (w Waiting, err error) {
	if w.Sheet, err = f.Store.Sheet(ctx, id); err != nil {
		return w, err
	}
	body, err := f.Store.SheetBytes(ctx, id)
	if err != nil {
		return w, err
	}
	if w.Book, err = f.Workers.Sheet(ctx, w.Sheet.Name, bytes.NewReader(body), int64(len(body))); err != nil {
		return w, err
	}
	m, err := f.Store.Measure(ctx, w.Sheet.Measure)
	if err != nil {
		return w, err
	}
	w.Bodies = len(m.Bodies) > 0
	w.Read = reading.Of(w.Book, reading.Answers{AsOf: w.Sheet.Detail.Answers.AsOf, Source: w.Sheet.Detail.Answers.Source, Bodies: w.Bodies})
	return w, nil
}

// Answer reads a waiting sheet as a clerk explained it, keeps the figures as a draft, and remembers
// the layout as a recipe. total is that of the signed report, typed by the clerk: it must be the
// sum of the column that was chosen. Where questions are left the reading has them, and nothing is
// stored.
func (f *Figures) Answer(ctx context.Context, who, id string, a reading.Answers, total figure.Number) (Reading, error) {
	w, err := f.Waiting(ctx, id)
	if err != nil {
		return Reading{}, err
	}
	if w.Sheet.State != store.Waiting {
		return Reading{}, &content.Error{
			Code: content.Conflict,
			Vi:   "Bảng này không còn chờ trả lời: có tệp mới hơn, hoặc người khác đã xử lý.",
			En:   "This sheet waits no more: a newer file came, or somebody else has dealt with it.",
		}
	}
	a.Seen, a.Totalled, a.Bodies = true, true, w.Bodies
	read := reading.Of(w.Book, a)
	r := Reading{Outcome: Asked, Read: read, Asks: read.Asks, Sheet: w.Sheet, RowsIn: read.RowsIn(), RowsOut: len(read.Uses), Header: read.ValueHeader}
	if len(read.Asks) > 0 {
		return r, nil
	}
	o := TakeOptions{Measure: w.Sheet.Measure, Period: w.Sheet.Detail.Period, Person: who}
	found, err := f.match(ctx, w.Sheet.Sender, w.Sheet.Name, read.Rows, o)
	if err != nil || len(found.Asks) > 0 {
		found.Sheet, found.Read = w.Sheet, read
		return found, err
	}
	found.Read, found.Sheet, found.RowsIn, found.RowsOut, found.Header = read, w.Sheet, r.RowsIn, r.RowsOut, r.Header
	if err := agrees(total, found.Figures); err != nil {
		return found, err
	}
	if err := f.judge(ctx, who, w.Sheet.Name, &found, o); err != nil {
		return found, err
	}
	found.Release.Sheet = w.Sheet.ID
	_, err = f.Store.Change(ctx, who, func(tx *store.Tx) error { return f.putAnswered(ctx, tx, who, w, a, &found) })
	return found, err
}

func (f *Figures) putAnswered(ctx context.Context, tx *store.Tx, who string, w Waiting, a reading.Answers, r *Reading) error {
	m, err := tx.Measure(ctx, w.Sheet.Measure)
	if err != nil {
		return err
	}
	s := w.Sheet
	s.State, s.Detail.Answers, s.Detail.By = store.Read, a, who
	if err := tx.SetSheet(ctx, s); err != nil {
		return err
	}
	recipe := store.Recipe{
		ID: newID("c-"), Sender: m.SenderOf(s.Sender), Measure: s.Measure, Period: r.Release.Period, Level: levelOf(m.Units(f.Areas), r.Figures),
		Layout: w.Read.Fingerprint.ID, Made: store.RecipeMade{
			By: who, Layout: w.Read.Fingerprint.Text, Sheet: s.ID,
			Answers: reading.Answers{Roles: a.Roles, Seen: true, Sheet: a.Sheet},
		},
	}
	if err := tx.PutRecipe(ctx, recipe); err != nil || r.Outcome == Same {
		return err
	}
	if err := tx.Supersede(ctx, s.Sender, s.Measure, r.Release.Period); err != nil {
		return err
	}
	if err := tx.UseRecipe(ctx, recipe.ID); err != nil {
		return err
	}
	r.Outcome, r.Release.State, r.Release.Recipe = Held, store.Draft, recipe.ID
	if f.Sample {
		r.Outcome, r.Release.State = Released, store.Released
	}
	return tx.PutRelease(ctx, r.Release, r.Figures)
}

// agrees compares the total that a clerk typed from the signed report with the figures.
func agrees(total figure.Number, figures []figure.Figure) error {
	sum := int64(0)
	for _, f := range figures {
		if f.Area.Code != area.CityCode || len(figures) == 1 {
			sum += f.Value
		}
	}
	if total.Fault == figure.None && !total.IsEmpty() && total.Count == sum {
		return nil
	}
	typed := total.Text
	if total.Fault == figure.None && !total.IsEmpty() {
		typed = figure.FormatCount(total.Count)
	}
	return &content.Error{
		Code: content.Invalid,
		Vi:   fmt.Sprintf("Tổng trên báo cáo đã ký (“%s”) khác tổng của cột được chọn (%s): hãy kiểm tra đã chọn đúng cột.", typed, figure.FormatCount(sum)),
		En:   fmt.Sprintf("The total of the signed report (“%s”) is not that of the column that was chosen (%s): check that it is the right one.", typed, figure.FormatCountEn(sum)),
	}
}

// AcceptName lets a text stand for a unit, in the units of its period, and reads a waiting sheet
// again. Where nothing is left to ask its figures are kept as a draft.
func (f *Figures) AcceptName(ctx context.Context, who, sheet, text string, unit area.Key) (Reading, error) {
	units, err := f.UnitsOf(ctx, sheet)
	if err != nil {
		return Reading{}, err
	}
	if _, ok := units.Area(unit); !ok {
		return Reading{}, &content.Error{Code: content.NotFound, Vi: "Không có đơn vị này.", En: "There is no such unit."}
	}
	if _, err := f.Store.Change(ctx, who, func(tx *store.Tx) error { return tx.PutUnitName(ctx, text, unit) }); err != nil {
		return Reading{}, err
	}
	w, err := f.Waiting(ctx, sheet)
	if err != nil {
		return Reading{}, err
	}
	body, err := f.Store.SheetBytes(ctx, sheet)
	if err != nil {
		return Reading{}, err
	}
	s := w.Sheet
	return f.Take(ctx, s.Sender, s.Name, bytes.NewReader(body), TakeOptions{
		Measure: s.Measure, Period: s.Detail.Period, Person: who, By: NameOf(ctx, f.Store.Reader, who), Answers: s.Detail.Answers,
	})
}

// UnitsOf are the areas, with the bodies that the measure of a kept sheet counts in place of them.
func (f *Figures) UnitsOf(ctx context.Context, sheet string) (*area.Set, error) {
	s, err := f.Store.Sheet(ctx, sheet)
	if err != nil {
		return nil, err
	}
	return f.Units(ctx, s.Measure)
}

// Units are the areas, with the bodies that a measure counts in place of them.
func (f *Figures) Units(ctx context.Context, measure string) (*area.Set, error) {
	m, err := f.Store.Measure(ctx, measure)
	return m.Units(f.Areas), err
}

// DropSheet throws a waiting sheet away.
func (f *Figures) DropSheet(ctx context.Context, who, id string) error {
	_, err := f.Store.Change(ctx, who, func(tx *store.Tx) error {
		s, err := tx.Sheet(ctx, id)
		if err != nil {
			return err
		}
		s.State = store.Dropped
		return tx.SetSheet(ctx, s)
	})
	return err
}
