package grounds_test

import (
	"context"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// Takeovers that are put past the gate in these ways have no ground, whatever their rows say.
func TestATakeoverPastTheGateIsNamed(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	r.Other("truc", signin.Operator)
	r.Other("soan", signin.Editor)
	r.Other("ca-hai", signin.Editor, signin.Approver)
	r.Other("du-ba", signin.Editor, signin.Approver, signin.Operator)
	ctx := context.Background()
	id := func(login string) string {
		t.Helper()
		p, err := r.Store.StaffByLogin(ctx, login)
		if err != nil {
			t.Fatal(err)
		}
		return p.ID
	}
	put := func(login string, one content.Takeover) {
		t.Helper()
		if _, err := r.Store.Change(ctx, id(login), func(tx *store.Tx) error { return tx.PutTakeover(ctx, one) }); err != nil {
			t.Fatal(err)
		}
	}
	named := func(one string) string {
		t.Helper()
		for _, f := range check(t, r).Faults {
			if f.ID == one {
				return f.En
			}
		}
		return ""
	}

	// Words of one person's own, moved by their author so that they begin again.
	at := time.Now()
	free, err := content.PutOnFree(content.Takeover{ID: "free", Title: "Cháy", Gravity: content.Danger, Words: content.Words{Head: "Cháy"}}, id("truc"), at, 30*time.Minute, false)
	if err != nil {
		t.Fatal(err)
	}
	put("truc", free)
	if why := named("free"); why != "" {
		t.Errorf("half an hour by one person: %s", why)
	}
	free.In, free.Begun, free.Confirmed = "2024-11/001", at.Add(29*time.Minute), at.Add(29*time.Minute)
	put("truc", free)
	if why := named("free"); why != "it is on for more than 30 minutes and nobody else has reviewed it" {
		t.Errorf("moved by their author for another half an hour: %q", why)
	}

	// The same after a second person, who may put it on in one ward alone, has let it go on there: that
	// is no review of words for the whole city.
	r.Other("phuong", signin.Operator)
	r.Bound("phuong", mandate.Mandate{Role: signin.Operator, Area: "2024-11/001"})
	city, err := content.PutOnFree(content.Takeover{ID: "city", Title: "Cháy", Gravity: content.Danger, Words: content.Words{Head: "Cháy"}}, id("truc"), at, 30*time.Minute, false)
	if err != nil {
		t.Fatal(err)
	}
	put("truc", city)
	city.Others = []content.Press{city.Press}
	city.Key, city.In, city.By, city.Lasts = "2", "2024-11/001", id("phuong"), 2*time.Hour
	put("phuong", city)
	if why := named("city"); why != "" {
		t.Errorf("a second person let it go on in their ward: %s", why)
	}
	city.Reviewed = content.Signed{By: id("phuong"), At: at}
	put("phuong", city)
	city.Others[0].Lasts = 4 * time.Hour
	put("truc", city)
	if why := named("city"); why != "it is on for more than 30 minutes and nobody else has reviewed it" {
		t.Errorf("its author let it go on in the city: %q", why)
	}

	// A draft that is taken off stays its author's, whom another change does not make an approver.
	storm := content.Takeover{ID: "storm", Title: "Bão", Gravity: content.Danger, Words: content.Words{Head: "Bão"}}
	for _, one := range []struct {
		by    string
		state content.State
	}{{"ca-hai", content.Draft}, {"ca-hai", content.TakenOff}, {"soan", content.Submitted}} {
		storm.State = one.state
		put(one.by, storm)
	}
	storm.State, storm.Approval = content.Approved, content.Approval{By: id("ca-hai"), At: at}
	put("ca-hai", storm)
	if why := named("storm"); why != "whoever approved it had a part in it, and others could have approved" {
		t.Errorf("approved by its author: %q", why)
	}

	// Words of one person's own, which another one changed and their author approved.
	own, err := content.PutOnFree(content.Takeover{ID: "own", Title: "Lụt", Gravity: content.Danger, Words: content.Words{Head: "Lụt"}}, id("du-ba"), at, 30*time.Minute, false)
	if err != nil {
		t.Fatal(err)
	}
	put("du-ba", own)
	change := content.DraftOf[content.Takeover]{ID: "own", Doc: own.Document(), Base: own.Document(), By: []string{id("soan")}, At: at}
	change.Doc.Words.Head = "Lụt."
	if _, err := r.Store.Change(ctx, id("soan"), func(tx *store.Tx) error {
		return tx.PutTakeoverDraft(ctx, "submit", content.TakeoverDraft{DraftOf: change, Live: own, Beside: true})
	}); err != nil {
		t.Fatal(err)
	}
	own.Words.Head, own.Free, own.Author, own.Approval = "Lụt.", false, id("soan"), content.Approval{By: id("du-ba"), At: at}
	if _, err := r.Store.Change(ctx, id("du-ba"), func(tx *store.Tx) error { return tx.PutPrepared(ctx, own) }); err != nil {
		t.Fatal(err)
	}
	if why := named("own"); why != "whoever approved it had a part in it, and others could have approved" {
		t.Errorf("approved by the author of the words that were changed: %q", why)
	}
}
