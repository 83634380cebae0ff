package pulls

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/mandate"
	"ngatu/content/reading"
	"ngatu/internal/outside"
	"ngatu/internal/sheet"
	"ngatu/internal/store"
	"ngatu/internal/worker/workertest"
	"ngatu/server/figures"
)

const good = "Tính đến 17h ngày 21/11/2024\nĐơn vị,Số tài khoản,Chỉ tiêu,Nguồn\nQuận Ba Đình,51.200,90.000,Công an thành phố\nQ. Hà Đông,80.100,120.000,Công an thành phố\n"

// rig is the server's end and that of whoever provides a sheet.
type rig struct {
	*testing.T
	*Pulls
	site  *httptest.Server
	asked atomic.Int32
	later atomic.Int64 // by how much the clock is ahead

	mu     sync.Mutex
	answer http.HandlerFunc
}

func newRig(t *testing.T) *rig {
	t.Helper()
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "ngatu.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	units, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{T: t}
	r.site = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		r.asked.Add(1)
		r.mu.Lock()
		answer := r.answer
		r.mu.Unlock()
		answer(w, q)
	}))
	t.Cleanup(r.site.Close)
	log := slog.New(slog.DiscardHandler)
	r.Pulls = New(Options{
		Store: st, Figures: figures.New(figures.Options{Store: st, Workers: workertest.Pool(t), Areas: units, Log: log}), Areas: units,
		Inside: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Log: log,
		Now: func() time.Time { return time.Now().Add(time.Duration(r.later.Load())) },
	})
	r.change(func(tx *store.Tx) error {
		return tx.PutStaff(t.Context(), store.Staff{ID: "bao", Name: "Bảo", Login: "bao", Mandates: []mandate.Mandate{{Role: mandate.Reporter}}})
	})
	m := figure.Accounts
	m.Limits.FirstByTwo, m.Limits.SourcesListed, m.Limits.Whole = false, false, false
	m.Pulls = []figure.Pull{{Name: "Công an", Address: r.site.URL + "/so-lieu.csv", Every: time.Hour, By: "bao"}}
	r.put(m)
	return r
}

func (r *rig) change(do func(*store.Tx) error) {
	r.Helper()
	if _, err := r.Store.Change(r.Context(), "test", do); err != nil {
		r.Fatal(err)
	}
}

func (r *rig) put(m figure.Measure) {
	r.Helper()
	r.change(func(tx *store.Tx) error { return tx.PutMeasure(r.Context(), m) })
}

func (r *rig) answers(h http.HandlerFunc) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = h
}

func (r *rig) says(body string) {
	r.answers(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) })
}

// wait lets time pass and looks.
func (r *rig) wait(d time.Duration) Status {
	r.Helper()
	r.later.Add(int64(d))
	if err := r.look(r.Context()); err != nil {
		r.Fatal(err)
	}
	return r.Status("accounts", "Công an")
}

func (r *rig) releases() []store.Release {
	r.Helper()
	all, err := r.Store.Releases(r.Context(), "accounts", 0, 0)
	if err != nil {
		r.Fatal(err)
	}
	return all
}

// A sheet is taken once, from its sender, as of the time in it; a newer one is taken when it is its
// turn.
func TestASheetIsFetched(t *testing.T) {
	r := newRig(t)
	r.says(good)
	s := r.wait(0)
	all := r.releases()
	if s.Fault != nil || s.Outcome != figures.Released || len(all) != 1 {
		t.Fatalf("%+v, %+v", s, all)
	}
	if all[0].Sender != "url:Công an" || !all[0].AsOf.Equal(time.Date(2024, 11, 21, 17, 0, 0, 0, area.Local)) || all[0].Period != area.Nov2024 {
		t.Errorf("%+v", all[0])
	}
	if r.wait(59 * time.Minute); r.asked.Load() != 1 {
		t.Errorf("asked %d times within an hour", r.asked.Load())
	}
	if s := r.wait(time.Minute); r.asked.Load() != 2 || len(r.releases()) != 1 || s.Outcome != figures.Released || s.Fault != nil {
		t.Errorf("the same again, asked %d times: %+v", r.asked.Load(), s)
	}
	r.says(strings.NewReplacer("17h ngày 21", "17h ngày 22", "51.200", "51.500").Replace(good))
	if s := r.wait(time.Hour); s.Outcome != figures.Released || len(r.releases()) != 2 {
		t.Errorf("a newer sheet: %+v, %d releases", s, len(r.releases()))
	}
	// A warning holds it, once.
	r.says(strings.NewReplacer("17h ngày 21", "17h ngày 23", "51.200", "51.499").Replace(good))
	for range 2 {
		s = r.wait(time.Hour)
	}
	drafts, err := r.Store.Drafts(t.Context())
	if err != nil || len(drafts) != 1 || s.Outcome != figures.Held || len(r.releases()) != 3 {
		t.Errorf("figures that fall: %+v, %d drafts, %d releases, %v", s, len(drafts), len(r.releases()), err)
	}
}

