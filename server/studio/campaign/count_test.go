package campaign_test

import (
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/hub"
	"ngatu/server/signin"
	"ngatu/server/studio/studiotest"
)

var follows = regexp.MustCompile(`hx-(get|post)="(/studio/campaigns/[^"]+/count\?mark=[^"]+)"`)

// follow is where a page asks how its screens are.
func follow(t *testing.T, p studiotest.Page, verb string) string {
	t.Helper()
	m := follows.FindStringSubmatch(p.HTML)
	if m == nil || m[1] != verb {
		t.Fatalf("the page follows by %v", m)
	}
	return m[2]
}

// The count on the page of a campaign follows the screens, also while somebody changes the form; a
// page that has it already is sent nothing.
func TestTheCountFollowsTheScreens(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	editor := r.Other("soan", signin.Editor)
	for _, code := range []string{"NGATU-01", "NGATU-02", "NGATU-03"} {
		r.Stand(code, true)
	}
	const page = "/studio/campaigns/main"
	r.Connect(hub.Presence{Screen: "NGATU-01", Heard: time.Now()}, hub.Presence{Screen: "NGATU-02", Heard: time.Now()})
	r.Later.Store(int64(5 * time.Minute)) // NGATU-03 has had the time to connect
	at := follow(t, editor.Get(page).Says(t, 200, "3 màn hình: 2 đang chiếu, 1 mất liên lạc"), "get")
	if p := editor.Part(at); p.Status != 204 {
		t.Errorf("nothing has changed, and the page is sent %d %s", p.Status, p.HTML)
	}
	r.Connect(hub.Presence{Screen: "NGATU-01", Heard: time.Now()})
	at = follow(t, editor.Part(at).Says(t, 200, "3 màn hình: 1 đang chiếu, 2 mất liên lạc"), "get")
	if p := editor.Part(at); p.Status != 204 {
		t.Errorf("the new count is sent twice: %d", p.Status)
	}

	// Of what the form has.
	_, err := r.Store.Change(t.Context(), "test", func(tx *store.Tx) error {
		s, err := tx.Screen(t.Context(), "NGATU-03")
		if err != nil {
			return err
		}
		s.Places[0].Tags, s.Places[0].Venue = []string{"thí điểm"}, content.Mall
		return tx.PutScreen(t.Context(), s)
	})
	if err != nil {
		t.Fatal(err)
	}
	typed := url.Values{"name": {"Tháng cao điểm"}, "weight": {"1"}, "reach": {"all"}, "tag": {"thí điểm"}}
	at = follow(t, editor.PostForm(page+"/look", typed).Says(t, 200, "1 màn hình: 1 mất liên lạc"), "post")
	if p := editor.PostForm(at, typed); p.Status != 204 {
		t.Errorf("of the form nothing has changed: %d %s", p.Status, p.HTML)
	}
	r.Connect(hub.Presence{Screen: "NGATU-03", Heard: time.Now()})
	editor.PostForm(at, typed).Says(t, 200, "1 màn hình: 1 đang chiếu").Lacks(t, "mất liên lạc")
	typed.Set("weight", "rất nhiều")
	if p := editor.PostForm(at, typed); p.Status != 204 {
		t.Errorf("of a form that cannot be read: %d", p.Status)
	}
	typed.Set("weight", "1")
	fresh := editor.PostForm("/studio/campaigns/new/look", typed).Says(t, 200, "1 màn hình: 1 đang chiếu")
	if at := follow(t, fresh, "post"); !strings.HasPrefix(at, "/studio/campaigns/new/count") {
		t.Errorf("a new campaign follows %s", at)
	}
	editor.PostForm(page, typed).Says(t, 200, "Đã gửi duyệt", "1 màn hình: 1 đang chiếu", "nhãn thí điểm")
	if c, err := r.Store.CampaignDraft(t.Context(), "main"); err != nil || len(c.Doc.Targets) != 1 || c.Doc.Targets[0].Tag != "thí điểm" {
		t.Errorf("by tag it is for %+v, %v", c.Doc.Targets, err)
	}
	// Where a campaign.yaml changes whom it is for while its name waits, the count is of both, as the
	// page is.
	r.Other("duyet", signin.Approver).Approve(page).Says(t, 200, "Đã duyệt")
	typed.Set("name", "Tên khác")
	editor.PostForm(page, typed).Says(t, 200, "Đã gửi duyệt")
	_, err = r.Store.Change(t.Context(), "test", func(tx *store.Tx) error {
		c, err := tx.Campaign(t.Context(), "main")
		if err != nil {
			return err
		}
		c.Targets = nil
		return tx.PutCampaign(t.Context(), c)
	})
	if err != nil {
		t.Fatal(err)
	}
	at = follow(t, editor.Get(page).Says(t, 200, "3 màn hình:"), "get")
	if p := editor.Part(at); p.Status != 204 {
		t.Errorf("the page has another count than what it asks for again: %d %s", p.Status, p.HTML)
	}
	_, err = r.Store.Change(t.Context(), "test", func(tx *store.Tx) error {
		c, err := tx.Campaign(t.Context(), "main")
		if err != nil {
			return err
		}
		c.Targets = []content.Target{{Tag: "thí điểm"}}
		return tx.PutCampaign(t.Context(), c)
	})
	if err != nil {
		t.Fatal(err)
	}
	if p := editor.Get(page); !regexp.MustCompile(`(?s)name="tag" value="thí điểm" checked.{0,60}thí điểm\s*<small>1</small>`).MatchString(p.HTML) {
		t.Error("the page does not have the tag chosen, with its screens")
	}
}
