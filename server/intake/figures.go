package intake

import (
	"context"
	"io"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/sheet"
	"ngatu/internal/store"
)

// FigureOptions say what figures are of and how they are taken.
type FigureOptions struct {
	Measure string      // [figure.Measure.ID]; "": accounts
	Period  area.Period // list of units to match with; "": as [Options] say
	By      string      // who lets them out, as screens name them; "": the name of who
	DryRun  bool        // only say what would be taken: nothing is stored
}

// Reading is what figures that came in were understood as.
type Reading struct {
	Release  store.Release
	Figures  []figure.Figure
	Problems []figure.Problem // why they were refused: all of them, by row
	Notices  []store.Notice   // what staff should know though they were taken
}

// Figures takes a spreadsheet (CSV or XLSX) in as one release, whole or not at all. The error of one that was refused is a
// [content.Error] with code Invalid or TooLarge that names the rows; Reading.Problems lists them one by one. who is a staff
// ID, or what acted.
func (in *Intake) Figures(ctx context.Context, who, name string, data io.Reader, o FigureOptions) (Reading, error) {
	r, err := in.readFigures(ctx, who, name, data, o)
	if err != nil || o.DryRun {
		return r, err
	}
	return in.release(ctx, who, r, nil)
}

// FigureRows is [Intake.Figures] of rows that came as JSON; name is for the sentence.
func (in *Intake) FigureRows(ctx context.Context, who, name string, rows []figure.Row, o FigureOptions) (Reading, error) {
	r, err := in.matchFigures(ctx, who, name, rows, o)
	if err != nil || o.DryRun {
		return r, err
	}
	return in.release(ctx, who, r, nil)
}

func (in *Intake) readFigures(ctx context.Context, who, name string, data io.Reader, o FigureOptions) (Reading, error) {
	f, err := sheet.Read(ctx, name, data)
	if err != nil {
		return Reading{}, err
	}
	r, err := in.matchFigures(ctx, who, name, f.Rows, o)
	if len(f.Ignored) > 0 {
		r.Notices = append(r.Notices, store.Notice{
			Vi: "Chỉ trang tính “" + f.Sheet + "” được đọc; các trang tính khác được bỏ qua.",
			En: "Only the sheet “" + f.Sheet + "” was read; the others were left aside.",
		})
	}
	return r, err
}

// matchFigures finds units and checks numbers and times. It stores nothing.
func (in *Intake) matchFigures(ctx context.Context, who, name string, rows []figure.Row, o FigureOptions) (Reading, error) {
	now, err := in.Store.Now(ctx)
	if err != nil {
		return Reading{}, err
	}
	figures, problems := figure.Match(rows, in.Areas, in.periodOf(rows, o, now))
	if len(problems) > 0 {
		return refusedFigures(name, problems...)
	}
	if o.By == "" {
		o.By = in.nameOf(ctx, who)
	}
	r, problem := figure.NewRelease(measureOf(o), o.By, in.Sample, figures)
	if problem == nil {
		problem = r.Ahead(now)
	}
	if problem == nil && !in.Sample {
		problem = r.OutOfPeriod()
	}
	if problem != nil {
		return refusedFigures(name, *problem)
	}
	return Reading{Figures: r.Figures, Release: store.Release{
		ID: newReleaseID(), Measure: r.Measure, Period: r.Period(), AsOf: r.AsOf, Source: r.Source, By: r.ReleasedBy, Sample: r.Sample,
	}}, nil
}

func measureOf(o FigureOptions) figure.Measure {
	if o.Measure == "" || o.Measure == figure.Accounts.ID {
		return figure.Accounts
	}
	return figure.Measure{ID: o.Measure}
}

// periodOf is the list of units that rows are matched with: the one that held at their as-of time. Rows without a time
// that can be read are refused by the matching, with any list.
func (in *Intake) periodOf(rows []figure.Row, o FigureOptions, now time.Time) area.Period {
	if o.Period != "" {
		return o.Period
	}
	if in.Period != "" {
		return in.Period
	}
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

// nameOf is what people call a member of staff; other actors are named as they are.
func (in *Intake) nameOf(ctx context.Context, who string) string {
	if s, err := in.Store.Staff(ctx, who); err == nil && s.Name != "" {
		return s.Name
	}
	return who
}

// release lets figures out, in one change with what also does.
func (in *Intake) release(ctx context.Context, who string, r Reading, also func(*store.Tx, Reading) error) (Reading, error) {
	var newer []store.Notice
	_, err := in.Store.Change(ctx, who, func(tx *store.Tx) error {
		newer = nil
		latest, err := tx.LatestRelease(ctx, r.Release.Measure, r.Release.Period)
		if err == nil && latest.AsOf.After(r.Release.AsOf) {
			newer = []store.Notice{olderNotice(r.Release, latest)}
		} else if err != nil && content.CodeOf(err) != content.NotFound {
			return err
		}
		if err := tx.PutRelease(ctx, r.Release, r.Figures); err != nil {
			return err
		}
		r.Release.Number, r.Release.At = tx.Number(), tx.Time()
		if also == nil {
			return nil
		}
		told := r
		told.Notices = append(told.Notices[:len(told.Notices):len(told.Notices)], newer...)
		return also(tx, told)
	})
	r.Notices = append(r.Notices, newer...)
	return r, err
}

// olderNotice says that boards go on showing newer figures.
func olderNotice(r, latest store.Release) store.Notice {
	mine, theirs := figure.FormatAsOf(r.AsOf), figure.FormatAsOf(latest.AsOf)
	return store.Notice{
		Vi: "Số liệu tính đến " + mine + " đã được lưu, nhưng màn hình vẫn hiện số liệu mới hơn (" + theirs + ").",
		En: "The figures as of " + mine + " are kept, but screens go on showing newer ones (" + theirs + ").",
	}
}