// Without an as-of time a sheet waits for a person. The time of fetching, and what HTTP says of the
// file, stand for nothing.
func TestTheAsOfTimeIsThatOfTheSheet(t *testing.T) {
	r := newRig(t)
	body := good[strings.Index(good, "\n")+1:]
	r.answers(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Last-Modified", "Thu, 21 Nov 2024 10:00:00 GMT")
		w.Header().Set("Content-Disposition", `attachment; filename="tinh-den-21-11-2024.csv"`)
		fmt.Fprint(w, body)
	})
	for range 2 {
		if s := r.wait(time.Hour); s.Outcome != figures.Asked || s.Fault != nil {
			t.Errorf("%+v", s)
		}
	}
	waiting, err := r.Store.WaitingSheets(t.Context())
	if err != nil || len(waiting) != 1 || len(r.releases()) != 0 {
		t.Fatalf("%+v, %v", waiting, err)
	}
	if w := waiting[0]; w.Sender != "url:Công an" || len(w.Detail.Asks) != 1 || w.Detail.Asks[0].Role != "as_of" || !w.Detail.Answers.AsOf.IsEmpty() {
		t.Errorf("%+v", w.Detail)
	}
	if number := waiting[0].Number; r.wait(time.Hour).Fault != nil {
		t.Error("fault")
	} else if again, _ := r.Store.WaitingSheets(t.Context()); len(again) != 1 || again[0].Number != number {
		t.Errorf("the same sheet was stored again: %+v", again)
	}
	w, err := r.Figures.Waiting(t.Context(), waiting[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	roles := reading.Named(map[string]reading.Role{"Đơn vị": reading.Unit, "Số tài khoản": reading.Value, "Chỉ tiêu": reading.Target, "Nguồn": reading.Source})
	got, err := r.Figures.Answer(t.Context(), "bao", w.Sheet.ID, reading.Answers{AsOf: figure.ParseInstant("17h00 ngày 21/11/2024"), Roles: roles}, figure.ParseNumber("131.300"))
	if err != nil || got.Outcome != figures.Held || !got.Release.AsOf.Equal(time.Date(2024, 11, 21, 17, 0, 0, 0, area.Local)) {
		t.Fatalf("answered: %+v, %v", got.Outcome, err)
	}
	body = strings.Replace(body, "51.200", "51.300", 1)
	if s := r.wait(time.Hour); s.Outcome != figures.Asked {
		t.Errorf("the time of the day before stands for the next: %+v", s)
	}
}

// What was withdrawn does not come back, also in other bytes.
func TestWhatWasWithdrawnStaysAway(t *testing.T) {
	r := newRig(t)
	r.says(good)
	r.wait(0)
	if err := r.Figures.Withdraw(t.Context(), "bao", r.releases()[0].ID, "sai"); err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{good, good + "\n"} {
		r.says(body)
		if s := r.wait(time.Hour); s.Fault != nil || len(r.releases()) != 1 {
			t.Errorf("%+v, %d releases", s, len(r.releases()))
		}
	}
}

// A tag spares the transfer.
func TestUnchangedByItsTag(t *testing.T) {
	r := newRig(t)
	var spared atomic.Int32
	r.answers(func(w http.ResponseWriter, q *http.Request) {
		if q.Header.Get("If-None-Match") == `"1"` {
			spared.Add(1)
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("ETag", `"1"`)
		fmt.Fprint(w, good)
	})
	r.wait(0)
	if s := r.wait(time.Hour); spared.Load() != 1 || s.Outcome != figures.Released || s.Fault != nil || len(r.releases()) != 1 {
		t.Errorf("spared %d, %+v", spared.Load(), s)
	}
}

// Whatever is wrong with an address is said, changes nothing, and is asked for more rarely; it is
// mended by itself.
func TestAnAddressIsWrong(t *testing.T) {
	r := newRig(t)
	elsewhere := atomic.Int32{}
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	defer other.Close()
	hang := make(chan struct{})
	defer close(hang)
	long := strings.Repeat("x", 1<<20)
	r.client = outside.Client(r.Inside, 300*time.Millisecond)
	for what, c := range map[string]struct {
		answer http.HandlerFunc
		code   content.Code
		says   string
	}{
		"a redirect inside": {func(w http.ResponseWriter, q *http.Request) { http.Redirect(w, q, other.URL, http.StatusFound) }, content.Away, "chuyển hướng"},
		"one to a neighbour": {func(w http.ResponseWriter, q *http.Request) {
			http.Redirect(w, q, "http://169.254.169.254/latest", http.StatusFound)
		}, content.Away, "chuyển hướng"},
		"too large": {func(w http.ResponseWriter, _ *http.Request) {
			for range sheet.MaxBytes>>20 + 1 {
				fmt.Fprint(w, long)
			}
		}, content.TooLarge, "hơn 20 MB"},
		"hangs": {func(_ http.ResponseWriter, q *http.Request) { wait(hang, q.Context()) }, content.Away, "quá chậm"},
		"hangs later": {func(w http.ResponseWriter, q *http.Request) {
			fmt.Fprint(w, good)
			w.(http.Flusher).Flush()
			wait(hang, q.Context())
		}, content.Away, "quá chậm"},
		"is gone":     {http.NotFound, content.Away, "trả lời 404"},
		"no sheet":    {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<!doctype html><h1>Đăng nhập</h1>") }, content.Invalid, ""},
		"a wrong row": {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, strings.Replace(good, "51.200", "abc", 1)) }, content.Invalid, "abc"},
	} {
		r.client.Timeout = map[bool]time.Duration{true: time.Minute, false: 300 * time.Millisecond}[what == "too large"]
		r.answers(c.answer)
		s := r.wait(maxPause)
		if s.Fault == nil || s.Fault.Code != c.code || !strings.Contains(s.Fault.Vi, c.says) {
			t.Errorf("%s: %v", what, s.Fault)
		}
	}
	if elsewhere.Load() != 0 || len(r.releases()) != 0 {
		t.Errorf("a redirect was followed, or something was taken: %d, %d", elsewhere.Load(), len(r.releases()))
	}
	before := r.asked.Load()
	if r.wait(time.Hour); r.asked.Load() != before {
		t.Error("an address that fails is asked as often as one that answers")
	}
	if failing, err := r.Failing(t.Context()); err != nil || len(failing) != 1 || len(r.Trouble(t.Context())) != 1 {
		t.Errorf("nobody is told: %v, %v", failing, err)
	}
	r.says(good)
	if s := r.wait(maxPause); s.Fault != nil || len(r.releases()) != 1 || len(r.Trouble(t.Context())) != 0 {
		t.Errorf("mended: %+v", s)
	}
}

// An address is asked only while its domain is allowed, it leads outside, and the person who
// entered it may release.
func TestAnAddressIsRefused(t *testing.T) {
	r := newRig(t)
	r.says(good)
	m, err := r.Store.Measure(t.Context(), "accounts")
	if err != nil {
		t.Fatal(err)
	}
	refused := func(what string, code content.Code) {
		t.Helper()
		if s := r.wait(maxPause); s.Fault == nil || s.Fault.Code != code || r.asked.Load() != 0 {
			t.Errorf("%s: %+v, asked %d times", what, s, r.asked.Load())
		}
	}
	m.Pulls[0].By = "an"
	r.put(m)
	refused("of nobody", content.Denied)
	m.Pulls[0].By, m.Releasers = "bao", []string{"an"}
	r.put(m)
	refused("of one who may not", content.Denied)
	m.Releasers, m.Pulls[0].Address = nil, "https://vi-du.example.com/a.csv"
	r.put(m)
	refused("of another domain", content.Denied)
	r.change(func(tx *store.Tx) error { return tx.PutSetting(t.Context(), content.SettingDomains, "localhost") })
	m.Pulls[0].Address = strings.Replace(r.site.URL, "http://127.0.0.1", "https://localhost", 1)
	r.put(m)
	r.Inside, r.client = nil, outside.Client(nil, time.Second)
	refused("a name that leads inside", content.Denied)
}

// maxPause is beyond any pause between two tries.
const maxPause = longest + time.Minute

func wait(hang <-chan struct{}, ctx context.Context) {
	select {
	case <-hang:
	case <-ctx.Done():
	}
}
