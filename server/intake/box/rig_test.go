package box

import (
	"context"
	"image"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/mandate"
	"ngatu/content/preflight"
	"ngatu/internal/blob"
	"ngatu/internal/inbox"
	"ngatu/internal/media"
	"ngatu/internal/store"
	"ngatu/internal/worker/workertest"
	"ngatu/server/figures"
	"ngatu/server/intake"
	"ngatu/server/rendition"
	"ngatu/server/rendition/renditiontest"
)

var units = sync.OnceValue(func() *area.Set {
	set, err := area.Load(areas.Files)
	if err != nil {
		panic(err)
	}
	return set
})

// rig is the intake of a folder over a real database, a real folder of media and a real inbox.
type rig struct {
	testing.TB
	*Box
	dir     string
	watcher *inbox.Watcher
}

func newRig(t testing.TB, change func(*Options)) *rig {
	t.Helper()
	r := &rig{TB: t, dir: t.TempDir()}
	r.open(change)
	return r
}

// open makes the parts in the rig's folder, as a start of the server does.
func (r *rig) open(change func(*Options)) {
	r.Helper()
	s := must(store.Open(r.Context(), filepath.Join(r.dir, "ngatu.db")))(r)
	folder := must(blob.Open(filepath.Join(r.dir, "media")))(r)
	r.no(os.MkdirAll(filepath.Join(r.dir, "inbox"), 0o755))
	workers, log := workertest.Pool(r), slog.New(slog.DiscardHandler)
	o := Options{Root: filepath.Join(r.dir, "inbox"), Media: folder, Workers: workers, Areas: units(), Log: log, Check: silent, CheckIn: silentIn}
	o.Figures = figures.New(figures.Options{Store: s, Workers: workers, Areas: o.Areas})
	if change != nil {
		change(&o)
	}
	maker := rendition.New(rendition.Options{Store: s, Media: folder, Workers: workers, Log: log})
	r.Box = New(intake.New(intake.Options{Store: s, Renditions: maker}), o)
	m := figure.Accounts
	m.Limits.Inform, m.Limits.FirstByTwo, m.Limits.SourcesListed = true, false, false // most tests are of other things than checks
	r.no(changed(s.Change(r.Context(), "test", func(tx *store.Tx) error { return tx.PutMeasure(r.Context(), m) })))
	r.Cleanup(r.shut)
}

// silent is a check that finds nothing: most tests are of other things.
func silent(context.Context, content.Slide, store.Medium, *media.Opened) ([]preflight.Finding, error) {
	return nil, nil
}

func silentIn(_ context.Context, slides []content.Slide, _ content.Campaign) ([][]preflight.Finding, error) {
	return make([][]preflight.Finding, len(slides)), nil
}

func changed(_ int64, err error) error { return err }

func (r *rig) shut() {
	if r.Box == nil {
		return
	}
	if r.watcher != nil {
		r.watcher.Stop()
	}
	r.Box.Close()
	r.no(r.Store.Close())
	r.Box, r.watcher = nil, nil
}

// watch starts the watcher, as a start of the server does.
func (r *rig) watch() {
	r.Helper()
	known := must(r.Known(r.Context()))(r)
	r.watcher = must(inbox.New(inbox.Config{Root: r.Root, Known: known, Tell: r.Inbox}))(r)
	r.watcher.Start(context.Background())
}

// run takes files in that had to wait, as a server does.
func (r *rig) run() {
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); r.Box.Run(ctx) }()
	r.Cleanup(func() { stop(); <-done })
}

func must[T any](v T, err error) func(testing.TB) T {
	return func(t testing.TB) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func (r *rig) no(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// screens puts one screen of each canvas, the small ones in the street.
func (r *rig) screens(sizes ...image.Point) {
	r.Helper()
	renditiontest.Screens(r, r.Store, sizes...)
}

// standing approves a folder of the inbox.
func (r *rig) standing(folder string) {
	r.Helper()
	_, err := r.Store.Change(r.Context(), "an", func(tx *store.Tx) error {
		if err := tx.PutStaff(r.Context(), store.Staff{ID: "an", Name: "Nguyễn Thị An", Login: "an", Mandates: []mandate.Mandate{{Role: mandate.Approver}}}); err != nil {
			return err
		}
		return tx.PutStanding(r.Context(), content.Standing{ID: "st-" + folder, Folder: folder, By: "an", At: tx.Time(), Document: "12/QĐ"})
	})
	r.no(err)
}

// sent is the first slide of a file that somebody sends, beside the inbox.
func (r *rig) sent(u intake.Upload) (content.Slide, error) {
	all, err := r.Files(r.Context(), "an", u, func(int, int) {})
	if err != nil {
		return content.Slide{}, err
	}
	return all.Slides[0], nil
}

// drop writes a file into the inbox.
func (r *rig) drop(path string, b []byte) {
	r.Helper()
	at := filepath.Join(r.Root, filepath.FromSlash(path))
	r.no(os.MkdirAll(filepath.Dir(at), 0o755))
	r.no(os.WriteFile(at, b, 0o644))
}

// until waits for something to come true.
func (r *rig) until(what string, ok func() bool) {
	r.Helper()
	for end := time.Now().Add(2 * time.Minute); !ok(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			r.Fatalf("waited in vain until %s", what)
		}
	}
}

// file is what is known of a path of the inbox; zero where nothing is.
func (r *rig) file(path string) store.InboxFile {
	r.Helper()
	f, err := r.Store.InboxFile(r.Context(), path)
	if err != nil && content.CodeOf(err) != content.NotFound {
		r.Fatal(err)
	}
	return f
}

func (r *rig) taken(path string) store.InboxFile {
	r.Helper()
	r.until(path+" is taken", func() bool { return r.file(path).State == store.Taken })
	return r.file(path)
}

// slide is what a path of the inbox became.
func (r *rig) slide(path string) content.Slide {
	r.Helper()
	return must(r.Store.Slide(r.Context(), r.taken(path).Slide))(r)
}

func (r *rig) slides() (all []content.Slide) {
	r.Helper()
	r.no(r.Store.EachSlide(r.Context(), store.SlideQuery{}, func(s content.Slide) error {
		all = append(all, s)
		return nil
	}))
	return all
}

// whole checks that a slide has its original and, for each canvas, a rendition and a still
// whose bytes are there.
func (r *rig) whole(s content.Slide, sizes ...image.Point) {
	r.Helper()
	renditiontest.Whole(r, r.Store, r.Media, s, sizes...)
}

func TestMain(m *testing.M) {
	if dir := os.Getenv("NGATU_INTAKE_CHILD"); dir != "" {
		importUntilKilled(dir)
		return
	}
	os.Exit(m.Run())
}

// marks are the instants at which changes were committed.
type marks struct {
	began time.Time
	at    []time.Duration
}

var current *marks

// watchChanges notes when changes are committed from now on.
func watchChanges(r *rig) *marks {
	first := current == nil
	current = &marks{began: time.Now()}
	if first {
		r.Store.OnChange(func() { current.at = append(current.at, time.Since(current.began)) })
	}
	return current
}

func (m *marks) ms(i int) float64 { return float64(m.at[i].Microseconds()) / 1000 }
