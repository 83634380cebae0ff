package air

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

func TestScreenMoves(t *testing.T) {
	later := notice("other", "Chỉ ở Hai Bà Trưng")
	later.Targets = []content.Target{{Area: "2024-11/007"}}
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := oneScreen(ctx, tx); err != nil {
			return err
		}
		return tx.PutSlide(ctx, later)
	})
	e := r.join("HK-1")
	if first := e.some(2); len(first) != 2 || !slices.Equal(ids(t, first[1]), []string{"a"}) {
		t.Fatalf("at first: %s", types(first))
	}
	moved := screen("HK-1")
	there := screen("HK-1").Places[0]
	there.From = time.Now().Add(2 * time.Second)
	there.Area, there.Areas, there.Names = "2024-11/007", []string{"2024-11/007", "2024-11/01"}, []string{"Quận Hai Bà Trưng", "Thành phố Hà Nội"}
	moved.Places = append(moved.Places, there)
	r.change(func(ctx context.Context, tx *store.Tx) error { return tx.PutScreen(ctx, moved) })
	got := e.rest()
	if len(got) != 0 && time.Now().Before(there.From) {
		t.Fatalf("before it moves: %s", types(got))
	}
	for len(got) < 2 {
		got = append(got, e.next())
	}
	got = append(got, e.rest()...)
	var s protocol.Screen
	if screens := only(got, protocol.TypeScreen); len(screens) != 1 || screens[0].Open(&s) != nil || s.Fills["screen.area"] != "Quận Hai Bà Trưng" {
		t.Errorf("the screen's own frame after the move: %s %+v", types(got), s)
	}
	if p := only(got, protocol.TypeProgramme); len(p) != 1 || p[0].For != s.Audience || !slices.Equal(ids(t, p[0]), []string{"a", "other"}) {
		t.Errorf("after the move: %s", types(got))
	}
}

func TestScreenRemoved(t *testing.T) {
	r := newRig(t, oneScreen)
	e := r.join("HK-1")
	e.some(2)
	r.change(func(ctx context.Context, tx *store.Tx) error { return tx.DeleteScreen(ctx, "HK-1") })
	for end := time.After(patience); ; {
		select {
		case _, open := <-e.frames:
			if !open {
				if _, _, err := r.Join(t.Context(), "HK-1", ""); content.CodeOf(err) != content.NotFound {
					t.Errorf("it may come back: %v", err)
				}
				return
			}
		case <-end:
			t.Fatal("a screen that was removed keeps its socket")
		}
	}
}

func TestNeedsAndStreet(t *testing.T) {
	clip := content.DigestOf([]byte("clip"))
	ref := content.Ref{Digest: content.DigestOf([]byte("rendition")), Type: "video/mp4", Size: 9}
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		hall := screen("SANH-1", func(p *content.Place) { p.Venue = content.Reception })
		if err := putScreens(ctx, tx, screen("HK-1"), hall); err != nil {
			return err
		}
		if err := tx.PutMedium(ctx, store.Medium{Digest: clip, Kind: content.Video, Type: "video/mp4", Duration: 9 * time.Second}); err != nil {
			return err
		}
		if err := tx.PutRendition(ctx, store.Rendition{Medium: clip, Width: 432, Height: 216, Fit: "video", Ref: ref}); err != nil {
			return err
		}
		video := notice("clip", "")
		video.Kind, video.Style, video.Medium = content.Video, "", clip
		linked := notice("linked", "Quét mã")
		linked.Needs = []string{content.SettingPublic}
		hotline := notice("hotline", "Gọi")
		hotline.Needs = []string{content.SettingHotline}
		return putSlides(ctx, tx, notice("a", "Cài đặt"), video, linked, hotline)
	})
	street, hall := r.join("HK-1"), r.join("SANH-1")
	if got := ids(t, only(street.some(2), protocol.TypeProgramme)[0]); !slices.Equal(got, []string{"a"}) {
		t.Errorf("in the street: %v", got)
	}
	if got := ids(t, only(hall.some(2), protocol.TypeProgramme)[0]); !slices.Equal(got, []string{"a", "clip"}) {
		t.Errorf("in the hall: %v", got)
	}
	for _, c := range []struct {
		address string
		on      bool
	}{{"javascript:alert(1)", false}, {"ihanoi.example.vn", false}, {"https://ihanoi.example.vn", true}} {
		r.calm()
		r.change(func(ctx context.Context, tx *store.Tx) error {
			return tx.PutSetting(ctx, content.SettingPublic, c.address)
		})
		r.calm()
		least := map[bool]int{true: 1}[c.on]
		programmes := only(hall.some(least), protocol.TypeProgramme)
		if on := len(programmes) == 1 && slices.Contains(ids(t, programmes[0]), "linked"); on != c.on {
			t.Errorf("with the public address %q the linked slide is on: %v", c.address, on)
		}
	}
}

func TestDoesNotFitThereOnly(t *testing.T) {
	tiny := content.Canvas{Width: 32, Height: 16, PitchMM: 10, DistanceM: 10}
	long := notice("long", strings.Repeat("Công dân Thủ đô số đồng hành cùng thành phố ", 3))
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		big := screen("SANH-1", func(p *content.Place) {
			p.Venue, p.Canvas = content.Reception, content.Canvas{Width: 1920, Height: 1080, PitchMM: 0.6, DistanceM: 3}
		})
		if err := putScreens(ctx, tx, big, screen("HK-1", func(p *content.Place) { p.Canvas = tiny })); err != nil {
			return err
		}
		return putSlides(ctx, tx, long)
	})
	if got := ids(t, only(r.join("SANH-1").some(2), protocol.TypeProgramme)[0]); !slices.Equal(got, []string{"long"}) {
		t.Errorf("on the large canvas: %v", got)
	}
	if got := ids(t, only(r.join("HK-1").some(2), protocol.TypeProgramme)[0]); len(got) != 0 {
		t.Errorf("on the tiny one: %v", got)
	}
}

func TestBadPlaceDoesNotStopTheOthers(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := tx.PutScreen(ctx, screen("HK-0", func(p *content.Place) { p.Zone = "Nowhere/At-All" })); err != nil {
			return err
		}
		return oneScreen(ctx, tx)
	})
	if got := r.join("HK-1").some(2); len(got) != 2 {
		t.Errorf("the good screen got %s", types(got))
	}
	if _, _, ok := r.due("HK-0"); ok {
		t.Error("a screen in no known zone was sent hours")
	}
}
