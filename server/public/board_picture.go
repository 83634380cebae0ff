package public

import (
	"bytes"
	"image/png"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/paint"
)

// canvas is what boards are drawn at for phones: the shape of a shared link's picture, letters that
// can be read where it is shown as wide as a phone.
var canvas = content.Canvas{Width: 1200, Height: 630, PitchMM: 0.35, DistanceM: 0.6}

// picture is a board as PNG, painted once.
type picture struct {
	once  sync.Once
	bytes []byte
	err   error
}

func (b *Boards) picture(c *fiber.Ctx) error {
	now := time.Now()
	l, err := b.find(c, now)
	if err != nil {
		return err
	}
	p := &l.fresh
	if l.isOld(now) {
		p = &l.old
	}
	p.once.Do(func() {
		var out bytes.Buffer
		img := paint.Paint(l.board.Layout, paint.ValuesOf(l.board.Texts(now), l.board.Cells, l.board.Codes, l.board.Stale, now))
		p.err = png.Encode(&out, img)
		p.bytes = out.Bytes()
	})
	if p.err != nil {
		return p.err
	}
	return send(c, "image/png", p.bytes)
}
