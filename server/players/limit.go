package players

import (
	"bytes"
	"io"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
)

// Enrolments a minute: for one address, so that it cannot keep others from theirs, and for all
// together.
const (
	asksOfOne = 20
	asksOfAll = 300
)

// mayAsk says whether an address may ask for one more code.
func (p *Players) mayAsk(address string, now time.Time) bool {
	return p.asks.Allow(address, 1, now) && p.every.Allow("", 1, now)
}

// bytesAnHour limits plays, status and answers of one screen. A screen needs 300 kB an hour; one
// that was alone for a year sends its plays within an hour or two. The threat: a stolen token that
// fills the disk.
const bytesAnHour = 8 << 20

// allow says whether a screen may send more. Bytes over the limit are not acknowledged, so a screen
// of ours loses nothing: it sends them again.
func (p *Players) allow(screen string, bytes int) bool {
	if p.said.Allow(screen, bytes, time.Now()) {
		return true
	}
	p.loud.Do(func() {
		p.Log.Warn("a screen sends more than a screen needs; the rest waits", "screen", screen, "bytes an hour", bytesAnHour)
	})
	return false
}

// maxAsk is the largest request of an enrolment, in bytes.
const maxAsk = 4 << 10

// bodyOf reads a small body. The server streams bodies because of uploads, so Fiber's own Body
// would read whatever a stranger sends into memory.
func bodyOf(c *fiber.Ctx) ([]byte, error) { return bodyUpTo(c, maxAsk) }

// bodyUpTo reads a body of at most so many bytes.
func bodyUpTo(c *fiber.Ctx, most int) ([]byte, error) {
	stream := c.Context().RequestBodyStream()
	if stream == nil {
		stream = bytes.NewReader(c.Request().Body())
	}
	b, err := io.ReadAll(io.LimitReader(stream, int64(most)+1))
	if err != nil {
		return nil, fiber.ErrBadRequest
	}
	if len(b) > most {
		c.Context().SetConnectionClose() // the rest is not read
		return nil, &content.Error{Code: content.TooLarge, Vi: "Yêu cầu quá lớn.", En: "The request is too large."}
	}
	return b, nil
}
