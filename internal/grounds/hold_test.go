package grounds_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/studiotest"
)

// What was taken off comes back by two people only: whatever else ends a hold is named, and so is a
// programme that was sent with a slide that was off.
func TestWhatComesBackPastTheGateIsNamed(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	editor, approver := r.Other("soan", signin.Editor), r.Other("duyet", signin.Approver)
	editor.Post("/studio/notice", "campaign", "main", "head", "Cài iHanoi", "title", "Đúng", "style", "slogan").Says(t, 200)
	slide := r.Slides()[0].ID
	editor.Post(shell.SlidePath(slide)+"/submit").Says(t, 200)
	approver.Approve(shell.SlidePath(slide)).Says(t, 200)
	ctx := context.Background()
	who := map[string]string{}
	for _, login := range []string{"soan", "duyet"} {
		p, err := r.Store.StaffByLogin(ctx, login)
		if err != nil {
			t.Fatal(err)
		}
		who[login] = p.ID
	}
	put := func(login string, h content.Hold) {
		t.Helper()
		if _, err := r.Store.Change(ctx, who[login], func(tx *store.Tx) error { return tx.PutHold(ctx, h) }); err != nil {
			t.Fatal(err)
		}
	}
	at := time.Now().Add(-2 * time.Minute).Truncate(time.Millisecond)
	set := func(id string, of content.Hold) content.Hold {
		t.Helper()
		of.ID = id
		h, err := content.SetHold(of, who["soan"], at)
		if err != nil {
			t.Fatal(err)
		}
		put("soan", h)
		return h
	}
	off := content.Hold{Scope: content.HoldSlide, Slide: slide}
	lifted := func(h content.Hold, asked, by string) content.Hold {
		h.Asked, h.Ended = content.Signed{By: who[asked], At: at}, content.Signed{By: who[by], At: at}
		return h
	}
	good, asked := set("h-good", off), content.Signed{By: who["soan"], At: at}
	good.Asked = asked
	put("soan", good)
	put("duyet", lifted(good, "soan", "duyet"))
	put("duyet", lifted(set("h-nobody-asked", off), "soan", "duyet"))
	own := set("h-own", off)
	own.Asked = asked
	put("soan", own)
	put("soan", lifted(own, "soan", "soan"))
	unfit := set("h-unfit", off)
	unfit.Asked = content.Signed{By: who["duyet"], At: at}
	put("duyet", unfit)
	put("soan", lifted(unfit, "duyet", "soan"))
	short := set("h-short", content.Hold{Scope: content.HoldInstalls, Span: hours.Span{Until: at.Add(48 * time.Hour)}})
	short.Span.Until = at.Add(time.Hour)
	put("soan", short)
	set("h-off", off)
	r.Sent(protocol.TypeProgramme, content.Programme{Zone: content.DefaultZone, Canvas: content.Canvas{Width: 432, Height: 216}, Slides: []content.Shown{{ID: slide, Kind: content.Notice}}, Evergreen: -1})
	var named []string
	for _, f := range check(t, r).Faults {
		named = append(named, f.ID+": "+f.En)
	}
	want := []string{
		"h-nobody-asked: it was lifted without one who asked and one who confirmed",
		"h-own: whoever asked to lift it confirmed it, and others could have",
		"h-short: it ends earlier and nobody confirmed",
		"h-unfit: whoever confirmed that it is lifted had no mandate for it then",
	}
	slices.Sort(named)
	programme := slices.IndexFunc(named, func(s string) bool { return len(s) > 40 && s[len(s)-35:] == "has a slide that had been taken off" })
	if programme < 0 || !slices.Equal(slices.Delete(slices.Clone(named), programme, programme+1), want) {
		t.Errorf("named are %q", named)
	}
}
