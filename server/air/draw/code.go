package draw

import (
	"slices"
	"sync"

	"ngatu/content"
	"ngatu/internal/qr"
	"ngatu/player/protocol"
	"ngatu/server/air/gather"
)

// code is the code that leads from a screen to its install page.
func (d *Drawer) code(g *gather.State, screen string) (qr.Code, bool) {
	link := gather.InstallLink(g.Library.Settings[content.SettingPublic], screen)
	if link == "" {
		return qr.Code{}, false
	}
	return d.codes.of(link)
}

// modules is how many modules a side the code of a screen has; 0: there is none.
func (d *Drawer) modules(g *gather.State, screen string) int {
	link := gather.InstallLink(g.Library.Settings[content.SettingPublic], screen)
	if link == "" {
		return 0
	}
	return d.codes.size(link)
}

// codes keeps what was encoded, by link: encoding is the dearest part of a screen's frame, and
// links hardly change. Sizes alone are kept apart: layouts need no more.
type codes struct {
	mu    sync.Mutex
	made  map[string]qr.Packed
	sizes map[string]int
}

// mostCodes bounds what is kept: beyond it all is encoded once more.
const mostCodes = 200_000

// Learn keeps the codes that a screen was sent. A node that becomes the maker looks at every screen
// before it hears of anything else: ten thousand codes are three seconds of a processor.
func (d *Drawer) Learn(s protocol.Screen) {
	for _, c := range s.Codes {
		d.codes.learn(c)
	}
}

func (k *codes) learn(c protocol.Squares) {
	n := len(c.Rows)
	if n == 0 || slices.ContainsFunc(c.Rows, func(row string) bool { return len(row) != n }) {
		return
	}
	k.keep(c.Text, qr.Code{Text: c.Text, Size: n, Squares: c.Rows}.Pack())
}

func (k *codes) keep(link string, p qr.Packed) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.made == nil || len(k.made) >= mostCodes {
		k.made = map[string]qr.Packed{}
	}
	k.made[link] = p
}

func (k *codes) of(link string) (qr.Code, bool) {
	k.mu.Lock()
	p, ok := k.made[link]
	k.mu.Unlock()
	if !ok {
		c, _ := qr.Encode(link) // none for a domain with marks: staff see so where they set it
		p = c.Pack()
		k.keep(link, p)
	}
	return p.Code(link), p != qr.Packed{}
}

func (k *codes) size(link string) int {
	k.mu.Lock()
	n, ok := k.sizes[link]
	k.mu.Unlock()
	if ok {
		return n
	}
	n, _ = qr.Size(link)
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.sizes == nil || len(k.sizes) >= mostCodes {
		k.sizes = map[string]int{}
	}
	k.sizes[link] = n
	return n
}
