package figures

import (
	"path/filepath"
	"sync"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/store"
	"ngatu/internal/worker/workertest"
)

var units = sync.OnceValue(func() *area.Set {
	set, err := area.Load(areas.Files)
	if err != nil {
		panic(err)
	}
	return set
})

// rig takes figures in over a real database and real workers. Its measure informs only: most tests
// are of other things than checks.
type rig struct {
	testing.TB
	*Figures
}

func newRig(t testing.TB, change func(*Options)) *rig {
	t.Helper()
	r := &rig{TB: t}
	s := must(store.Open(t.Context(), filepath.Join(t.TempDir(), "ngatu.db")))(t)
	t.Cleanup(func() { r.no(s.Close()) })
	o := Options{Store: s, Workers: workertest.Pool(t), Areas: units()}
	if change != nil {
		change(&o)
	}
	r.Figures = New(o)
	m := figure.Accounts
	m.Limits.Inform, m.Limits.FirstByTwo, m.Limits.SourcesListed = true, false, false
	must(s.Change(t.Context(), "test", func(tx *store.Tx) error { return tx.PutMeasure(t.Context(), m) }))(t)
	return r
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

// limit sets the limits of accounts.
func (r *rig) limit(l figure.Limits) {
	r.Helper()
	m := must(r.Store.Measure(r.Context(), figure.Accounts.ID))(r)
	m.Limits = l
	must(r.Store.Change(r.Context(), "test", func(tx *store.Tx) error { return tx.PutMeasure(r.Context(), m) }))(r)
}

// drafts are the IDs of what waits.
func (r *rig) drafts() (out []string) {
	r.Helper()
	for _, d := range must(r.Store.Drafts(r.Context()))(r) {
		out = append(out, d.ID)
	}
	return out
}

// day is midnight of a day of November 2024.
func day(d int) time.Time { return time.Date(2024, 11, d, 0, 0, 0, 0, area.Local) }

func (r *rig) no(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// until waits for something that happens by itself.
func (r *rig) until(what string, is func() bool) {
	r.Helper()
	for end := time.Now().Add(20 * time.Second); !is(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			r.Fatalf("never: %s", what)
		}
	}
}
