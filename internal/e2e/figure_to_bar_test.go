package e2e

import (
	"bytes"
	"fmt"
	"image/color"
	"image/png"
	"strings"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content/area"
	"ngatu/content/layout"
	"ngatu/internal/app"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
)

// districts is a sheet of the 30 districts as staff keep them: by name, every one at the same
// part of its target.
func districts(t testing.TB, percent int) []byte {
	t.Helper()
	set, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("Tính đến: 21/11/2024 17:00\nNguồn: Công an thành phố\nĐơn vị;Số tài khoản;Chỉ tiêu\n")
	for _, d := range set.At(area.Nov2024, area.DistrictLevel) {
		fmt.Fprintf(&b, "%s;%d;100000\n", d.Name, percent*1000)
	}
	return []byte(b.String())
}

// show lets one slide have the screens alone.
func show(t testing.TB, a *app.App, id string) {
	t.Helper()
	ctx := t.Context()
	_, err := a.Store().Change(ctx, "test", func(tx *store.Tx) error {
		s, err := tx.Slide(ctx, id)
		if err != nil {
			return err
		}
		s.Exclusive = true
		return tx.PutSlide(ctx, s)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// bar is the length in pixels of the longest level stroke in the colour of bars that the tab shows.
func bar(t testing.TB, tab *testkit.Tab) int {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(tab.Screenshot()))
	if err != nil {
		t.Fatal(err)
	}
	var r, g, b uint8
	if _, err := fmt.Sscanf(layout.Night.Gold, "#%02x%02x%02x", &r, &g, &b); err != nil {
		t.Fatal(err)
	}
	longest := 0
	for y := m.Bounds().Min.Y; y < m.Bounds().Max.Y; y++ {
		run := 0
		for x := m.Bounds().Min.X; x < m.Bounds().Max.X; x++ {
			if c := color.RGBAModel.Convert(m.At(x, y)).(color.RGBA); c.R == r && c.G == g && c.B == b {
				run++
				longest = max(longest, run)
			} else {
				run = 0
			}
		}
	}
	return longest
}

// TestFigureToBar: a spreadsheet copied into the inbox moves the bar on the page, by its
// pixels, from old to new.
func TestFigureToBar(t *testing.T) {
	a := testkit.Demo(t)
	show(t, a, "starter-gauge")
	tab := testkit.Chromium(t).Open(t, a.Address()+"/play?screen=SANH-01", 1920, 1080)
	tab.Until("the gauge", "window.Ngatu && Ngatu.debug && Ngatu.debug.slide === 'starter-gauge'", 20*time.Second)

	drop(t, a, "figures/bieu-1.csv", districts(t, 35))
	var at35 int
	until(t, "a bar that rests", 10*time.Second, func() bool {
		at35 = bar(t, tab)
		time.Sleep(time.Second) // longer than a bar takes to move
		return at35 > 0 && at35 == bar(t, tab)
	})
	drop(t, a, "figures/bieu-2.csv", districts(t, 70))
	moving := false
	until(t, "a bar twice as long", 10*time.Second, func() bool {
		now := bar(t, tab)
		moving = moving || now > at35+20 && now < at35*2-20
		return now >= at35*2-4 && now <= at35*2+4
	})
	if !moving {
		t.Log("the bar was not photographed on its way; the page's own tests hold it to that")
	}
}
