package e2e

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/player"
)

// open has the players come through the balancer, and pages note each build that they are loaded as.
func (r *rolled) open() {
	r.Helper()
	for _, screen := range []string{"SANH-01", "SANH-02"} {
		note := fmt.Sprintf(`if (location.pathname === '/play' && window === top) {
			localStorage.setItem('ngatu.screen', JSON.stringify({ screen: %q, token: %q }));
			document.addEventListener('DOMContentLoaded', () => {
				sessionStorage.setItem('loads', (sessionStorage.getItem('loads') || '') + ' ' + document.documentElement.dataset.build);
			});
			(function (socket) {
				window.WebSocket = function (url) {
					const ws = new socket(url);
					ws.addEventListener('message', (m) => {
						let f = null;
						try { f = JSON.parse(m.data); } catch (e) { return; }
						if (!f.number || !f.hash) { return; }
						const key = 'sent ' + f.type + '/' + f.for + ' ' + f.number + ' ' + (f.from || 0), all = (sessionStorage.getItem(key) || '').split(' ');
						if (!all.includes(f.hash)) { sessionStorage.setItem(key, all.concat(f.hash).join(' ').trim()); }
					});
					return ws;
				};
			})(window.WebSocket);
		}`, screen, tokenOf(screen))
		tab := testkit.Chromium(r.T).Open(r.T, "about:blank", 960, 540)
		tab.Run(chromedp.ActionFunc(func(ctx context.Context) error {
			_, err := cdpage.AddScriptToEvaluateOnNewDocument(note).Do(ctx)
			return err
		}), chromedp.Navigate(r.front+"/play"))
		tab.Until("the page is connected", `window.Ngatu && Ngatu.debug && Ngatu.debug.linked`, time.Minute)
		r.pages[screen] = tab
	}
	var err error
	if r.agent, err = player.New(player.Config{Server: r.front, Data: r.folders["agent"], Listen: "127.0.0.1:0"}); err == nil {
		err = r.agent.Start(r.Context())
	}
	if err != nil {
		r.Fatal(err)
	}
	r.Cleanup(func() { r.agent.Stop(context.Background()) })
}

// loads are the builds that a page was loaded as, in order.
func (r *rolled) loads(tab *testkit.Tab) []string {
	var all string
	tab.Eval(`sessionStorage.getItem('loads') || ''`, &all)
	return strings.Fields(all)
}

// says is what a node says of its program.
func (r *rolled) says(name string) (is store.Node) {
	r.Helper()
	if err := r.db.QueryRow(`SELECT release, schema, page FROM nodes WHERE name = $1`, name).Scan(&is.Release, &is.Schema, &is.Page); err != nil {
		r.Fatal(err)
	}
	return is
}

// schema is the last step that the database has been through.
func (r *rolled) schema() (number int64) {
	r.Helper()
	if err := r.db.QueryRow(`SELECT max(number) FROM migrations`).Scan(&number); err != nil {
		r.Fatal(err)
	}
	return number
}

var buildAt = regexp.MustCompile(`data-build="([^"]+)"`)

// serve sees that each node that is here serves the page of a release: at once where it has just
// started.
func (r *rolled) serve(what, release string) {
	r.Helper()
	for name, up := range r.up {
		if !up {
			continue
		}
		until(r.T, fmt.Sprintf("%s: %s serves the page of %s", what, name, release), 5*time.Second, func() bool {
			page, err := http.Get(r.addresses[name] + "/play")
			if err != nil {
				return false
			}
			defer page.Body.Close()
			b, err := io.ReadAll(page.Body)
			m := buildAt.FindSubmatch(b)
			return err == nil && m != nil && string(m[1]) == r.build[release]
		})
	}
}

// refuses sees that a node's program does not start, and says so.
func (r *rolled) refuses(name, program, sentence string) {
	r.Helper()
	cmd := r.command(name, program)
	out, err := cmd.CombinedOutput()
	if err == nil || !strings.Contains(string(out), sentence) {
		r.Errorf("a program that is too old ends with %v and says %s", err, out)
	}
}

func (r *rolled) maker() (name string) {
	_ = r.db.QueryRow(`SELECT node FROM lease WHERE until_ms > floor(extract(epoch FROM clock_timestamp()) * 1000)`).Scan(&name) // "": none
	return name
}

// makes waits until one of these nodes, all of a release, is the maker.
func (r *rolled) makes(what, release string, names ...string) {
	r.Helper()
	began := time.Now()
	until(r.T, what, time.Minute, func() bool {
		now := r.maker()
		return slices.Contains(names, now)
	})
	if took := time.Since(began); took > 15*time.Second {
		r.Errorf("%s: after %v", what, took)
	}
	if is := r.says(r.maker()).Release; is != release {
		r.Errorf("%s: the maker is of %s, want %s", what, is, release)
	}
	r.Logf("%s: %s, after %v", what, r.maker(), time.Since(began).Round(100*time.Millisecond))
}

// at is the desk of whoever is signed in, at a node.
func (r *rolled) at(name string) *desk {
	r.desk.base = r.addresses[name]
	return r.desk
}

