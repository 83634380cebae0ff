package api

import (
	"context"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// A program follows the clip that it sent: while it waits, while it is converted, when somebody has
// stopped it. Whoever may not change the slide is not told.
func TestAProgramFollowsAClip(t *testing.T) {
	base, st := serve(t)
	ctx := context.Background()
	change := func(do func(tx *store.Tx) error) {
		t.Helper()
		if _, err := st.Change(ctx, "test", do); err != nil {
			t.Fatal(err)
		}
	}
	clip := content.Slide{ID: "s-clip", Campaign: "c", Kind: content.Video, Title: "Lễ hội", Medium: content.DigestOf([]byte("clip")), Fit: content.Contain, State: content.Draft}
	change(func(tx *store.Tx) error {
		for _, err := range []error{
			tx.PutCampaign(ctx, content.Campaign{ID: "c", Name: "c", Pool: "city", Weight: 1}),
			tx.PutScreen(ctx, content.Screen{Code: "SANH-01", Places: []content.Place{{
				Canvas: content.Canvas{Width: 1080, Height: 1920, PitchMM: 0.37, DistanceM: 0.7}, Venue: content.Reception, Zone: content.DefaultZone, Area: phucXa, Areas: []string{phucXa},
			}}}),
			tx.PutMedium(ctx, store.Medium{Digest: clip.Medium, Kind: content.Video, Type: "video/mp4"}),
			tx.PutSlide(ctx, clip),
		} {
			if err != nil {
				return err
			}
		}
		return nil
	})
	says := func(status int, want string) {
		t.Helper()
		got, body := asked(t, base+"/api/slides?slide=s-clip", slidesToken)
		if got.status != status || !strings.Contains(string(body), want) {
			t.Errorf("%d %s, want %s", got.status, body, want)
		}
	}
	says(200, `"conversion":{"state":"waits","percent":0}`)
	if err := store.SayConverting(ctx, st, store.Conversion{Slide: clip.ID, Medium: clip.Medium, Percent: 37}); err != nil {
		t.Fatal(err)
	}
	says(200, `"state":"draft","live":false,"conversion":{"state":"runs","percent":37}`)
	change(func(tx *store.Tx) error { return tx.StopConversion(ctx, clip.ID, clip.Medium) })
	says(200, `"conversion":{"state":"stopped"`)
	change(func(tx *store.Tx) error { return tx.ConvertAgain(ctx, clip.ID, clip.Medium) })
	if err := store.SayConverting(ctx, st, store.Conversion{Slide: clip.ID, Medium: clip.Medium, Failed: true}); err != nil {
		t.Fatal(err)
	}
	says(200, `"conversion":{"state":"failed"`)
	p, err := st.Staff(ctx, maker)
	if err != nil {
		t.Fatal(err)
	}
	p.Mandates = []mandate.Mandate{{Role: mandate.Editor, Area: "2024-11/006"}}
	change(func(tx *store.Tx) error { return tx.PutStaff(ctx, p) })
	says(403, "phạm vi")

	// A draft that was moved to one's own campaign says nothing of what is on air elsewhere.
	change(func(tx *store.Tx) error {
		clip.State = content.Approved
		moved := clip
		moved.Campaign, moved.State = "own", content.Draft
		err := tx.PutCampaign(ctx, content.Campaign{ID: "own", Name: "own", Pool: "city", Weight: 1, Targets: []content.Target{{Area: "2024-11/006"}}})
		if err == nil {
			err = tx.PutSlide(ctx, clip)
		}
		if err != nil {
			return err
		}
		return tx.PutSlideDraft(ctx, "write", content.Writing(clip, nil).Save(moved, maker, tx.Time()))
	})
	says(403, "phạm vi")
}
