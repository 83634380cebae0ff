package bulletins

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/bulletin"
	"ngatu/internal/store"
	"ngatu/internal/worker/workertest"
)

// rig is the server's end and the sender's.
type rig struct {
	*testing.T
	*Bulletins
	site *httptest.Server
	feed bulletin.Feed

	mu    sync.Mutex
	pages map[string]string // what the site answers, by path; "": nothing
	asked map[string]int
}

func newRig(t *testing.T) *rig {
	t.Helper()
	ctx := context.Background()
	st, err := store.Open(ctx, filepath.Join(t.TempDir(), "ngatu.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	if _, err := st.Claim(ctx, store.Real); err != nil {
		t.Fatal(err)
	}
	units, err := area.Load(areas.Files)
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{T: t, pages: map[string]string{}, asked: map[string]int{}}
	r.site = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.asked[q.URL.Path]++
		body := r.pages[q.URL.Path]
		tag := fmt.Sprintf(`"%d"`, len(body))
		switch {
		case body == "":
			http.NotFound(w, q)
		case strings.HasPrefix(body, "http"):
			http.Redirect(w, q, body, http.StatusFound)
		case q.Header.Get("If-None-Match") == tag:
			w.WriteHeader(http.StatusNotModified)
		default:
			w.Header().Set("ETag", tag)
			fmt.Fprint(w, body)
		}
	}))
	t.Cleanup(r.site.Close)
	r.Bulletins = New(Options{
		Store: st, Workers: workertest.Pool(t), Areas: units, Inside: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}, Now: time.Now,
		Log: slog.New(slog.DiscardHandler),
	})
	r.feed = bulletin.Feed{ID: "f-1", Name: "Khí tượng", Address: r.site.URL + "/feed", Every: time.Minute}
	r.put(r.feed)
	return r
}

func (r *rig) put(f bulletin.Feed) {
	r.Helper()
	if _, err := r.Store.Change(r.Context(), "admin", func(tx *store.Tx) error { return tx.PutFeed(r.Context(), f) }); err != nil {
		r.Fatal(err)
	}
}

func (r *rig) says(path, body string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.pages[path] = body
}

func (r *rig) times(path string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.asked[path]
}

// again has every feed be due and asks them.
func (r *rig) again() {
	r.Helper()
	r.Bulletins.mu.Lock()
	for _, s := range r.feeds {
		s.Asked = time.Time{}
	}
	r.Bulletins.mu.Unlock()
	if err := r.look(r.Context()); err != nil {
		r.Fatal(err)
	}
}

// states are those of all bulletins, by identifier.
func (r *rig) states() map[string]bulletin.State {
	r.Helper()
	all, err := r.Store.Bulletins(r.Context(), time.Time{})
	if err != nil {
		r.Fatal(err)
	}
	out := map[string]bulletin.State{}
	for _, b := range all {
		out[b.Name.Identifier] = b.State
	}
	return out
}

// capOf is a message of now.
func capOf(id, kind, refers string, more ...string) string {
	now := time.Now()
	text := fmt.Sprintf(`<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>%s</identifier><sender>khituong</sender><sent>%s</sent>
<status>Actual</status><msgType>%s</msgType><scope>Public</scope><references>%s</references><info><language>vi</language><event>Bão</event>
<urgency>Immediate</urgency><severity>Severe</severity><certainty>Likely</certainty><expires>%s</expires><headline>Bão đổ bộ</headline>
<area><areaDesc>Thành phố Hà Nội</areaDesc></area></info></alert>`, id, sent.Format(time.RFC3339), kind, refers, now.Add(time.Hour).Format(time.RFC3339))
	for i := 0; i+1 < len(more); i += 2 {
		text = strings.ReplaceAll(text, more[i], more[i+1])
	}
	return text
}

var sent = time.Now().Add(-time.Minute).Truncate(time.Second)

func nameOf(id string) string { return "khituong," + id + "," + sent.Format(time.RFC3339) }

