package account

import (
	"bytes"
	"runtime/pprof"
	"runtime/trace"
	"strconv"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// longestProfile bounds how long one profile of the processor or one trace may take.
const longestProfile = time.Minute

// profiling lets one profile of the processor or one trace be taken at a time: two would spoil each
// other.
var profiling sync.Mutex

// Profile hands an admin a profile of the running server, for `go tool pprof` or `go tool trace`:
// cpu and trace (with ?seconds=, 10 unless said, 60 at most), or one of heap, allocs, goroutine,
// mutex, block. It shows how busy which part is, and nothing of what passes through it; still
// nobody else has to know.
func (s *Account) Profile(c *fiber.Ctx) error {
	name := shell.Param(c, "name")
	var out bytes.Buffer
	switch name {
	case "cpu":
		if err := during(c, func() error { return pprof.StartCPUProfile(&out) }, pprof.StopCPUProfile); err != nil {
			return err
		}
	case "trace":
		if err := during(c, func() error { return trace.Start(&out) }, trace.Stop); err != nil {
			return err
		}
	case "heap", "allocs", "goroutine", "mutex", "block":
		if err := pprof.Lookup(name).WriteTo(&out, 0); err != nil {
			return err
		}
	default:
		return fiber.ErrNotFound
	}
	s.Log.Warn("a profile was taken", "profile", name, "by", signin.From(c).Login)
	c.Attachment("ngatu-" + name + ".pprof")
	return c.Send(out.Bytes())
}

func during(c *fiber.Ctx, start func() error, stop func()) error {
	seconds := 10
	if text := shell.Query(c, "seconds"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || time.Duration(n)*time.Second > longestProfile {
			return &content.Error{
				Code: content.Invalid,
				Vi:   "Thời lượng đo phải từ 1 đến 60 giây: ?seconds=10.", En: "A profile takes 1 to 60 seconds: ?seconds=10.",
			}
		}
		seconds = n
	}
	if !profiling.TryLock() {
		return &content.Error{
			Code: content.Conflict,
			Vi:   "Đang có người khác đo. Hãy thử lại sau một phút.", En: "Somebody else is taking a profile. Try again in a minute.",
		}
	}
	defer profiling.Unlock()
	if err := start(); err != nil {
		return err
	}
	defer stop()
	select {
	case <-time.After(time.Duration(seconds) * time.Second):
	case <-c.UserContext().Done():
	}
	return nil
}
