package figures

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/reading"
	"ngatu/internal/sheet"
	"ngatu/internal/store"
)

// TakeOptions say what figures are of and how they are taken.
type TakeOptions struct {
	Measure  string          // [figure.Measure.ID]; "": accounts
	Period   area.Period     // list of units to match with; "": as [Options] say
	By       string          // who lets them out, as screens name them; "": the name of who
	Person   string          // staff ID of who stands for them: who, or the maker of a token; "": who
	Answers  reading.Answers // what the sender says of the sheet
	Base     string          // ID of the release that the sender compared with; a Conflict where another holds. "": none was named
	Corrects string          // ID of the release that these correct; falls are meant then
	Merge    bool            // units without a row keep the figure of the release that holds
	Reason   string          // why they are released in spite of warnings; only a person has one
	Absent   bool            // nobody who sent it can be told what it lacks: without an as-of time it waits for a person
	DryRun   bool            // only say what would be taken: nothing is stored
}

// Outcome says what became of figures that came f.
type Outcome string

// The outcomes of a sheet.
const (
	Refused  Outcome = ""         // nothing was taken
	Asked    Outcome = "waiting"  // something of it is not certain: a person has to answer
	Held     Outcome = "held"     // read, and kept for a person to release
	Released Outcome = "released" // on the boards
	Same     Outcome = "same"     // the release that holds, or the draft that waits, says the same
)

// File is a spreadsheet that waits on a disk or, where it is small, in memory.
type File interface {
	io.ReaderAt
	Size() int64 // bytes
}

// Reading is what figures that came in were understood as.
type Reading struct {
	Outcome  Outcome
	Release  store.Release
	Figures  []figure.Figure
	Asks     []reading.Ask    // what of a sheet is not certain; then nothing of it is taken
	Problems []figure.Problem // what is wrong, by row; then nothing of it is taken
	Verdict  figure.Verdict   // what the checks before a release found
	Notices  []store.Notice   // what staff should know though they were taken
	RowsIn   int              // rows of the sheet below its header
	RowsOut  int              // of these, those whose use is known
	Header   string           // name of the column of values that was taken; "" for rows that came as JSON
	Sheet    store.Sheet      // the file as it is kept; zero for rows and dry runs
	Read     reading.Reading  // every sheet, column and row with its use; zero for rows that came as JSON

	Before  store.Release   // the release that they were compared with; zero where there is none
	Changes []figure.Change // by area, against Before

	sender string            // whom drafts and recipes belong to
	body   *io.SectionReader // the file; nil for rows
}

// Take takes a spreadsheet (CSV, XLSX or ODS) in as one release, whole or not at all: released, or
// held for a person, or waiting for answers. The error of one that was refused is a [content.Error]
// with code Invalid or TooLarge that names the rows; Reading.Problems lists them one by one. who is
// a staff ID, or what acted.
func (f *Figures) Take(ctx context.Context, who, name string, file File, o TakeOptions) (Reading, error) {
	r, err := f.Read(ctx, who, name, file, o)
	if err != nil || o.DryRun {
		return r, err
	}
	return f.Keep(ctx, who, r, o, nil)
}

// TakeRows is [Figures.Take] of rows that came as JSON; name is for the sentence.
func (f *Figures) TakeRows(ctx context.Context, who, name string, rows []figure.Row, o TakeOptions) (Reading, error) {
	r, err := f.match(ctx, who, name, rows, o)
	r.RowsIn, r.RowsOut, r.sender = len(rows), len(rows), who
	if err == nil {
		err = f.judge(ctx, who, name, &r, o)
	}
	if err != nil || o.DryRun {
		return r, err
	}
	return f.Keep(ctx, who, r, o, nil)
}

func digestOf(r io.ReadSeeker) (content.Digest, error) {
	sum := sha256.New()
	if _, err := io.Copy(sum, r); err != nil {
		return "", err
	}
	_, err := r.Seek(0, io.SeekStart)
	return content.Digest(hex.EncodeToString(sum.Sum(nil))), err
}

