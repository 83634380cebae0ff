package air

import (
	"context"
	"fmt"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/store"
	"ngatu/server/air/answer"
)

// What a change costs is counted, not timed: a change that touches one district does no work for
// the others.
func TestWorkOfAChange(t *testing.T) {
	c := newCity(t, 40, 2, 5) // 10 audiences of 4 screens
	if s := c.Stats(); s.Audiences != 10 || s.Programmes != 10 || s.Screens != 40 || s.Gathered != 1 {
		t.Fatalf("at first: %+v", s)
	}
	district0 := notice("d", "Tin của quận")
	district0.Targets = []content.Target{{Area: district(0)}}
	everywhere := notice("e", "Tin của thành phố")
	renamed := everywhere
	renamed.Title = "another name for staff"
	for _, one := range []struct {
		name                        string
		do                          func(context.Context, *store.Tx) error
		programmes, layouts, frames int64
	}{
		{"figures", func(ctx context.Context, tx *store.Tx) error { return c.putFigures(ctx, tx, 1) }, 0, 0, 1},
		{"a slide for one district", func(ctx context.Context, tx *store.Tx) error { return tx.PutSlide(ctx, district0) }, 2, 2, 2},
		{"a slide for all", func(ctx context.Context, tx *store.Tx) error { return tx.PutSlide(ctx, everywhere) }, 10, 2, 10},
		{"its other title", func(ctx context.Context, tx *store.Tx) error { return tx.PutSlide(ctx, renamed) }, 0, 2, 0},
		{"its end", func(ctx context.Context, tx *store.Tx) error { return tx.DeleteSlide(ctx, "e") }, 10, 0, 10},
		{"a screen moves", func(ctx context.Context, tx *store.Tx) error { return tx.PutScreen(ctx, c.screen(0, 1)) }, 0, 0, 1},
		{"a screen comes", func(ctx context.Context, tx *store.Tx) error { return tx.PutScreen(ctx, c.screen(99, 1)) }, 0, 0, 1},
		{"a setting of no slide", func(ctx context.Context, tx *store.Tx) error {
			return tx.PutSetting(ctx, content.SettingAppStore, "https://example.vn")
		}, 0, 0, 0},
		{"the public address", func(ctx context.Context, tx *store.Tx) error {
			return tx.PutSetting(ctx, content.SettingPublic, "https://another.example.vn")
		}, 0, 0, 41},
		{"a file in the inbox", func(ctx context.Context, tx *store.Tx) error {
			return tx.PutInboxFile(ctx, store.InboxFile{Path: "a", State: store.Taken})
		}, 0, 0, 0},
	} {
		before, encoded := c.Stats(), c.Hub().Encoded
		c.change(one.do)
		c.turn()
		now := c.Stats()
		if w := now.Writes - before.Writes; w > 1 || (w == 1) != (one.frames > 0) {
			t.Errorf("%s: frames were kept by %d transactions", one.name, w)
		}
		if n := c.Hub().Encoded - encoded; n != one.frames {
			t.Errorf("%s: %d frames encoded, %d handed out", one.name, n, one.frames)
		}
		if p, l, f := now.Programmes-before.Programmes, now.Layouts-before.Layouts, now.Frames-before.Frames; p != one.programmes || l != one.layouts || f != one.frames {
			t.Errorf("%s: %d programmes resolved, %d slides laid out, %d frames; want %d, %d, %d", one.name, p, l, f, one.programmes, one.layouts, one.frames)
		}
		if now.Gathered != 1 {
			t.Fatalf("%s: everything was read again", one.name)
		}
		c.compare(one.name)
	}
}

