package grounds_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/internal/grounds"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/studiotest"
)

func check(t *testing.T, r *studiotest.Rig) grounds.Report {
	t.Helper()
	units, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	found, err := grounds.Check(context.Background(), r.Store, units)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// office is some people who do whatever comes to their minds.
type office struct {
	*studiotest.Rig
	*rand.Rand
	all    []*studiotest.User
	logins []string
}

func (o office) anybody() *studiotest.User { return o.all[o.IntN(len(o.all))] }

// slide is the page of some slide.
func (o office) slide() string {
	all := o.Slides()
	if len(all) == 0 {
		return shell.SlidePath("none")
	}
	return shell.SlidePath(all[o.IntN(len(all))].ID)
}

var (
	keys = regexp.MustCompile(`value="(approve|return) ([^"]+)"`)
	sent = regexp.MustCompile(`/studio/submissions/d-[a-z0-9]+`)
	item = regexp.MustCompile(`name="item" value="([^"]+)"`)
)

// decide opens some submission and presses one of its buttons, at times with what an old page said.
func (o office) decide(u *studiotest.User) {
	pages := sent.FindAllString(u.Get("/studio/submissions").HTML, -1)
	if len(pages) == 0 {
		return
	}
	at := pages[o.IntN(len(pages))]
	page := u.Get(at)
	buttons := keys.FindAllStringSubmatch(page.HTML, -1)
	if len(buttons) == 0 {
		return
	}
	fields := []string{"do", ""}
	for _, b := range buttons {
		if b[2] != "all" {
			fields = append(fields, b[2]+".seen", page.Value(b[2]+".seen"), b[2]+".why", "Xem lại")
		}
	}
	b := buttons[o.IntN(len(buttons))]
	fields[1] = b[1] + " " + b[2]
	o.other()
	o.anybody().Post(at, fields...)
	u.Post(at, fields...)
}

// other does something else between two steps, now and then.
func (o office) other() {
	if o.IntN(3) == 0 {
		o.act()
	}
}

// hold takes some slide off, or does something to a hold that there is.
func (o office) hold(u *studiotest.User) {
	all, err := o.Store.Holds(context.Background())
	if err != nil {
		o.Fatal(err)
	}
	if slides := o.Slides(); len(slides) > 0 && (len(all) == 0 || o.IntN(3) == 0) {
		u.Post("/studio/holds/new", "scope", "slide", "slide", slides[o.IntN(len(slides))].ID, "reach", "all")
		return
	}
	if len(all) > 0 {
		u.Post("/studio/holds/" + all[o.IntN(len(all))].ID + []string{"/ask", "/keep", "/lift"}[o.IntN(3)])
	}
}

func (o office) act() {
	u, now := o.anybody(), time.Now()
	local := func(days int) string { return now.AddDate(0, 0, days).Format("2006-01-02T15:04") }
	words := fmt.Sprint("Gọi ", o.IntN(1000))
	switch o.IntN(15) {
	case 0:
		u.Post("/studio/notice", "campaign", "main", "head", words, "title", words, "style", "slogan")
	case 1, 2:
		u.Post(o.slide(), "title", words, "head", words, "style", "slogan", "campaign", "main")
	case 3, 4:
		u.Post(o.slide()+"/submit", "despite", "Vẫn cần")
	case 5:
		at := o.slide()
		page := u.Get(at)
		o.other()
		o.anybody().Post(at+"/approve", "seen", page.Value("seen"))
		u.Post(at+"/approve", "seen", page.Value("seen"))
	case 6:
		u.Post(o.slide() + []string{"/return", "/withdraw", "/delete"}[o.IntN(3)])
		o.hold(u)
	case 7:
		u.Post("/studio/campaigns/main", "name", "Tháng cao điểm", "weight", fmt.Sprint(1+o.IntN(9)), "until", local(30+o.IntN(60)), "reach", "all",
			"at_once", []string{"", "yes"}[o.IntN(2)])
	case 8:
		u.Post("/studio/settings", content.SettingHotline, []string{"1022", "1022 nhánh 8", ""}[o.IntN(3)], content.SettingDomains, []string{"hanoi.gov.vn", "", "hanoi.gov.vn vneid.gov.vn"}[o.IntN(3)])
	case 9:
		page := u.Get("/studio/submissions/new")
		var chosen []string
		for _, m := range item.FindAllStringSubmatch(page.HTML, -1) {
			if o.IntN(2) == 0 {
				chosen = append(chosen, "item", m[1])
			}
		}
		if len(chosen) > 0 {
			u.Post("/studio/submissions/new", chosen[:2]...)
		}
	case 10, 11:
		o.decide(u)
	case 12:
		if len(o.logins) == 0 {
			return
		}
		roles := []mandate.Mandate{{Role: signin.Editor}, {Role: signin.Approver}, {Role: signin.Approver, Area: "2024-11/006"}, {Role: signin.Approver, Until: now.Add(time.Minute)}, {Role: signin.Admin}}
		o.Shuffle(len(roles), func(i, j int) { roles[i], roles[j] = roles[j], roles[i] })
		o.Bound(o.logins[o.IntN(len(o.logins))], roles[:1+o.IntN(3)]...)
	case 14:
		all, err := o.Store.Takeovers(context.Background())
		if err != nil {
			o.Fatal(err)
		}
		if len(all) < 2 {
			u.Post("/studio/takeovers/new", "head", words, "gravity", "danger", "reach", "all")
			return
		}
		at := "/studio/takeovers/" + all[o.IntN(len(all))].ID
		seen := u.Get(at).Value("seen")
		o.other()
		to := []string{"", "/submit", "/submit", "/approve", "/approve", "/return", "/withdraw", "/off", "/on", "/end"}[o.IntN(10)]
		u.Post(at+to, "head", words, "gravity", "warning", "reach", "all", "seen", seen, "minutes", "30", "drill", "yes")
	case 13:
		o.Later.Store(int64(time.Duration(o.IntN(50)-2) * time.Hour))
	}
}

// Whatever people do, in whatever order and with whatever mandates: nothing is live without a
// ground.
func TestNothingIsLiveWithoutAGround(t *testing.T) {
	for _, seed := range []uint64{1, 2} {
		r := studiotest.New(t)
		o := office{Rig: r, Rand: rand.New(rand.NewPCG(seed, 0)), all: []*studiotest.User{r.First()}}
		for range 10 { // alone at first
			o.act()
		}
		for login, roles := range map[string][]signin.Role{"mot": {signin.Editor}, "hai": {signin.Editor, signin.Approver}, "nguoi-ba": {signin.Approver, signin.Admin}} {
			o.all, o.logins = append(o.all, r.Other(login, roles...)), append(o.logins, login)
		}
		for login, role := range map[string]signin.Role{"bien-tap-quan": signin.Editor, "duyet-quan": signin.Approver} { // of an area alone
			u := r.Other(login, role)
			r.Bound(login, mandate.Mandate{Role: role, Area: "2024-11/006"})
			o.all, o.logins = append(o.all, u), append(o.logins, login)
		}
		for range 120 {
			o.act()
		}
		found := check(t, r)
		for _, f := range found.Faults {
			t.Errorf("seed %d: %s %s %q: %s", seed, f.Noun, f.ID, f.Name, f.En)
		}
		t.Logf("seed %d: %v", seed, found.Live)
	}
}

// A campaign whose authors asked that it is shown at once is what was submitted.
func TestACampaignThatIsShownAtOnce(t *testing.T) {
	r := studiotest.New(t)
	boss, editor := r.First(), r.Other("soan", signin.Editor)
	editor.Post("/studio/notice", "campaign", "main", "head", "Cài iHanoi", "title", "Mời", "style", "slogan").Says(t, 200)
	slide := "/studio/slides/" + r.Slides()[0].ID
	r.Made()
	editor.Post(slide+"/submit").Says(t, 200)
	boss.Approve(slide).Says(t, 200)
	editor.Post("/studio/campaigns/main", "name", "Tháng cao điểm", "weight", "2", "reach", "all", "at_once", "yes").Says(t, 200, "Đã gửi duyệt")
	boss.Approve("/studio/campaigns/main", "at_once", r.Slides()[0].ID).Says(t, 200, "Đã duyệt")
	if s := r.Slides()[0]; s.AtOnce.IsZero() {
		t.Error("it was not shown at once")
	}
	if found := check(t, r); len(found.Faults) > 0 {
		t.Errorf("named are %+v", found.Faults)
	}
}

// What gets past the gate is named: a slide that nobody approved, one that changed after its
// approval, one that its own author approved, a campaign, a setting, a takeover and a standing
// approval that somebody simply wrote, and a programme with a slide that was not live.
func TestWhatHasNoGroundIsNamed(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	editor, approver := r.Other("soan", signin.Editor), r.Other("duyet", signin.Approver)
	for _, name := range []string{"Đúng", "Sửa sau"} {
		editor.Post("/studio/notice", "campaign", "main", "head", name, "title", name, "style", "slogan").Says(t, 200)
	}
	for _, s := range r.Slides() {
		editor.Post(shell.SlidePath(s.ID)+"/submit").Says(t, 200)
		approver.Approve(shell.SlidePath(s.ID)).Says(t, 200)
	}
	if found := check(t, r); len(found.Faults) > 0 || found.Live[content.ByApproval] != 2 {
		t.Fatalf("%+v", found)
	}
	live := content.Slide{Campaign: "main", Kind: content.Notice, Style: content.Slogan, State: content.Approved}
	nobody, own, changed := live, live, r.Slides()[1]
	nobody.ID, nobody.Title = "nobody", "Không ai duyệt"
	who, err := r.Store.StaffByLogin(context.Background(), "duyet")
	if err != nil {
		t.Fatal(err)
	}
	own.ID, own.Title, own.Author, own.Approval = "own", "Tự duyệt", who.ID, content.Approval{By: who.ID, At: time.Now()}
	changed.Words.Head = "Khác"
	ctx := context.Background()
	if _, err := r.Store.Change(ctx, who.ID, func(tx *store.Tx) error {
		c, err := tx.Campaign(ctx, "main")
		if err != nil {
			return err
		}
		c.Weight = 7
		storm := content.Takeover{ID: "storm", Title: "Bão lách cửa", Gravity: content.Danger, Words: content.Words{Head: "Bão"}, State: content.Approved, Approval: content.Approval{By: who.ID, At: tx.Time()}}
		for _, err := range []error{tx.PutTakeover(ctx, storm), tx.PutStanding(ctx, content.Standing{ID: "st", Folder: "Lách cửa", By: who.ID, At: tx.Time()}), tx.PutSlide(ctx, nobody), tx.PutSlide(ctx, own), tx.PutSlide(ctx, changed), tx.PutCampaign(ctx, c), tx.PutSetting(ctx, content.SettingHotline, "1900")} {
			if err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	// A new campaign whose first author another person hid, and an ended one that a file began again.
	made := content.Campaign{ID: "c-hidden", Name: "Giấu người soạn", Stage: content.Planned, Pool: "city", Weight: 1}
	begun, begins := made, content.Campaign{ID: "folder", Name: "Chạy lại", Pool: "city", Weight: 1}
	begun.Stage = content.Running
	over := begins
	over.Stage = content.Ended
	for _, one := range []struct {
		who string
		do  func(tx *store.Tx) error
	}{
		{who.ID, func(tx *store.Tx) error { return tx.PutCampaign(ctx, made) }},
		{"soan", func(tx *store.Tx) error {
			return tx.PutCampaignDraft(ctx, content.DraftOf[content.Campaign]{ID: made.ID}.Saved(begun, made, "soan", tx.Time()))
		}},
		{who.ID, func(tx *store.Tx) error {
			if err := tx.EndDraft(ctx, "approve", store.NounCampaign, made.ID, ""); err != nil {
				return err
			}
			return tx.PutCampaign(ctx, begun)
		}},
		{"inbox:folder/a.png", func(tx *store.Tx) error { return tx.PutCampaign(ctx, begins) }},
		{who.ID, func(tx *store.Tx) error { return tx.PutCampaign(ctx, over) }},
		{"inbox:folder/campaign.yaml", func(tx *store.Tx) error { return tx.PutCampaign(ctx, begins) }},
	} {
		if _, err := r.Store.Change(ctx, one.who, one.do); err != nil {
			t.Fatal(err)
		}
	}
	r.Sent(protocol.TypeProgramme, content.Programme{Zone: content.DefaultZone, Canvas: content.Canvas{Width: 432, Height: 216}, Slides: []content.Shown{{ID: "none", Kind: content.Notice}}, Evergreen: -1})
	var named []string
	for _, f := range check(t, r).Faults {
		named = append(named, string(f.Noun)+" "+f.Name)
	}
	want := " none, campaign Chạy lại, campaign Giấu người soạn, campaign Tháng cao điểm, setting 1900, slide " + changed.Title + ", slide Không ai duyệt, slide Tự duyệt, standing Lách cửa, takeover Bão lách cửa"
	for one := range strings.SplitSeq(want, ", ") {
		if !strings.Contains(strings.Join(named, ", "), one) {
			t.Errorf("%q is not among %q", one, named)
		}
	}
	if len(named) != 10 {
		t.Errorf("named are %q", named)
	}
}
