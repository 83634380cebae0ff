package layout_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/internal/paint"
)

// On every canvas a takeover says how grave it is, and an exercise that it is one.
func TestATakeoverSaysWhatItIs(t *testing.T) {
	for _, canvas := range []content.Canvas{
		{Width: 192, Height: 96, PitchMM: 10, DistanceM: 20},
		{Width: 320, Height: 160, PitchMM: 6, DistanceM: 25},
		{Width: 432, Height: 216, PitchMM: 5, DistanceM: 30},
		{Width: 1920, Height: 1080, PitchMM: 0.6, DistanceM: 4},
		{Width: 1080, Height: 1920, PitchMM: 0.4, DistanceM: 0.8},
	} {
		for gravity, mark := range map[content.Gravity]string{content.Danger: "KHẨN CẤP", content.Warning: "CẢNH BÁO", content.CivicNotice: "THÔNG BÁO"} {
			var real layout.Layout
			for _, drill := range []bool{false, true} {
				one := content.Takeover{
					ID: "bao", Title: "Bão", Gravity: gravity, Press: content.Press{Drill: drill},
					Words: content.Words{Head: "Bão số 8 đổ bộ tối nay. Ở trong nhà, tránh xa cây lớn.", Brief: "Bão tối nay: ở trong nhà", Foot: "Trung tâm điều hành · 112"},
				}
				l, err := layout.LayTakeover(one, canvas, layout.Facts{Faces: paint.Faces()})
				if err != nil {
					t.Errorf("%dx%d %s: %v", canvas.Width, canvas.Height, gravity, err)
					continue
				}
				says := mark
				if drill {
					says = "DIỄN TẬP"
				}
				if !drill {
					real = l
				} else if missing := without(real, l); len(missing) > 0 && !strings.Contains(l.Words, mark) && len(missing) > 1 || strings.Contains(l.Words, mark) && len(missing) > 0 {
					t.Errorf("%dx%d %s: the exercise does not show what will come: %+v", canvas.Width, canvas.Height, gravity, missing)
				}
				if !strings.Contains(l.Words, says) || !strings.Contains(l.Words, "nhà") {
					t.Errorf("%dx%d: it says %q", canvas.Width, canvas.Height, l.Words)
				}
			}
		}
	}
	if _, err := layout.LayTakeover(content.Takeover{Words: content.Words{Head: "Bão"}}, content.Canvas{Width: 192, Height: 96, PitchMM: 10, DistanceM: 20}, layout.Facts{Faces: paint.Faces()}); content.CodeOf(err) != content.Invalid {
		t.Errorf("without a gravity: %v", err)
	}
}

// without are the elements of a layout that another lacks.
func without(l, other layout.Layout) (out []layout.Element) {
	for _, e := range l.Elements {
		if !slices.ContainsFunc(other.Elements, func(o layout.Element) bool { return reflect.DeepEqual(e, o) }) {
			out = append(out, e)
		}
	}
	return out
}