// A message becomes a proposal once, however often the feed is read; a cancel takes it back, and
// the log says what came.
func TestAMessageIsProposedOnce(t *testing.T) {
	r := newRig(t)
	r.says("/feed", capOf("1", "Alert", ""))
	r.again()
	r.again()
	if s := r.states(); len(s) != 1 || s["1"] != bulletin.Proposed {
		t.Fatalf("%v, %+v", s, r.Status("f-1"))
	}
	if s := r.Status("f-1"); s.Fault != nil || s.Came != 1 || s.Read.IsZero() {
		t.Errorf("%+v", s)
	}
	r.says("/feed", "<all>"+capOf("2", "Cancel", nameOf("1"))+capOf("3", "Alert", "", "Thành phố Hà Nội", "Quận ở đâu đó")+"</all>")
	r.again()
	if s := r.states(); s["1"] != bulletin.Cancelled || s["2"] != bulletin.Noted || s["3"] != bulletin.Proposed {
		t.Errorf("%v", s)
	}
	lines, err := r.Store.Changes(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var did []string
	for _, l := range lines {
		if l.Noun == store.NounBulletin {
			did = append(did, l.Who+" "+l.Verb)
		}
	}
	if want := []string{"feed:f-1 propose", "feed:f-1 cancel", "feed:f-1 note", "feed:f-1 propose"}; !slices.Equal(did, want) {
		t.Errorf("the log: %v", did)
	}
}

// Messages that a feed links to are read once each, again where the feed says that they changed,
// and never from where nobody allowed.
func TestLinkedMessages(t *testing.T) {
	r := newRig(t)
	entry := func(href, at string) string {
		return `<entry><link type="application/cap+xml" href="` + href + `"/><updated>` + at + `</updated></entry>`
	}
	feed := func(all ...string) {
		r.says("/feed", `<feed xmlns="http://www.w3.org/2005/Atom">`+strings.Join(all, "")+`</feed>`)
	}
	r.says("/a.xml", capOf("a", "Alert", ""))
	r.says("/b.xml", capOf("b", "Alert", ""))
	r.says("/away", "http://127.0.0.1:1/")
	feed(entry("a.xml", "1"), entry("/b.xml", "1"), entry("none.xml", "1"), entry("/away", "1"), entry("https://ai-do.example/c.xml", "1"))
	for range 5 {
		r.again()
	}
	if s := r.states(); len(s) != 2 || r.times("/a.xml") != 1 || r.times("/none.xml") != 1 || r.times("/away") != 1 {
		t.Errorf("%v, asked %v", s, r.asked)
	}
	if s := r.Status("f-1"); s.Fault != nil || s.Broken != 2 || s.Why == "" {
		t.Errorf("what does not answer is told of: %+v", s)
	}
	r.says("/odd.xml", "Bão")
	feed(entry("/away", "1"), entry("odd.xml", "1"), entry("late.xml", "1"))
	later := time.Duration(0)
	r.Now = func() time.Time { return time.Now().Add(later) }
	for range 5 {
		r.again()
		later += 2 * time.Minute
	}
	if s := r.Status("f-1"); r.times("/odd.xml") != mostTries || r.times("/late.xml") != 4 || s.Broken != 3 {
		t.Errorf("asked %v, %+v", r.asked, s)
	}
	r.says("/late.xml", capOf("late", "Alert", ""))
	later = 30 * time.Minute
	r.again()
	if s := r.states(); s["late"] != bulletin.Proposed {
		t.Errorf("what answers late is lost: %v, asked %v", s, r.asked)
	}
	r.Now = time.Now
	r.says("/a.xml", capOf("a2", "Update", nameOf("a")))
	feed(entry("a.xml", "2"), entry("/b.xml", "1"))
	r.again()
	if s := r.states(); s["a"] != bulletin.Replaced || s["a2"] != bulletin.Proposed || r.times("/a.xml") != 2 {
		t.Errorf("%v, asked %v", s, r.asked)
	}
}

// A feed that is down, lies elsewhere, is huge or says nonsense changes nothing and says what is
// wrong; what it proposed stays.
func TestAFeedIsWrong(t *testing.T) {
	r := newRig(t)
	r.says("/feed", capOf("1", "Alert", ""))
	r.again()
	for name, c := range map[string]struct {
		body string
		want content.Code
	}{
		"gone": {"", content.Away}, "a redirect": {"http://127.0.0.1:1/", content.Away}, "nonsense": {"Bão", content.Invalid},
		"huge": {strings.Repeat("x", 5<<20), content.TooLarge}, "entities": {`<!DOCTYPE a [<!ENTITY b "b">]><alert>&b;</alert>`, content.Invalid},
	} {
		r.says("/feed", c.body)
		r.again()
		if s := r.Status("f-1"); s.Fault == nil || s.Fault.Code != c.want {
			t.Errorf("%s: %+v", name, s.Fault)
		}
	}
	if s := r.states(); len(s) != 1 || s["1"] != bulletin.Proposed {
		t.Errorf("%v", s)
	}
	r.Now = func() time.Time { return time.Now().Add(2 * tooLong) }
	if all := r.Trouble(t.Context()); len(all) != 1 || !strings.Contains(all[0].Error(), "Khí tượng") {
		t.Errorf("people are told %v", all)
	}
	r.Now = time.Now
	r.says("/feed", capOf("2", "Alert", ""))
	r.again()
	if s := r.Status("f-1"); s.Fault != nil || len(r.Trouble(t.Context())) != 0 {
		t.Errorf("it is back: %+v", s.Fault)
	}
}

// A feed that goes mad fills the pages slowly, and loses nothing.
func TestManyMessages(t *testing.T) {
	r := newRig(t)
	var all strings.Builder
	for i := range mostAtOnce + 10 {
		all.WriteString(capOf(fmt.Sprint(i), "Alert", ""))
	}
	r.says("/feed", "<all>"+all.String()+"</all>")
	r.again()
	if n := len(r.states()); n != mostAtOnce {
		t.Errorf("%d at once", n)
	}
	r.again()
	if n := len(r.states()); n != mostAtOnce+10 {
		t.Errorf("%d in the end", n)
	}
}

// What the store refused, and what was too much at once, is read from its links again.
func TestLinkedMessagesAreNotLost(t *testing.T) {
	r := newRig(t)
	r.says("/feed", `<feed xmlns="http://www.w3.org/2005/Atom"><entry><link type="application/cap+xml" href="0.xml"/></entry><entry><link type="application/cap+xml" href="1.xml"/></entry></feed>`)
	for page := range 2 {
		var all strings.Builder
		for i := range 30 {
			all.WriteString(capOf(fmt.Sprint(page*30+i), "Alert", ""))
		}
		r.says(fmt.Sprintf("/%d.xml", page), "<all>"+all.String()+"</all>")
	}
	r.again()
	r.again()
	if n := len(r.states()); n != 60 {
		t.Errorf("%d of 60", n)
	}
}

// However long ago a message came, it is not new, and what it is about is found.
func TestOldMessagesStayOld(t *testing.T) {
	r := newRig(t)
	far := time.Now().Add(200 * 24 * time.Hour).Format(time.RFC3339)
	long := func(text string) string { // it holds for long
		before, after, _ := strings.Cut(text, "<expires>")
		_, after, _ = strings.Cut(after, "</expires>")
		return before + "<expires>" + far + "</expires>" + after
	}
	r.says("/feed", long(capOf("1", "Alert", "")))
	r.again()
	all, err := r.Store.Bulletins(t.Context(), time.Time{})
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	if _, err := r.Store.Change(t.Context(), "an", func(tx *store.Tx) error {
		b, err := all[0].Dismiss("an", time.Now())
		if err != nil {
			return err
		}
		return tx.PutBulletin(t.Context(), "dismiss", b)
	}); err != nil {
		t.Fatal(err)
	}
	r.Now = func() time.Time { return time.Now().Add(2 * looksBack) }
	r.says("/feed", long(capOf("1", "Alert", ""))+" ")
	r.again()
	if s := r.states(); s["1"] != bulletin.Dismissed {
		t.Errorf("it came back: %v", s)
	}
	r.says("/feed", long(capOf("2", "Update", nameOf("1"))))
	r.again()
	if s := r.states(); s["1"] != bulletin.Replaced || s["2"] != bulletin.Proposed {
		t.Errorf("%v", s)
	}
}

// A feed that was changed is read at once, with all that it said before.
func TestAChangedFeedIsReadAgain(t *testing.T) {
	r := newRig(t)
	r.feed.OnlyKnown = true
	r.put(r.feed)
	r.says("/feed", capOf("1", "Alert", "", "Thành phố Hà Nội", "Tỉnh Nghệ An"))
	r.again()
	if s := r.states(); len(s) != 0 {
		t.Fatal(s)
	}
	r.feed.OnlyKnown = false
	r.put(r.feed)
	if err := r.look(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s := r.states(); s["1"] != bulletin.Proposed {
		t.Errorf("%v", s)
	}
}

// A feed that does not answer holds no other one up.
func TestASlowFeedHoldsNoneUp(t *testing.T) {
	r := newRig(t)
	release := make(chan struct{})
	slow := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer slow.Close()
	r.put(bulletin.Feed{ID: "a", Name: "Chậm", Address: slow.URL, Every: time.Minute})
	r.says("/feed", capOf("1", "Alert", ""))
	done := make(chan error)
	go func() { done <- r.look(t.Context()) }()
	for end := time.Now().Add(5 * time.Second); len(r.states()) == 0 && time.Now().Before(end); {
		time.Sleep(5 * time.Millisecond)
	}
	if s := r.states(); s["1"] != bulletin.Proposed {
		t.Errorf("%v", s)
	}
	close(release)
	if err := <-done; err != nil {
		t.Error(err)
	}
}