// Read reads a file by the dictionary, what its sender says, and recipes. It stores nothing; the
// file must stay open until [Figures.Keep] has done so.
func (f *Figures) Read(ctx context.Context, who, name string, file File, o TakeOptions) (Reading, error) {
	book, err := f.Workers.Sheet(ctx, name, file, file.Size())
	if err != nil {
		return Reading{}, err
	}
	body := io.NewSectionReader(file, 0, file.Size())
	digest, err := digestOf(body)
	if err != nil {
		return Reading{}, err
	}
	m, err := f.Store.Measure(ctx, measureID(o))
	if err != nil {
		return Reading{}, err
	}
	o.Answers.Bodies = len(m.Bodies) > 0
	first := reading.Of(book, o.Answers)
	if first.Fault != nil {
		return Reading{Read: first}, sheet.Refusal(name, *first.Fault)
	}
	read, recipe, err := f.byRecipe(ctx, who, book, first, o)
	if err != nil {
		return Reading{}, err
	}
	if o.Absent {
		read.Asks = append(read.Asks, withoutAsOf(read)...)
	}
	r := Reading{Read: read, Asks: read.Asks}
	if len(read.Asks) == 0 {
		r, err = f.match(ctx, who, name, read.Rows, o)
		r.Read = read
	}
	r.RowsIn, r.RowsOut, r.Header, r.sender, r.body = read.RowsIn(), len(read.Uses), read.ValueHeader, who, body
	r.Sheet = store.Sheet{
		ID: newID("s-"), State: store.Waiting, Sender: who, Measure: measureID(o), Name: baseName(name), Digest: digest,
		Detail: store.SheetDetail{Period: o.Period, Asks: r.Asks},
	}
	if len(r.Asks) > 0 {
		r.Outcome = Asked
		return r, nil
	}
	if err != nil {
		return r, err
	}
	if recipe.ID != "" {
		r.Release.Recipe = recipe.ID
		if a, ok := m.Units(f.Areas).Area(r.Figures[0].Area); ok && a.Level() != recipe.Level && len(r.Figures) > 1 {
			return f.otherLevel(r)
		}
	}
	return r, f.judge(ctx, who, name, &r, o)
}

// match finds units and checks numbers and times. It stores nothing.
func (f *Figures) match(ctx context.Context, who, name string, rows []figure.Row, o TakeOptions) (Reading, error) {
	now, err := f.Store.Now(ctx)
	if err != nil {
		return Reading{}, err
	}
	m, err := f.Store.Measure(ctx, measureID(o))
	if err != nil {
		return Reading{}, err
	}
	period := cmp.Or(m.Period(), f.periodOf(rows, o, now))
	names, err := f.Store.UnitNames(ctx, period)
	if err != nil {
		return Reading{}, err
	}
	figures, problems, err := m.Match(ctx, rows, f.Areas, period, names)
	if err != nil {
		return Reading{}, err
	}
	if len(problems) > 0 {
		return troubled(name, problems)
	}
	if o.By == "" {
		o.By = NameOf(ctx, f.Store.Reader, who)
	}
	r, problem := newRelease(measureID(o), o.By, f.Sample, figures, now)
	if problem != nil {
		return refusedFigures(name, *problem)
	}
	if o.Person == "" {
		o.Person = who
	}
	return Reading{Figures: r.Figures, Release: store.Release{
		ID: newID("r-"), Measure: r.Measure, Period: r.Period(), AsOf: r.AsOf, Source: r.Source, By: r.ReleasedBy, Sample: r.Sample,
		Sender: who, Record: store.Record{Sent: o.Person, Corrects: o.Corrects},
	}}, nil
}

// newRelease makes figures one release; the problem is why they are none.
func newRelease(measure, by string, sample bool, figures []figure.Figure, now time.Time) (figure.Release, *figure.Problem) {
	r, problem := figure.NewRelease(figure.Measure{ID: measure}, by, sample, figures)
	if problem == nil {
		problem = r.Ahead(now)
	}
	if problem == nil && !sample {
		problem = r.OutOfPeriod()
	}
	return r, problem
}

func measureID(o TakeOptions) string {
	if o.Measure == "" {
		return figure.Accounts.ID
	}
	return o.Measure
}
