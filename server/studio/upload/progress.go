package upload

import (
	"bufio"
	"context"
	"encoding/json"

	"github.com/gofiber/fiber/v2"

	"ngatu/internal/store"
	"ngatu/server/studio/shell"
)

// made is what a script is told of a file that was taken.
type made struct {
	ID      string         `json:"id"`
	Title   string         `json:"title"`
	At      string         `json:"at"`
	Notices []store.Notice `json:"notices"`
	Slides  []page         `json:"slides,omitempty"` // of a file with pages
	Known   []known        `json:"known,omitempty"`  // slides that showed the same before
}

// page is the draft of one.
type page struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	At    string `json:"at"`
}

// step is how far a file with pages is.
type step struct {
	Done int `json:"done"`
	Of   int `json:"of"`
}

func madeOf(u uploaded) made {
	first := u.First()
	out := made{ID: first.ID, Title: first.Title, At: shell.SlidePath(first.ID), Notices: u.Notices, Known: knownOf(u.Known)}
	if len(u.Slides) > 1 {
		for _, s := range u.Slides {
			out.Slides = append(out.Slides, page{s.ID, s.Title, shell.SlidePath(s.ID)})
		}
	}
	return out
}

// answerScript takes the file of a script in. A file with pages is answered a line at a time, how
// far it is and at last what became of it: hundreds of pages take minutes. It is taken in whole,
// also if nobody listens any more; then hears what became of it.
func (s *Uploads) answerScript(c *fiber.Ctx, one *sent, then func(uploaded)) error {
	steps, ended := make(chan step), make(chan uploaded, 1)
	ctx, gone := context.WithoutCancel(c.UserContext()), make(chan struct{})
	go func() {
		defer one.file.Close()
		u := s.take(ctx, one, func(done, of int) {
			select {
			case steps <- step{done, of}:
			case <-gone:
			}
		})
		then(u)
		ended <- u
	}()
	select {
	case u := <-ended:
		close(gone)
		if u.Fault != nil {
			return u.Fault
		}
		return c.JSON(madeOf(u))
	case first := <-steps:
		c.Set(fiber.HeaderContentType, "application/x-ndjson")
		c.Set("X-Accel-Buffering", "no") // nginx would keep the lines until the end
		c.Context().SetBodyStreamWriter(func(w *bufio.Writer) {
			defer close(gone)
			line := func(v any) bool { return json.NewEncoder(w).Encode(v) == nil && w.Flush() == nil }
			for listens := line(first); listens; {
				select {
				case now := <-steps:
					listens = line(now)
				case u := <-ended:
					if u.Fault != nil {
						line(fiber.Map{"error": fiber.Map{"code": u.Fault.Code, "vi": u.Fault.Vi, "en": u.Fault.En}})
					} else {
						line(madeOf(u))
					}
					return
				}
			}
		})
		return nil
	}
}
