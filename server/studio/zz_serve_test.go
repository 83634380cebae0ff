package studio

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"testing"
	"time"

	"ngatu/assets/starter"
	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/hub"
	"ngatu/server/intake"
	"ngatu/server/signin"
)

func TestZZServe(t *testing.T) {
	out := os.Getenv("SHOTS")
	if out == "" {
		t.Skip()
	}
	r := newRig(t)
	empty := os.Getenv("EMPTY") != ""
	if empty {
		link, _ := r.signin.NewLink(context.Background())
		os.WriteFile(out, []byte(r.base+"\nx\ny\n"+link), 0o600)
		time.Sleep(9 * time.Minute)
		return
	}
	u := r.first()
	if !empty {
		r.other("lan", signin.Approver, signin.Editor)
		ctx := context.Background()
		s, err := intake.ReadStarter(starter.Campaigns, time.Now().Add(38*24*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		r.store.Change(ctx, "starter", func(tx *store.Tx) error { return s.Put(ctx, tx) })
		r.store.Change(ctx, "starter", func(tx *store.Tx) error {
			for k, v := range map[string]string{content.SettingApp: "iHanoi", content.SettingCity: "Thành phố Hà Nội", content.SettingHotline: "1022 nhánh 8", content.SettingPublic: "https://ngatu.hanoi.gov.vn"} {
				tx.PutSetting(ctx, k, v)
			}
			return nil
		})
		newScreen(t, u, "NGATU-01")
		newScreen(t, u, "NGATU-02", "width", "192", "height", "96", "pitch", "10", "distance", "20")
		newScreen(t, u, "SANH-01", "kind", "monitor", "venue", "reception", "width", "1920", "height", "1080", "pitch", "0.63", "distance", "3", "hall", "Bộ phận một cửa")
		newScreen(t, u, "NGATU-04"); fill2(t, r, u)
		for i, sl := range r.slides() {
			if i%4 != 3 {
				u.post(slidePath(sl.ID) + "/submit")
			}
			if i%4 < 2 {
				u.post(slidePath(sl.ID)+"/approve", "document", "12/SVHTT")
			}
			fmt.Println(sl.ID, sl.Kind, sl.Title)
		}
		u.post("/studio/figures", "pasted", sheetText)
		r.presence = []hub.Presence{{Screen: "NGATU-01", Heard: time.Now()}, {Screen: "SANH-01", Heard: time.Now()}}
		r.store.PutEnrolment(ctx, store.Enrolment{Code: "K7M-3QA", Secret: content.DigestOf([]byte("x")), Width: 192, Height: 96, Expires: time.Now().Add(time.Hour)})
	}
	b, _ := url.Parse(r.base)
	for _, c := range u.client.Jar.Cookies(b) {
		os.WriteFile(out, []byte(r.base+"\n"+c.Name+"\n"+c.Value+"\n"), 0o600)
	}
	time.Sleep(9 * time.Minute)
}

func fill2(t *testing.T, r *rig, u *user) {
	u.upload("/studio/upload", "anh.jpg", photo(9), "application/json").says(t, 200)
	u.post("/studio/tokens", "name", "Hệ thống quận", "scope", "figures").says(t, 200)
}
