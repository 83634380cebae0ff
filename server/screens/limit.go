package screens

import (
	"bytes"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
)

// Enrolments that may be asked for in a minute: by one address, so that nobody keeps the others from theirs, and by all.
const (
	asksOfOne = 20
	asksOfAll = 300
)

// limiter bounds how often something may be asked. Addresses are those of players, live in memory alone, and for a minute.
type limiter struct {
	mu    sync.Mutex
	since time.Time
	all   int
	by    map[string]int
}

func (l *limiter) allow(remote string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.by == nil || now.Sub(l.since) >= time.Minute || now.Before(l.since) {
		l.since, l.all, l.by = now, 0, map[string]int{}
	}
	if l.all >= asksOfAll || l.by[remote] >= asksOfOne {
		return false
	}
	l.all++
	l.by[strings.Clone(remote)]++
	return true
}

// maxAsk is the most that a request of an enrolment may weigh, in bytes.
const maxAsk = 4 << 10

// bodyOf reads a small body. The server takes bodies as streams for the sake of uploads, so Fiber's own Body would read
// whatever a stranger sends into memory.
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
