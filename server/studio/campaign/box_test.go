package campaign

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"ngatu/content"
)

// Whatever is chosen on the form comes back on it, and targets that it cannot say are noticed.
func TestABoxIsItsTargets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		some := func(of ...string) []string {
			return rapid.SliceOfDistinct(rapid.SampledFrom(of), rapid.ID).Draw(t, "some")
		}
		b := box{Areas: some("2024-11/001", "2024-11/006", "2024-11/01"), Tags: some("pilot", "cổng")}
		for _, v := range some("mall", "office") {
			b.Venues = append(b.Venues, content.Venue(v))
		}
		for _, k := range some("led", "kiosk") {
			b.Kinds = append(b.Kinds, content.ScreenKind(k))
		}
		back, plain := boxOf(b.targets())
		if !plain || !slices.Equal(back.Areas, b.Areas) || !slices.Equal(back.Venues, b.Venues) || !slices.Equal(back.Kinds, b.Kinds) || !slices.Equal(back.Tags, b.Tags) {
			t.Fatalf("%+v came back as %+v (%v)", b, back, plain)
		}
	})
	for _, odd := range [][]content.Target{
		{{Area: "2024-11/001"}, {Kind: content.LED}},
		{{Area: "2024-11/001", Tag: "a"}, {Area: "2024-11/006", Tag: "b"}},
		{{Area: "2024-11/001"}, {}},
		{{}},
	} {
		if _, plain := boxOf(odd); plain {
			t.Errorf("the form cannot say %+v", odd)
		}
	}
}
