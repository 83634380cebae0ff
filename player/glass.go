package player

import (
	"net/url"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // a kiosk's system may lack the zones

	"ngatu/content"
	"ngatu/player/browser"
	"ngatu/player/machine"
	"ngatu/player/origin"
	"ngatu/player/protocol"
)

// openBrowser prepares the browser that shows the page.
func (p *Player) openBrowser(dir string) (err error) {
	limit := p.cfg.BrowserMemory
	if limit == 0 {
		limit = machine.Look(p.cfg.Data).Memory / 10 * 6
	}
	p.browser, err = browser.New(browser.Config{
		Command: p.cfg.Browser, Args: p.cfg.BrowserArgs, Dir: dir, Page: p.markedPage, Log: p.log,
		Hang: p.cfg.BrowserHang, Memory: max(limit, 0), Nightly: p.cfg.BrowserNightly, Local: p.local, Changed: p.changed,
	})
	return err
}

// markedPage is the page's address for one start of the browser.
func (p *Player) markedPage(mark string) string {
	address := p.Page()
	sign := "?"
	if strings.Contains(address, sign) {
		sign = "&"
	}
	return address + sign + url.Values{origin.MarkQuery: {mark}}.Encode()
}

// beat hears that a page has drawn.
func (p *Player) beat(mark, slide string) {
	if p.browser != nil {
		p.browser.Beat(mark, slide)
	}
}

// zone is the screen's time zone, looked up when its name changes.
type zone struct {
	mu   sync.Mutex
	name string
	at   *time.Location
}

func (z *zone) find(name string) *time.Location {
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.at == nil || z.name != name {
		at, err := time.LoadLocation(name)
		if err != nil {
			at = time.FixedZone(content.DefaultZone, 7*3600)
		}
		z.name, z.at = name, at
	}
	return z.at
}

// local is the time at the screen; ok is false while it is unknown.
func (p *Player) local() (now time.Time, ok bool) {
	unix := p.time.certain()
	if unix == 0 {
		return time.Time{}, false
	}
	name := content.DefaultZone
	for _, f := range p.held(0) {
		var s protocol.Screen
		if f.Type == protocol.TypeScreen && f.Open(&s) == nil && s.Zone != "" {
			name = s.Zone
		}
	}
	return time.UnixMilli(unix).In(p.zone.find(name)), true
}
