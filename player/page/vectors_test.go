package page

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"pgregory.net/rapid"

	"ngatu/content"
)

// lookup runs instants through the page's own lookup; each answer is {slide ID, start, end, begin,
// nth}.
const lookup = `(function (programme, at) {
	var p = new Ngatu.Programme(programme);
	return at.map(function (i) {
		var s = p.slotAt(i.t, i.entered || 0);
		return { slide: s.slide < 0 ? '' : p.slides[s.slide].id, start: s.start, end: s.end, begin: s.begin, nth: s.nth };
	});
})(%s, %s)`

type answer struct {
	Slide string `json:"slide"`
	Start int64  `json:"start"`
	End   int64  `json:"end"`
	Begin int64  `json:"begin"`
	Nth   int64  `json:"nth"`
}

type question struct {
	T       int64  `json:"t"`
	Entered *int64 `json:"entered,omitempty"`
}

func ask(p *tab, programme json.RawMessage, at json.RawMessage) ([]answer, error) {
	var got []answer
	err := chromedp.Run(p.ctx, chromedp.Evaluate(fmt.Sprintf(lookup, programme, at), &got))
	return got, err
}

// The page finds the same slot as Go in every vector that Go wrote down.
func TestTheLookupHoldsToTheVectors(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../content/testdata/resolve/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no vectors: %v", err)
	}
	p := newTab(t, 432, 216, "").open(newOrigin(t), "?screen="+code)
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var v struct {
			Programme json.RawMessage   `json:"programme"`
			At        json.RawMessage   `json:"at"`
			Want      []answer          `json:"-"`
			Rest      map[string]string `json:"-"`
		}
		if err := json.Unmarshal(b, &v); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(v.At, &v.Want); err != nil {
			t.Fatal(err)
		}
		got, err := ask(p, v.Programme, v.At)
		if err != nil {
			t.Fatal(file, err)
		}
		wrong := 0
		for i, w := range v.Want {
			if got[i] != w {
				if wrong++; wrong < 4 {
					t.Errorf("%s: look %d: the page says %+v, Go %+v", filepath.Base(file), i, got[i], w)
				}
			}
		}
	}
}

// And in programmes drawn by lot, Go's lookup is the reference: odd dwells, spans shorter than a
// slot, entering anywhere.
func TestTheLookupIsGos(t *testing.T) {
	t.Parallel()
	p := newTab(t, 432, 216, "").open(newOrigin(t), "?screen="+code)
	rapid.Check(t, func(rt *rapid.T) {
		programme := drawn(rt)
		var at []question
		var want []answer
		for range 40 {
			q := question{T: rapid.Int64Range(programme.From-9000, programme.Until+9000).Draw(rt, "t")}
			entered := content.NotEntered
			if rapid.Bool().Draw(rt, "enter") {
				e := q.T - rapid.Int64Range(0, 20000).Draw(rt, "ago")
				q.Entered, entered = &e, e
			}
			s := programme.AtEntered(q.T, entered)
			a := answer{Start: s.Start, End: s.End, Begin: s.Begin, Nth: s.Nth}
			if s.Slide >= 0 {
				a.Slide = programme.Slides[s.Slide].ID
			}
			at, want = append(at, q), append(want, a)
		}
		got, err := ask(p, must(json.Marshal(programme)), must(json.Marshal(at)))
		if err != nil {
			rt.Fatal(err)
		}
		for i := range want {
			if got[i] != want[i] {
				rt.Fatalf("look at %d entered %v: the page says %+v, Go %+v", at[i].T, at[i].Entered, got[i], want[i])
			}
		}
	})
}

func drawn(rt *rapid.T) content.Programme {
	p := content.Programme{Zone: "Asia/Ho_Chi_Minh", From: 1732467600000, Evergreen: -1}
	for i := range rapid.IntRange(1, 6).Draw(rt, "slides") {
		p.Slides = append(p.Slides, content.Shown{ID: fmt.Sprint("s", i), Dwell: rapid.Int64Range(1, 12000).Draw(rt, "dwell")})
	}
	slot := rapid.IntRange(0, len(p.Slides)-1)
	for range rapid.IntRange(1, 3).Draw(rt, "loops") {
		p.Loops = append(p.Loops, rapid.SliceOfN(slot, 1, 8).Draw(rt, "loop"))
	}
	at := p.From
	for range rapid.IntRange(0, 8).Draw(rt, "spans") {
		s := content.Span{Length: rapid.Int64Range(1, 60000).Draw(rt, "length"), Loop: rapid.IntRange(-1, len(p.Loops)-1).Draw(rt, "which")}
		if s.Loop >= 0 {
			// An offset lies within the loop, as Resolve makes it.
			total := int64(0)
			for _, i := range p.Loops[s.Loop] {
				total += p.Slides[i].Dwell
			}
			s.Offset = rapid.Int64Range(0, total-1).Draw(rt, "offset")
		}
		p.Spans = append(p.Spans, s)
		at += s.Length
	}
	p.Until = at + 1
	p.Evergreen = rapid.IntRange(-1, len(p.Loops)-1).Draw(rt, "evergreen")
	return p
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
