package player

import (
	"net/url"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/player/backdrop"
	"ngatu/player/browser"
	"ngatu/player/machine"
	"ngatu/player/origin"
	"ngatu/player/protocol"
)

// openBrowser prepares the browser that shows the page, and the picture behind it.
func (p *Player) openBrowser(dir string) (err error) {
	limit := p.cfg.BrowserMemory
	if limit == 0 {
		limit = machine.Look(p.cfg.Data).Memory / 10 * 6
	}
	p.browser, err = browser.New(browser.Config{
		Command: p.cfg.Browser, Args: p.cfg.BrowserArgs, Dir: dir, Page: func(mark string) string { return marked(p.Page(), mark) }, Log: p.log,
		Hang: p.cfg.BrowserHang, Memory: max(limit, 0), Nightly: p.cfg.BrowserNightly, Local: p.local, Changed: p.status.Changed,
	})
	if err == nil && p.cfg.Background != "" {
		p.backdrop, err = backdrop.New(backdrop.Config{
			Command: p.cfg.Background, Dir: p.cfg.Data, Screenshot: p.browser.Screenshot, Log: p.log,
			Glass: func() backdrop.Glass {
				s := p.browser.Status()
				return backdrop.Glass{Slide: s.Slide, Drawn: s.Took != 0, Last: s.Beat}
			},
		})
	}
	return err
}

// marked is the page's address for one start of the browser: the mark tells its frames apart from
// those of an earlier one.
func marked(page, mark string) string {
	sign := "?"
	if strings.Contains(page, sign) {
		sign = "&"
	}
	return page + sign + url.Values{origin.MarkQuery: {mark}}.Encode()
}

// screenIn is what frames say of this screen; empty where they say nothing.
func screenIn(frames []protocol.Frame) (s protocol.Screen) {
	for _, f := range frames {
		var one protocol.Screen
		if f.Type == protocol.TypeScreen && f.Open(&one) == nil {
			s = one
		}
	}
	return s
}

// local is the time at the screen, in its zone; ok is false while it is unknown.
func (p *Player) local() (now time.Time, ok bool) {
	unix := p.clock.Known()
	if unix == 0 {
		return time.Time{}, false
	}
	name := content.DefaultZone
	if s := screenIn(p.held(0)); s.Zone != "" {
		name = s.Zone
	}
	return time.UnixMilli(unix).In(p.zone.Find(name, p.log)), true
}
