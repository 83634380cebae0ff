package studio_test

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"ngatu/content"
	"ngatu/content/hours"
	"ngatu/internal/store"
	"ngatu/player/protocol"
	"ngatu/server/hub"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/studiotest"
)

// words are what a page says in its own language: texts and what is read out, without what people
// typed, and without what says of itself that it is in another language.
func words(t *testing.T, p studiotest.Page) string {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(p.HTML))
	if err != nil {
		t.Fatal(err)
	}
	var page string
	var out []string
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			out = append(out, strings.Join(strings.Fields(n.Data), " "))
			return
		}
		switch n.Data {
		case "script", "style", "textarea", "pre":
			return
		}
		for _, a := range n.Attr {
			switch a.Key {
			case "lang":
				if n.Data == "html" {
					page = a.Val
				} else if a.Val != page {
					return
				}
			case "aria-label", "alt", "title":
				out = append(out, a.Val)
			case "placeholder":
				if n.Data != "textarea" {
					out = append(out, a.Val)
				}
			}
		}
		for c := range n.ChildNodes() {
			walk(c)
		}
	}
	walk(doc)
	return strings.Join(out, "\n")
}

var (
	vietnameseLetters = regexp.MustCompile(`(?i)[^\n]*[ăâđêôơưàáãèéìíòóõùúýĩũ\x{1EA0}-\x{1EF9}][^\n]*`)
	englishWords      = regexp.MustCompile(`(?i)[^\n]*\b(the|and|of|is|are|not|you|this|with|from|until|by|for)\b[^\n]*`)
	official          = strings.NewReplacer( // names that have no translation
		"Phường Ba Đình", "", "Thành phố Hà Nội", "", "Quận Ba Đình", "", "Quận Đống Đa", "", "Công an thành phố", "", "Be Vietnam Pro", "",
		"International Sign Association", "", "CH Play", "", "1022 nhánh 8", "",
	)
)

// speaks fails where a page mixes its language with the other.
func speaks(t *testing.T, l shell.Language, p studiotest.Page) {
	t.Helper()
	if !strings.Contains(p.HTML, `<html lang="`+string(l)+`">`) {
		t.Errorf("%s is not in %s", p.Path, l)
		return
	}
	bad := englishWords
	if l == shell.English {
		bad = vietnameseLetters
	}
	for _, line := range bad.FindAllString(official.Replace(words(t, p)), 5) {
		t.Errorf("%s, in %s, says %q", p.Path, l, line)
	}
}

