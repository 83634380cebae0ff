package draw

import (
	"sync"

	"ngatu/content"
	"ngatu/internal/qr"
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

// codes keeps what was encoded, by link: encoding is the dearest part of a screen's frame, and
// links hardly change.
type codes struct {
	mu   sync.Mutex
	made map[string]qr.Code
}

// mostCodes bounds what is kept: beyond it all is encoded once more.
const mostCodes = 50_000

func (k *codes) of(link string) (qr.Code, bool) {
	k.mu.Lock()
	c, ok := k.made[link]
	k.mu.Unlock()
	if ok {
		return c, c.Size > 0
	}
	c, _ = qr.Encode(link) // none for a domain with marks: staff see so where they set it
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.made == nil || len(k.made) >= mostCodes {
		k.made = map[string]qr.Code{}
	}
	k.made[link] = c
	return c, c.Size > 0
}
