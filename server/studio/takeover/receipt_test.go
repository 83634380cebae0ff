package takeover_test

import (
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/hours"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/fleet"
	"ngatu/server/hub"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

// Beside a screen that says nothing the receipts name who looks after it and the number to call, as
// its page has it.
func TestReceiptsNameTheCaretaker(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First()
	operator := r.Other("truc", signin.Operator)
	studiotest.NewScreen(t, boss, "NGATU-01", "caretaker", "Lê Văn Trông, 024 3825 3536").Says(t, 200, "Đã lưu")
	studiotest.NewScreen(t, boss, "NGATU-02").Says(t, 200, "Đã lưu")
	if got := boss.Get("/studio/screens/NGATU-01").Value("caretaker"); got != "Lê Văn Trông, 024 3825 3536" {
		t.Errorf("the screen's page has %q", got)
	}
	on := operator.Post("/studio/takeovers/free", "head", "Cháy ở chợ Hôm", "brief", "Cháy", "gravity", "warning", "minutes", "10", "drill", "no", "reach", "all")
	path, _, _ := strings.Cut(on.Path, "?")
	operator.Get(path+"/screens").Says(t, 200, "NGATU-01", "chưa liên lạc được Lê Văn Trông, 024 3825 3536", "chưa liên lạc được chưa ghi")
}

// The receipts say of each screen what became of it: painted after how long, dark by its hours, under
// a graver takeover, or not heard from; and they stay when it is over.
func TestReceiptsSayWhatBecameOfIt(t *testing.T) {
	r := studiotest.New(t)
	boss := r.First()
	ctx := t.Context()
	night := hours.Set{Except: []hours.Exception{{Date: hours.DateOf(time.Now(), area.Local)}, {Date: hours.DateOf(time.Now().AddDate(0, 0, 1), area.Local)}}}
	var storm, flood content.Takeover
	_, err := r.Store.Change(ctx, "test", func(tx *store.Tx) (err error) {
		for _, code := range []string{"HIEN", "TOI", "KHAC", "VANG"} {
			place := content.Place{
				Area: "2024-11/001", Areas: []string{"2024-11/001", "2024-11/01"}, Venue: content.Intersection, Kind: content.LED, Zone: content.DefaultZone,
				Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
			}
			switch code {
			case "TOI":
				place.Open = night
			case "KHAC":
				place.Areas = []string{"2024-11/006", "2024-11/01"}
			}
			if err := tx.PutScreen(ctx, content.Screen{Code: code, Name: code, Places: []content.Place{place}}); err != nil {
				return err
			}
			if err := tx.PutCredential(ctx, store.Credential{ID: "c-" + code, Screen: code, Kind: store.ByKey, Value: []byte(code)}); err != nil {
				return err
			}
		}
		say := func(t content.Takeover, drill bool) (content.Takeover, error) {
			on, err := content.PutOn(t, "test", tx.Time(), time.Hour, drill)
			if err != nil {
				return on, err
			}
			return on, tx.PutTakeover(ctx, on)
		}
		storm, err = say(content.Takeover{ID: "storm", Title: "Bão", State: content.Approved, Gravity: content.Warning, Words: content.Words{Head: "Bão"}}, true)
		if err == nil {
			flood, err = say(content.Takeover{
				ID: "flood", Title: "Ngập", State: content.Approved, Gravity: content.Danger, Words: content.Words{Head: "Ngập"}, Targets: []content.Target{{Area: "2024-11/006"}},
			}, false)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	says := func(code, slide string) hub.Presence {
		p := hub.Presence{Screen: code, Since: time.Now(), Heard: time.Now(), Status: &protocol.Status{}}
		if slide != "" {
			p.Status = &protocol.Status{Takeover: storm.Begun.UnixMilli() + 59, Slide: slide, Painted: storm.Begun.UnixMilli() + 59}
		}
		return p
	}
	r.Connect(says("HIEN", storm.PressID()), says("TOI", ""), says("KHAC", flood.PressID()))
	const page = "/studio/takeovers/storm"
	want := []string{
		"HIEN HIEN đã hiện sau 59 ms", "TOI TOI đang tắt theo giờ, diễn tập không bật", "KHAC KHAC đang chiếu thông báo khác nặng hơn", "VANG VANG chưa liên lạc được",
	}
	boss.Get(page).Says(t, 200, want...)
	boss.Part(page+"/screens").Says(t, 200, want...)

	// Kept, they are what the page says after its end, when nobody is connected any more.
	var kept []store.Receipt
	for code, is := range map[string]fleet.Reception{"HIEN": fleet.Painted, "TOI": fleet.KeptDark, "KHAC": fleet.Outranked, "VANG": fleet.Unheard} {
		one := store.Receipt{Press: storm.PressID(), Begun: storm.Begun, Screen: code, State: string(is), At: time.Now()}
		if is == fleet.Painted {
			one.Painted = storm.Begun.Add(59 * time.Millisecond)
		}
		kept = append(kept, one)
	}
	if err := r.Store.PutReceipts(ctx, kept); err != nil {
		t.Fatal(err)
	}
	r.Connect()
	if _, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error { return tx.PutTakeover(ctx, content.End(storm, tx.Time())) }); err != nil {
		t.Fatal(err)
	}
	boss.Get(page).Says(t, 200, append(want, "Lần phát cuối")...)
}
