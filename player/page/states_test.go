package page

import (
	"fmt"
	"image/png"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"ngatu/content"
	"ngatu/player/protocol"
)

// overdue makes the page count a server as away at once, and look for it often.
const overdue = `window.addEventListener('load', function () { setInterval(function () { if (window.Ngatu && Ngatu.player) { Ngatu.player.line.since -= 20000; } }, 50); setInterval(function () { window.dispatchEvent(new Event("online")); }, 500); });`

// A screen that is nobody's, one that was revoked, one that the server does not know, and one
// without a server look each different to staff who stand before it. A passer-by sees the
// programme, or a calm card; nothing is written over the programme for a server that is away.
func TestStatesAreToldApart(t *testing.T) {
	canvases := []content.Canvas{{Width: 192, Height: 96}, {Width: 1080, Height: 1920}} // one language in the line, and two
	if *photos != "" {
		canvases = append(canvases, content.Canvas{Width: 432, Height: 216}, content.Canvas{Width: 1920, Height: 1080})
	}
	for _, size := range canvases {
		t.Run(fmt.Sprintf("%dx%d", size.Width, size.Height), func(t *testing.T) {
			t.Parallel()
			size.PitchMM, size.DistanceM = 4, 10
			o := newOrigin(t)
			o.screen(func(s *protocol.Screen) { s.Canvas = size })
			d := &desk{t: t, after: func(int) (int, any) { return http.StatusNoContent, nil }}
			o.enrol = d.serve
			w, h := int64(size.Width), int64(size.Height)
			look := func(p *tab, name, line string) {
				t.Helper()
				until(p.ctx, t, name+": the line", func() bool { return p.line() == line })
				p.keep(name)
			}

			p := newTab(t, w, h, "").open(o, "")
			until(p.ctx, t, "a code", func() bool { return p.code() != "" })
			look(p, "never-enrolled", "")
			p.run(chromedp.Evaluate(`localStorage.setItem('ngatu.was', '`+code+`')`, nil), chromedp.Reload())
			until(p.ctx, t, "another code", func() bool { return d.code(1) != "" && p.code() == d.code(1) })
			look(p, "revoked", "")

			o.enrol = func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "{}", http.StatusTooManyRequests) }
			p.run(chromedp.Reload())
			until(p.ctx, t, "no code", func() bool { return p.attribute("line") == "wait" })
			look(p, "revoked-no-code-yet", "")
			o.enrol = func(w http.ResponseWriter, _ *http.Request) {
				if c, _, err := w.(http.Hijacker).Hijack(); err == nil {
					_ = c.Close()
				}
			}
			p.run(chromedp.Evaluate(`localStorage.clear()`, nil), chromedp.Reload())
			until(p.ctx, t, "no server", func() bool { return p.attribute("line") == "down" })
			look(p, "never-enrolled-no-network", "")

			english := func(vi, en string) string {
				if size.Width >= 600 {
					return code + " · " + vi + " · " + en
				}
				return code + " · " + vi
			}
			refused := english("máy chủ từ chối", "refused by the server")
			away := english("đang nối lại máy chủ", "reconnecting to the server")

			p = newTab(t, w, h, overdue).open(o, "?screen="+code)
			until(p.ctx, t, "the safe card", func() bool { return p.state() == "safe" })
			look(p, "enrolled-nothing-on", "")
			o.stop()
			look(p, "no-network-nothing-on", away)
			o.listen(o.addr)
			look(p, "back", "")
			o.denies.Store(true)
			o.stop()
			o.listen(o.addr)
			look(p, "refused-nothing-on", refused)
			o.denies.Store(false)
			look(p, "known-again", "")

			o.programme(o.looping(o.picture("p", 8000, red)))
			p.shows("p")
			o.stop()
			until(p.ctx, t, "it notices", func() bool { return p.attribute("line") == "down" })
			look(p, "no-network-programme", "")
			o.denies.Store(true)
			o.listen(o.addr)
			look(p, "refused-programme", refused)
			if p.slide() != "p" {
				t.Error("the programme was taken off")
			}
		})
	}
}

// line is what stands in the small line for staff; "" where it is not there.
func (p *tab) line() string {
	return eval[string](p, `(() => { var l = document.getElementById('line'); return l.hidden ? '' : l.textContent; })()`)
}

func (p *tab) attribute(name string) string {
	return eval[string](p, `document.documentElement.dataset.`+name+` || ''`)
}

// keep writes a photograph where they are asked for.
func (p *tab) keep(name string) {
	if *photos == "" {
		return
	}
	img := p.photo()
	f, err := os.Create(filepath.Join(*photos, fmt.Sprintf("%s-%dx%d.png", name, img.Bounds().Dx(), img.Bounds().Dy())))
	if err != nil {
		p.t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		p.t.Fatal(err)
	}
}
