package paint_test

import (
	"bytes"
	"testing"
	"time"

	"ngatu/content/layout"
	"ngatu/internal/paint"
)

// A text that says more once the figures are old is painted so from that instant on.
func TestOldFiguresSayMore(t *testing.T) {
	l := layout.Layout{Width: 200, Height: 60, Ground: "#000000", Elements: []layout.Element{
		{Op: layout.Text, X: 10, Y: 40, W: 180, Size: 20, Weight: 800, C: "#ffffff", T: "MẪU", Old: "MẪU · CŨ"},
	}}
	stale := time.Unix(1_000_000, 0)
	at := func(t time.Time) []byte { return paint.Paint(l, paint.ValuesOf(nil, nil, nil, stale, t)).Pix }
	fresh := at(stale.Add(-time.Second))
	if !bytes.Equal(fresh, paint.Paint(l, paint.ValuesOf(nil, nil, nil, time.Time{}, stale)).Pix) {
		t.Error("figures without an end are painted as old")
	}
	if bytes.Equal(fresh, at(stale)) {
		t.Error("old figures look as fresh ones do")
	}
}