// works approves a slide at one node, and puts a takeover on and ends it at another: all are on every
// screen.
func (r *rolled) works(what, one, other string) {
	r.Helper()
	slide, over := fmt.Sprint("buoc-", r.steps), fmt.Sprint("t-bao-", r.steps)
	r.steps++
	if err := r.at(one).approve("/studio/slides/"+slide, "document", "1"); err != nil {
		r.Fatalf("%s, at %s: %v", what, one, err)
	}
	has := fmt.Sprintf(`Ngatu.player && ((Ngatu.player.frames.get('programme', Ngatu.player.screen.audience) || {}).body || { slides: [] }).slides.some((s) => s.id === %q)`, slide)
	for screen, tab := range r.pages {
		tab.Until(what+": the slide at "+screen, has, time.Minute)
	}
	until(r.T, what+": the slide at the agent", time.Minute, func() bool { return shows(r.T, r.agent, agentScreen, slide) })
	if err := r.at(other).post("/studio/takeovers/"+over+"/on", "reach", "all", "minutes", "60", "drill", "no"); err != nil {
		r.Fatalf("%s, at %s: %v", what, other, err)
	}
	for screen, tab := range r.pages {
		tab.Until(what+": the takeover at "+screen, `Ngatu.player && Ngatu.player.follow.takeoverAt(Ngatu.player.clock.now())`, time.Minute)
	}
	until(r.T, what+": the takeover at the agent", time.Minute, func() bool { return shows(r.T, r.agent, agentScreen, over) })
	if err := r.at(one).post("/studio/takeovers/" + over + "/end"); err != nil {
		r.Fatalf("%s, at %s: %v", what, one, err)
	}
	for screen, tab := range r.pages {
		tab.Until(what+": the takeover has ended at "+screen, `Ngatu.player && !Ngatu.player.follow.takeoverAt(Ngatu.player.clock.now())`, time.Minute)
	}
}

// publish approves a slide again and again at whichever node is there, until ctx ends.
func (r *rolled) publish(ctx context.Context) {
	d := &desk{client: &http.Client{Jar: r.desk.client.Jar, Timeout: 20 * time.Second}}
	path := "/studio/slides/" + again
	for n := 1; ctx.Err() == nil; n++ {
		r.mu.Lock()
		names := slices.Sorted(maps.Keys(r.up))
		names = slices.DeleteFunc(names, func(name string) bool { return !r.up[name] })
		r.mu.Unlock()
		if len(names) == 0 {
			continue
		}
		d.base = r.addresses[names[n%len(names)]]
		if _, err := d.get(path); err != nil { // for its token
			continue
		}
		_ = d.post(path, "title", fmt.Sprint("Phố sạch ", n), "head", "Giữ phố sạch đẹp", "brief", "Giữ phố sạch") // where the last turn was cut off it waits already
		_ = d.post(path + "/submit")
		if d.approve(path, "document", fmt.Sprint(n)) == nil {
			r.mu.Lock()
			r.acked++
			r.mu.Unlock()
		}
	}
}

// kept sees that nothing that was acknowledged is lost, that frames of before are there to the byte,
// and that no page was sent two bodies of a thing under one number.
func (r *rolled) kept(was map[string]string) map[string]string {
	r.Helper()
	r.mu.Lock()
	acked := r.acked
	r.mu.Unlock()
	var there int
	if err := r.db.QueryRow(`SELECT count(*) FROM changes WHERE noun = 'slide' AND id = $1 AND verb = 'approve'`, again).Scan(&there); err != nil {
		r.Fatal(err)
	}
	if there < acked || acked == 0 {
		r.Errorf("%d approvals were acknowledged, %d are there", acked, there)
	}
	r.oneBody()
	now, _ := sentIn(r.T, "pgx", r.database)
	for key, frame := range was {
		if now[key] != frame {
			r.Errorf("what was sent as %s is %.120q now, was %.120q", key, now[key], frame)
		}
	}
	return now
}

// oneBody sees that pages, which come to any node, were never sent two bodies of a thing under one
// number, nor one than another.
func (r *rolled) oneBody() {
	r.Helper()
	seen, shared := map[string]string{}, 0
	for screen, tab := range r.pages {
		var sent map[string]string
		tab.Eval(`Object.fromEntries(Object.entries(sessionStorage).filter(([key]) => key.startsWith('sent ')))`, &sent)
		for key, hash := range sent {
			was, other := seen[key]
			if other {
				shared++
			}
			if seen[key] = hash; strings.Contains(hash, " ") || other && was != hash {
				r.Errorf("%s has two bodies under one number: %s at %s, %s", key, hash, screen, was)
			}
		}
	}
	if len(r.pages) > 1 && shared == 0 {
		r.Error("no two pages were sent one thing: the test says little")
	}
}

// loadedAs waits until each page is of a build, and was loaded as these, each once.
func (r *rolled) loadedAs(what string, want ...string) {
	r.Helper()
	for screen, tab := range r.pages {
		tab.Until(what+": "+screen, fmt.Sprintf(`document.documentElement.dataset.build === %q && window.Ngatu && Ngatu.debug && Ngatu.debug.linked`, want[len(want)-1]), 4*time.Minute)
		if got := r.loads(tab); !slices.Equal(got, want) {
			r.Errorf("%s: %s was loaded as %v, want %v", what, screen, got, want)
		}
	}
}
