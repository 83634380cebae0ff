package edge

import (
	"time"

	"github.com/gofiber/fiber/v2"
)

// How long the rest of a body is read that no handler wanted: in all, and while nothing comes.
const (
	readOnFor = 30 * time.Second
	readOnGap = time.Second
)

// ReadOn reads what a handler left of a request's body, as long as it keeps coming, and forgets it.
// A browser sends its whole file before it looks at the answer: cut off in between, it shows an
// error of its own instead of the sentence.
func ReadOn(c *fiber.Ctx) {
	rest := c.Context().RequestBodyStream()
	if rest == nil {
		return
	}
	b := make([]byte, 32<<10)
	for until := time.Now().Add(readOnFor); time.Now().Before(until); {
		if c.Context().SetReadDeadline(time.Now().Add(readOnGap)) != nil {
			return
		}
		if _, err := rest.Read(b); err != nil {
			return
		}
	}
}