// one of everything, with names that tell nothing of a language.
func plainlyFilled(t *testing.T, r *studiotest.Rig, u *studiotest.User) (paths []string) {
	t.Helper()
	ctx := context.Background()
	_, err := r.Store.Change(ctx, "test", func(tx *store.Tx) error {
		if err := tx.PutCampaign(ctx, content.Campaign{ID: "main", Name: "Alpha", Pool: "city", Weight: 1}); err != nil {
			return err
		}
		for i, s := range []content.Slide{
			{Kind: content.Notice, State: content.Draft},
			{Kind: content.Notice, State: content.Submitted},
			{Kind: content.Notice, State: content.Approved},
			{Kind: content.Notice, State: content.TakenOff},
			{Kind: content.Countdown, State: content.Draft, Needs: []string{"deadline"}},
			{Kind: content.Install, State: content.Approved, Needs: []string{content.SettingPublic}},
			{Kind: content.Board, View: content.Gauge, State: content.Approved, Measure: "accounts", Area: "2024-11/01"},
		} {
			s.ID, s.Campaign, s.Title, s.Words, s.Order = "s-"+string(rune('a'+i)), "main", "Beta", content.Words{Head: "Beta"}, i+1
			if err := tx.PutSlide(ctx, s); err != nil {
				return err
			}
			paths = append(paths, shell.SlidePath(s.ID))
		}
		for i, state := range []content.State{content.Draft, content.Submitted, content.Approved} {
			id := "t-" + string(rune('a'+i))
			if err := tx.PutTakeover(ctx, content.Takeover{ID: id, Title: "Gamma", State: state, Gravity: content.Danger, Words: content.Words{Head: "Gamma"}}); err != nil {
				return err
			}
			paths = append(paths, shell.PathTakeovers+"/"+id)
		}
		for i, h := range []content.Hold{
			{Scope: content.HoldNotSober, Area: "2024-11/001", Span: hours.Span{Until: tx.Time().Add(time.Hour)}},
			{Scope: content.HoldSlide, Slide: "s-c", Asked: content.Signed{By: "x", At: tx.Time()}},
			{Scope: content.HoldInstalls, Span: hours.Span{From: tx.Time().Add(time.Hour)}},
			{Scope: content.HoldInstalls, Asked: content.Signed{By: "x", At: tx.Time()}, Ended: content.Signed{By: "y", At: tx.Time()}},
		} {
			h.ID, h.At = "h-"+string(rune('a'+i)), tx.Time()
			if err := tx.PutHold(ctx, h); err != nil {
				return err
			}
			paths = append(paths, shell.HoldPath(h.ID))
		}
		for _, id := range []string{"s-c", "s-d"} {
			d, err := tx.SlideDraft(ctx, id)
			if err != nil {
				return err
			}
			d.Beside = true
			doc := d.Doc
			doc.Words.Head, doc.Dwell, doc.Evergreen, doc.Valid.Until = "Theta", time.Minute, true, tx.Time().Add(time.Hour)
			d = d.Save(doc, "x", tx.Time())
			if d, err = d.Submit("y"); err != nil {
				return err
			}
			if err := tx.PutSlideDraft(ctx, "submit", d); err != nil {
				return err
			}
		}
		changed := content.Campaign{ID: "main", Name: "Alpha", Weight: 2, Targets: []content.Target{{Area: "2024-11/001"}}}
		changed.Valid.Until = tx.Time().Add(time.Hour)
		if err := tx.PutCampaignDraft(ctx, content.DraftOf[content.Campaign]{ID: "main"}.Saved(changed, content.Campaign{ID: "main", Name: "Alpha", Weight: 1}, "x", tx.Time())); err != nil {
			return err
		}
		for _, key := range []string{content.SettingHotline, content.SettingPublic} {
			if err := tx.PutSettingDraft(ctx, content.DraftOf[string]{ID: key}.Saved("1022", "", "x", tx.Time())); err != nil {
				return err
			}
		}
		for i, state := range []store.InboxState{store.Refused, store.Held} {
			if err := tx.PutInboxFile(ctx, store.InboxFile{
				Path: "delta-" + string(rune('a'+i)) + ".jpg", State: state, Sentence: store.Notice{Vi: "Không đọc được.", En: "It cannot be read."},
			}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	u.Upload("/studio/upload", "epsilon.jpg", studiotest.Photo(3), "text/html")
	studiotest.NewScreen(t, u, "NGATU-01", "name", "Zeta", "open", "daily", "daily", "06:00-22:00", "dims", "yes", "dim_from_1", "06:00", "dim_level_1", "90", "dim_from_2", "19:00", "dim_level_2", "40")
	studiotest.NewScreen(t, u, "NGATU-02", "name", "Zeta")
	r.Connect(hub.Presence{Screen: "NGATU-01", Heard: time.Now(), Relay: true, Status: &protocol.Status{
		Clock: "unknown", Missing: 3, Link: "poll", Machine: &protocol.Machine{Celsius: 88, DiskFree: 10, Drops: 7, Browsers: 6, Refused: 2, Delay: 3},
	}})
	u.Post("/studio/screens/NGATU-01/commands", "kind", protocol.Identify)
	u.Post("/studio/figures", "pasted", studiotest.SheetText)
	u.Post("/studio/measures/accounts/pulls", "pull_name", "Zeta", "pull_address", "https://ihanoi.gov.vn/a.csv", "pull_minutes", "60")
	return append(paths,
		"/studio/screens/NGATU-01", "/studio/screens/NGATU-01/fold?cut=rows&rows=3", "/studio/screens/NGATU-02", "/studio/takeovers", "/studio/takeovers/new", "/studio/bulletins", "/studio/feeds", "/studio/feeds/new", "/studio/measures/accounts", "/studio/holds", "/studio/holds/new", "/studio/campaigns", "/studio/campaigns/main", "/studio/holds/new?scope=slide&slide=s-c", "/studio/inbox", "/studio/held", "/studio/slides/s-c/versions",
		"/studio/nowhere", "/studio/plays?screen=NGATU-02", "/studio/screens/NGATU-01/state", "/studio/areas?area_name=zzzz")
}

// No page, refusal or part of a page mixes the two languages, and the switch stays with the
// account.
func TestOneLanguageAtATime(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	if _, err := r.Store.Change(context.Background(), "test", func(tx *store.Tx) error {
		all, err := tx.AllStaff(context.Background(), "", 0)
		if err != nil {
			return err
		}
		all[0].Name = "An"
		return tx.PutStaff(context.Background(), all[0])
	}); err != nil {
		t.Fatal(err)
	}
	paths := append(plainlyFilled(t, r, u), everyPage...)
	for _, l := range []shell.Language{shell.Vietnamese, shell.English} {
		p := u.Post("/studio/language", "to", string(l), "next", "/studio/plays?screen=NGATU-01")
		if p.Path != "/studio/plays?screen=NGATU-01" {
			t.Errorf("the switch leads to %s", p.Path)
		}
		for _, path := range paths {
			if p := u.Get(path); strings.Contains(p.HTML, "<html") {
				speaks(t, l, p)
			}
		}
		for path, fields := range map[string][]string{
			"/studio/notice":                  {"campaign", "main"},
			"/studio/screens/new":             {"width", "x"},
			"/studio/takeovers/new":           {"reach", "area"},
			"/studio/guides/new":              {"pages", "1", "p0_title", "Eta"},
			"/studio/staff":                   {"login", "a"},
			"/studio/tokens":                  {},
			"/studio/settings":                {content.SettingAppStore, "ftp://x", content.SettingDomains, "com.vn"},
			"/studio/slides/s-a":              {"title", "", "order", "x", "from", "x"},
			"/studio/slides/s-b/approve":      {"valid_from", "x"},
			"/studio/screens/enrol":           {"enrol", "K7M3-QA4P"},
			"/studio/figures":                 {},
			"/studio/account":                 {"password", "x"},
			"/studio/slides/s-f/delete":       {},
			"/studio/screens/X-9/revoke":      {},
			"/studio/upload":                  {},
			"/studio/screens/NGATU-01":        {"name", "", "dims", "yes", "dim_from_1", "x"},
			"/studio/screens/NGATU-01/fold":   {"left", "x", "piece_x_1", "7"},
			"/studio/takeovers/t-c":           {"head", "Gamma"},
			"/studio/screens/NGATU-02/revoke": {},
		} {
			p := u.Post(path, fields...)
			if p.Status < 400 {
				t.Errorf("%s was taken: %d", path, p.Status)
			}
			speaks(t, l, p)
		}
	}
	fresh := r.Browser()
	fresh.Post("/studio/signin", "login", "uoc", "password", studiotest.Password)
	speaks(t, shell.English, fresh.Get("/studio/slides"))
}

// Before anybody has signed in, the switch stays with the browser, and what the browser prefers
// counts until then.
func TestLanguageBeforeTheSignIn(t *testing.T) {
	r := studiotest.New(t)
	r.First()
	for wanted, l := range map[string]shell.Language{
		"": shell.Vietnamese, "vi-VN,vi;q=0.9,en;q=0.8": shell.Vietnamese, "en-GB,en;q=0.9": shell.English, "fr": shell.Vietnamese, ";;": shell.Vietnamese,
	} {
		u := r.Browser()
		ask := func() studiotest.Page {
			q := u.Request(http.MethodGet, "/studio/signin", nil)
			q.Header.Set("Accept-Language", wanted)
			return u.Send(q)
		}
		speaks(t, l, ask())
		u.Post("/studio/language", "to", string(l.Other()))
		speaks(t, l.Other(), ask())
	}
}

// Dates and numbers follow the language.
func TestDatesAndNumbers(t *testing.T) {
	at := time.Date(2026, 11, 28, 8, 4, 0, 0, time.UTC)
	for l, want := range map[shell.Language]string{shell.Vietnamese: "15:04 28/11/2026, 1.234, 26,8 %", shell.English: "15:04, 28 Nov 2026, 1,234, 26.8%"} {
		if got := l.When(at) + ", " + l.Count(1234) + ", " + l.Percent(268); got != want {
			t.Errorf("%s: %s, want %s", l, got, want)
		}
	}
}
