package grounds

import (
	"encoding/json"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// A slide is kept off a kind of screen from a minute after the checks found something there until it
// is approved once more; a number that is added to its approval changes nothing.
func TestWhatIsKeptOffAKindOfScreen(t *testing.T) {
	on := content.Surface{Canvas: content.Canvas{Width: 192, Height: 96, PitchMM: 10, DistanceM: 20}, Street: true}
	other := on
	other.Street = false
	began := time.Date(2026, 11, 30, 8, 0, 0, 0, time.UTC)
	p := &replay{surfaces: map[string]content.Surface{}, slides: map[string]*slide{}, after: 1 << 60}
	number := int64(0)
	line := func(after time.Duration, noun store.Noun, verb, id string, detail any) {
		t.Helper()
		b, err := json.Marshal(detail)
		if err != nil {
			t.Fatal(err)
		}
		number++
		if err := p.read(store.Change{Number: number, At: began.Add(after), Who: "cover", Noun: noun, Verb: verb, ID: id, Detail: b}); err != nil {
			t.Fatal(err)
		}
	}
	live := content.Slide{ID: "a", State: content.Approved, Approval: content.Approval{By: "binh", At: began}}
	line(0, store.NounSlide, "approve", "a", live)
	line(time.Hour, store.NounSurface, store.VerbSurfaceNew, on.Key(), on)
	found := content.Look{Approved: began, Done: true, Found: "Mã không đọc được.", FoundEn: "A code cannot be read."}
	line(2*time.Hour, store.NounSurface, store.VerbLooked, on.Key(), store.Looks{Slides: map[string]content.Look{"a": found, "b": {Approved: began, Done: true}}, Done: true})
	live.Approval.Document = "12/UBND"
	line(3*time.Hour, store.NounSlide, store.VerbNumber, "a", live)
	live.Approval.At = began.Add(4 * time.Hour)
	line(4*time.Hour, store.NounSlide, "approve", "a", live)
	for _, c := range []struct {
		slide string
		on    content.Surface
		at    time.Duration
		want  bool
	}{
		{"a", on, 90 * time.Minute, false},
		{"a", on, 2*time.Hour + time.Second, false},
		{"a", on, 2*time.Hour + 2*grace, true},
		{"a", on, 3*time.Hour + 2*grace, true},
		{"a", on, 4*time.Hour + time.Second, false},
		{"a", other, 3 * time.Hour, false},
		{"b", on, 3 * time.Hour, false},
	} {
		if got := wasKept(p, c.slide, c.on, began.Add(c.at)); got != c.want {
			t.Errorf("%s after %v: %v, want %v", c.slide, c.at, got, c.want)
		}
	}
}
