package grounds_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// A takeover that screens were told of while it was not on, or had no ground, is named. That one
// ended may always be told.
func TestATakeoverThatWasSentPastTheGateIsNamed(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	r.Other("truc", signin.Operator)
	r.Other("soan", signin.Editor)
	ctx := context.Background()
	put := func(login, id string, ended bool) {
		t.Helper()
		p, err := r.Store.StaffByLogin(ctx, login)
		if err != nil {
			t.Fatal(err)
		}
		at := time.Now()
		if ended {
			at = at.Add(-10 * time.Minute)
		}
		one, err := content.PutOnFree(content.Takeover{ID: id, Title: "Cháy", Gravity: content.Danger, Words: content.Words{Head: "Cháy"}}, p.ID, at, 20*time.Minute, false)
		if err != nil {
			t.Fatal(err)
		}
		if ended {
			one = content.End(one, at.Add(5*time.Minute))
		}
		if _, err := r.Store.Change(ctx, p.ID, func(tx *store.Tx) error { return tx.PutTakeover(ctx, one) }); err != nil {
			t.Fatal(err)
		}
	}
	put("truc", "good", false)
	put("truc", "ended", true)
	put("soan", "unfit", false) // no mandate to put it on
	on := &content.Programme{Zone: content.DefaultZone, Canvas: content.Canvas{Width: 432, Height: 216}, Evergreen: -1}
	for _, id := range []string{"good", "ended", "unfit", "unknown"} {
		r.Sent(protocol.TypeTakeover, protocol.Takeover{ID: id, Programme: on})
	}
	r.Sent(protocol.TypeTakeover, protocol.Takeover{ID: "gone"})
	found := check(t, r)
	var named []string
	for _, f := range found.Faults {
		if f.Noun == "" {
			named = append(named, f.Name)
		}
	}
	if slices.Sort(named); !slices.Equal(named, []string{"ended", "unfit", "unknown"}) || found.Takeovers != 4 {
		t.Errorf("of %d sent, named are %q", found.Takeovers, named)
	}
}
