package e2e

import (
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
)

// TestServePublishesNothingByItself: a new city's server begins with drafts. A page enrols by the
// code that it shows, shows the safe card, and then what was approved and nothing else; a slide
// whose link is unset stays off even when approved.
func TestServePublishesNothingByItself(t *testing.T) {
	t.Parallel() // it mostly waits
	ctx := t.Context()
	a := testkit.Server(t, config.Config{})
	change := func(do func(tx *store.Tx) error) {
		t.Helper()
		if _, err := a.Store().Change(ctx, "test", do); err != nil {
			t.Fatal(err)
		}
	}
	change(func(tx *store.Tx) error {
		return tx.PutScreen(ctx, content.Screen{Code: "P-001", Name: "Sảnh phường", Places: []content.Place{{
			Area: "2025-07/00004", Areas: []string{"2025-07/00004", "2025-07/01"}, Names: []string{"Phường Ba Đình", "Thành phố Hà Nội"},
			Venue: content.Reception, Kind: content.Monitor, Zone: content.DefaultZone,
			Canvas: content.Canvas{Width: 1280, Height: 720, PitchMM: 0.6, DistanceM: 3},
		}}})
	})
	tab := testkit.Chromium(t).Open(t, a.Address()+"/play", 1280, 720)
	var code string
	until(t, "a code on the page", 15*time.Second, func() bool {
		waiting, err := a.Store().Enrolments(ctx, 10)
		if err != nil {
			t.Fatal(err)
		}
		if len(waiting) == 1 {
			code = waiting[0].Code
		}
		return code != ""
	})
	change(func(tx *store.Tx) error {
		_, err := tx.ConfirmEnrolment(ctx, code, "P-001")
		return err
	})
	tab.Until("the safe card", "document.documentElement.dataset.state === 'safe' && Ngatu.debug.clock === 'synced'", 20*time.Second)

	approve := func(id string) {
		t.Helper()
		change(func(tx *store.Tx) error {
			s, err := tx.Slide(ctx, id)
			if err != nil {
				return err
			}
			if s, err = content.Submit(s); err != nil {
				return err
			}
			if s, err = content.Approve(s, content.Approval{By: "người duyệt", At: tx.Time(), Document: "12/GP"}, false); err != nil {
				return err
			}
			return tx.PutSlide(ctx, s)
		})
	}
	approve("starter-install")
	approve("starter-message")
	tab.Until("the approved slide", "Ngatu.debug.slide === 'starter-message'", 10*time.Second)
	frame, err := a.Store().NewestFrame(ctx, "programme", audienceOf(t, a.Store()))
	if err != nil {
		t.Fatal(err)
	}
	if on := string(frame.Body); strings.Contains(on, "starter-install") || strings.Contains(on, "starter-slogan") {
		t.Errorf("on air is what has no link, or was not approved: %s", on)
	}
}

// audienceOf is the audience that the screen was told to follow.
func audienceOf(t *testing.T, st *store.Store) string {
	t.Helper()
	frame, err := st.NewestFrame(t.Context(), "screen", "P-001")
	if err != nil {
		t.Fatal(err)
	}
	var screen struct {
		Audience string `json:"audience"`
	}
	if err := frame.Open(&screen); err != nil {
		t.Fatal(err)
	}
	return screen.Audience
}
