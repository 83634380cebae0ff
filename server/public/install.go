package public

import (
	"bytes"
	"context"
	_ "embed"
	"html/template"
	"log/slog"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/edge"
)

//go:embed page/install.html
var installHTML string

//go:embed page/install.css
var installCSS []byte

var installPage = template.Must(template.New("install").Parse(installHTML))

// Install serves the page that a screen's code leads to.
type Install struct {
	Store *store.Store
	Log   *slog.Logger
	Edge  *edge.Edge                        // whose address a request has
	last  atomic.Pointer[map[string]string] // settings as they were last read

	screens, visitors *edge.Meter // openings that are counted, by screen and by address
}

// Openings that count in an hour. For a screen: more than any crowd scans, and few enough that
// somebody who reloads a page in a loop does not shape the statistics. For an address: fewer,
// because one reader of many codes is not many people, but as many as a phone company's shared
// address may have. Addresses exist only in memory, as keys of the meter.
const (
	ofOneScreen  = 2000
	ofOneAddress = 1000
)

// offer is a link to a store.
type offer struct {
	Link   string
	Vi, En string
}

type installView struct {
	App, Full, City, Hotline, Dial string
	First                          *offer // of the citizen's own platform
	Others                         []offer
}

// Routes adds /i/<code> and its style sheet. Paths ignore case, because codes hold them in
// capitals.
func (i *Install) Routes(app fiber.Router) {
	i.screens, i.visitors = i.Edge.Meter(ofOneScreen, time.Hour), i.Edge.Meter(ofOneAddress, time.Hour)
	app.Get("/i.css", func(c *fiber.Ctx) error {
		c.Type("css", "utf-8")
		c.Set(fiber.HeaderCacheControl, "public, max-age=86400")
		return c.Send(installCSS)
	})
	app.Get("/i/:code", i.open)
}

// open counts one opening and shows the page. A code without a screen shows the page too: a citizen
// must not get an error because a screen was renamed.
func (i *Install) open(c *fiber.Ctx) error {
	ctx := c.UserContext()
	if c.Method() == fiber.MethodGet && !fetchedAhead(c) {
		i.count(ctx, strings.Clone(c.Params("code")), i.Edge.Client(c))
	}
	var b bytes.Buffer
	if err := installPage.Execute(&b, viewOf(i.settings(ctx), c.Get(fiber.HeaderUserAgent))); err != nil {
		return err
	}
	c.Type("html", "utf-8")
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	c.Set(fiber.HeaderReferrerPolicy, "no-referrer")
	return c.Send(b.Bytes())
}

// fetchedAhead says whether a browser loads the page only in case somebody opens it.
func fetchedAhead(c *fiber.Ctx) bool {
	for _, name := range []string{"Purpose", "X-Purpose", "Sec-Purpose", "X-Moz"} {
		if c.Get(name) != "" {
			return true
		}
	}
	return false
}

// count adds one to the screen's hour. If counting fails, the count is lost, not the page.
func (i *Install) count(ctx context.Context, param string, from edge.Client) {
	code, err := i.screen(ctx, param)
	if err != nil { // before the cap, so that made-up codes do not use it up
		return
	}
	now := time.Now()
	if !from.Trusted && !i.visitors.Allow(from.String(), 1, now) || !i.screens.Allow(code, 1, now) {
		return
	}
	if err := i.Store.CountScan(ctx, code, now); err != nil {
		i.Log.Error("a scan was not counted", "screen", code, "error", err)
	}
}

// maxCode is the longest code to look up, in bytes.
const maxCode = 80

// screen is the code of the screen in a link, which somebody may have typed in lower case.
func (i *Install) screen(ctx context.Context, param string) (string, error) {
	code, err := url.PathUnescape(param)
	if err != nil || len(code) > maxCode || !utf8.ValidString(code) {
		return "", fiber.ErrNotFound
	}
	s, err := i.Store.Screen(ctx, code)
	if content.CodeOf(err) == content.NotFound {
		s, err = i.Store.Screen(ctx, strings.ToUpper(code))
	}
	return s.Code, err
}

// settings are the current settings or, if they cannot be read, the last known ones: a citizen gets
// the page whatever state the server is in.
func (i *Install) settings(ctx context.Context) map[string]string {
	all, err := i.Store.Settings(ctx)
	if err != nil {
		i.Log.Error("the install page goes on with the settings that it has", "error", err)
		if m := i.last.Load(); m != nil {
			return *m
		}
	}
	m := map[string]string{}
	for _, s := range all {
		m[s.Key] = s.Value
	}
	if err == nil {
		i.last.Store(&m)
	}
	return m
}

// viewOf fills the page. The user agent only decides which store link comes first, and is not kept.
func viewOf(s map[string]string, agent string) installView {
	v := installView{
		App: or(s[content.SettingApp], "ứng dụng"), Full: s[content.SettingAppFull],
		City: s[content.SettingCity], Hotline: s[content.SettingHotline], Dial: dial(s[content.SettingHotline]),
	}
	var offers []offer
	if l := safeLink(s[content.SettingAppStore]); l != "" {
		offers = append(offers, offer{l, "Tải từ App Store", "Get it on the App Store"})
	}
	if l := safeLink(s[content.SettingPlayStore]); l != "" {
		o := offer{l, "Tải từ CH Play", "Get it on Google Play"}
		if strings.Contains(agent, "Android") {
			offers = append([]offer{o}, offers...)
		} else {
			offers = append(offers, o)
		}
	}
	if len(offers) > 0 {
		v.First, v.Others = &offers[0], offers[1:]
	}
	return v
}

// safeLink accepts only https links: a setting must not become a script.
func safeLink(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" || u.Host == "" {
		return ""
	}
	return u.String()
}

// dial is the number at the beginning of a hotline: "1022 nhánh 8" is dialled as 1022.
func dial(hotline string) string {
	number, _, _ := strings.Cut(strings.TrimSpace(hotline), " ")
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, number)
}

func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
