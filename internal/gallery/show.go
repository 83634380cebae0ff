package gallery

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strconv"
	"time"

	"github.com/chromedp/chromedp"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/player/protocol"
)

// Measure runs an expression in the page that shows a case and reads its value into out: what the
// page alone knows.
func (c *Camera) Measure(k Case, js string, out any) error {
	t, err := c.tab(k.Canvas.Canvas)
	if err != nil {
		return err
	}
	return chromedp.Run(t.ctx, chromedp.Evaluate(js, out))
}

// still is when nothing moves on the glass any more.
const still = `Ngatu.debug && !Ngatu.debug.due && !Ngatu.stage.busy()`

// show brings a case on the glass by the page's own ways and photographs it.
func (t *tab) show(c *Camera, k Case) (image.Image, error) {
	guides, err := t.guides(k)
	if err != nil {
		return nil, err
	}
	if err := t.origin.say(protocol.Frame{Type: protocol.TypeScreen, For: screenCode}, c.wall.screen(k, guides)); err != nil {
		return nil, err
	}
	if err := t.origin.say(protocol.Frame{Type: protocol.TypeFigures, For: boardID}, k.Figures); err != nil {
		return nil, err
	}
	switch k.Look.route {
	case takeover:
		err = t.alarm(k)
	case identify:
		err = t.name(k)
	case kioskPage:
		err = t.touch(k)
	case safeCard:
		err = t.air(k)
	case media:
		err = t.air(k, t.medium(c, k))
	case laidOut:
		err = t.air(k, t.laid(*k.Layout, k))
	}
	if err != nil {
		return nil, err
	}
	img, err := t.photo()
	if err != nil {
		return nil, err
	}
	return img, t.clear(k)
}

// clear takes off what lies over the programme, so that it does not cover the next case.
func (t *tab) clear(k Case) error {
	switch k.Look.route {
	case takeover:
		return t.origin.say(protocol.Frame{Type: protocol.TypeTakeover, For: screenCode}, protocol.Takeover{ID: k.ID()})
	case identify:
		return t.do(`Ngatu.stage.note(null)`)
	case kioskPage:
		return t.do(`Ngatu.player.kiosk.close()`)
	}
	return nil
}

// air puts a programme of these slides on, none being the safe card, and waits until the first is
// on the glass.
func (t *tab) air(k Case, slides ...content.Shown) error {
	p := programme(k.Canvas.Canvas, t.origin.now(), slides...)
	if err := t.origin.say(protocol.Frame{Type: protocol.TypeProgramme, For: audience, From: p.From, Until: p.Until}, p); err != nil {
		return err
	}
	if !t.open {
		t.open = true
		if err := chromedp.Run(t.ctx, chromedp.Navigate("http://"+t.origin.addr+"/play?screen="+screenCode)); err != nil {
			return err
		}
	}
	if len(slides) == 0 {
		return t.until(still + ` && Ngatu.player.show.shown.key === ` + strconv.Quote(fmt.Sprintf("safe|%s|%d|%d", k.Area, k.Canvas.Width, k.Canvas.Height)))
	}
	return t.until(still + ` && Ngatu.debug.rank === 0 && Ngatu.debug.slide === ` + strconv.Quote(slides[0].ID))
}

// laid is a slide that content/layout has set.
func (t *tab) laid(l layout.Layout, k Case) content.Shown {
	b, err := json.Marshal(l)
	if err != nil {
		panic("gallery: a layout cannot be written: " + err.Error()) // text and whole numbers
	}
	s := content.Shown{ID: k.ID(), Campaign: "c", Kind: k.Look.kind, Dwell: 3_600_000, Medium: t.origin.store(content.LayoutType, b)}
	if s.Kind == content.Board {
		s.Board = boardID
	}
	return s
}

// medium is a picture wider than the canvas (long) or higher (short), or the clip; the page
// contains it.
func (t *tab) medium(c *Camera, k Case) content.Shown {
	s := content.Shown{ID: k.ID(), Campaign: "c", Kind: k.Look.kind, Dwell: 3_600_000}
	if k.Look.kind == content.Video && c.clip != nil {
		s.Medium = t.origin.store("video/mp4", c.clip)
		return s
	}
	size := image.Pt(640, 200)
	if k.Variant == Short {
		size = image.Pt(240, 480)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, chart(size)); err != nil {
		panic("gallery: " + err.Error()) // a buffer takes everything
	}
	s.Medium = t.origin.store("image/png", b.Bytes())
	return s
}

// chart is a picture with an edge and a grid, on which one sees what is cut or stretched.
func chart(size image.Point) image.Image {
	img := image.NewRGBA(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			c := color.RGBA{uint8(40 + 160*x/size.X), uint8(70 + 120*y/size.Y), 120, 255}
			if x < 4 || y < 4 || x >= size.X-4 || y >= size.Y-4 {
				c = color.RGBA{255, 210, 94, 255}
			} else if x%40 == 0 || y%40 == 0 {
				c = color.RGBA{255, 255, 255, 255}
			}
			img.SetRGBA(x, y, c)
		}
	}
	return img
}

// alarm lays the notice over everything, as a takeover does, with its layout inside the frame.
func (t *tab) alarm(k Case) error {
	if err := t.air(k); err != nil {
		return err
	}
	b, err := json.Marshal(k.Layout)
	if err != nil {
		return err
	}
	d := content.DigestOf(b)
	p := programme(k.Canvas.Canvas, t.origin.now(), content.Shown{
		ID: k.ID(), Kind: content.Notice, Dwell: 3_600_000, Medium: content.Ref{Digest: d, Type: content.LayoutType},
	})
	takeover := protocol.Frame{Type: protocol.TypeTakeover, For: screenCode, From: p.From, Until: p.Until}
	if err := t.origin.say(takeover, protocol.Takeover{ID: k.ID(), Programme: &p, Layouts: map[content.Digest]json.RawMessage{d: b}}); err != nil {
		return err
	}
	return t.until(still + ` && Ngatu.debug.slide === ` + strconv.Quote(k.ID()))
}

// name has the screen name itself.
func (t *tab) name(k Case) error {
	if err := t.air(k); err != nil {
		return err
	}
	until := t.origin.now().Add(time.Minute).UnixMilli()
	if err := t.origin.say(protocol.Frame{Type: protocol.TypeCommand, For: screenCode, Until: until}, protocol.Command{ID: k.ID(), Kind: protocol.Identify}); err != nil {
		return err
	}
	return t.until(`!document.getElementById('note').hidden`)
}