// Audiences whose plans are equal share the programme, however many they are.
func TestEqualPlansAreResolvedOnce(t *testing.T) {
	c := newCity(t, 10, 1, 5)
	c.change(func(ctx context.Context, tx *store.Tx) error {
		for i := range 5 { // the slides of the districts go; a campaign that shows nothing keeps the audiences apart
			if err := tx.DeleteSlide(ctx, fmt.Sprintf("p%03d", 30+i)); err != nil {
				return err
			}
		}
		campaign := content.Campaign{ID: "d", Name: "d", Pool: "another", Weight: 1}
		for i := range 5 {
			campaign.Targets = append(campaign.Targets, content.Target{Area: district(i)})
		}
		return tx.PutCampaign(ctx, campaign)
	})
	before, packed := c.Stats(), c.Hub().Packed
	c.turn()
	most := int64(1)
	if now := time.Now().In(area.Local); now.Weekday() == time.Monday && now.Hour() < 6 { // some have gone on to the new week
		most = min(2, c.Stats().Programmes-before.Programmes)
	}
	if n := c.Hub().Packed - packed; n != most {
		t.Errorf("one body was compressed %d times", n)
	}
	if now := c.Stats(); now.Audiences != 5 || now.Programmes-before.Programmes != most || now.Frames-before.Frames != 5 {
		t.Errorf("5 audiences with one plan: %d resolved, %d frames", now.Programmes-before.Programmes, now.Frames-before.Frames)
	}

	on, err := c.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	live, err := c.parts.Store.Campaign(t.Context(), "c")
	if err != nil {
		t.Fatal(err)
	}
	for range 2 { // what is said of the campaign has all of it from one programme, and has it again
		said, err := answer.OutlookOf(t.Context(), on, live, time.Now())
		if err != nil || said.Screens != 10 || said.Shows != 10 {
			t.Fatalf("%d screens, %d show it, %v", said.Screens, said.Shows, err)
		}
		if n := answer.Resolved(on); n != most {
			t.Errorf("for what a campaign shows %d programmes were worked out", n)
		}
	}
}

// The facts of an audience follow its screens, and the order of a board its setting.
func TestFactsFollow(t *testing.T) {
	c := newCity(t, 2, 1, 1)
	kiosk := func(code string) content.Screen {
		return screen(code, func(p *content.Place) {
			p.Venue, p.Canvas = content.Reception, content.Canvas{Width: 720, Height: 1280, PitchMM: 0.5, DistanceM: 0.8}
		})
	}
	long := kiosk("A-MUCH-LONGER-CODE-THAN-ANY-OTHER-SCREEN-HAS")
	for _, one := range []struct {
		name string
		do   func(context.Context, *store.Tx) error
	}{
		{"a kiosk with an install code", func(ctx context.Context, tx *store.Tx) error {
			s := content.Slide{ID: "i", Campaign: "c", Kind: content.Install, State: content.Approved, Words: content.Words{Head: "Quét mã để cài đặt iHanoi", Brief: "Cài đặt iHanoi"}}
			if err := tx.PutSetting(ctx, content.SettingApp, "iHanoi"); err != nil {
				return err
			}
			if err := tx.PutScreen(ctx, kiosk("K")); err != nil {
				return err
			}
			return tx.PutSlide(ctx, s)
		}},
		{"one with a longer code", func(ctx context.Context, tx *store.Tx) error { return tx.PutScreen(ctx, long) }},
		{"that goes", func(ctx context.Context, tx *store.Tx) error { return tx.DeleteScreen(ctx, long.Code) }},
		{"a longer address", func(ctx context.Context, tx *store.Tx) error {
			return tx.PutSetting(ctx, content.SettingPublic, "https://a-very-long-name-of-a-host.ihanoi.example.vn/and/a/path")
		}},
		{"newer figures", func(ctx context.Context, tx *store.Tx) error { return c.putFigures(ctx, tx, 7) }},
		{"ranks", func(ctx context.Context, tx *store.Tx) error { return tx.PutSetting(ctx, content.SettingRanks, "yes") }},
	} {
		frames := c.Stats().Frames
		c.change(one.do)
		c.turn()
		if c.Stats().Frames == frames {
			t.Errorf("%s: nothing was handed out", one.name)
		}
		c.compare(one.name)
	}
}

// A log that does not reach from what is known to now, or tells of very much, is not followed:
// everything is read.
func TestEverythingIsReadWhereTheLogDoesNotTell(t *testing.T) {
	c := newCity(t, 4, 1, 2)
	c.scene.State.Number += 1_000_000_000_000 // a backup was put back
	c.change(func(ctx context.Context, tx *store.Tx) error { return tx.PutSlide(ctx, notice("x", "Một")) })
	c.turn()
	c.compare("after a backup")
	c.change(func(ctx context.Context, tx *store.Tx) error {
		for i := range store.MaxPage {
			if err := tx.PutSlide(ctx, notice("x", fmt.Sprint(i))); err != nil {
				return err
			}
		}
		return nil
	})
	c.turn()
	c.compare("after a thousand lines")
	if n := c.Stats().Gathered; n != 3 {
		t.Errorf("everything was read %d times", n)
	}
}
