package upload

import (
	"bufio"
	"context"
	"encoding/json"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/edge"
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

	Conversion string `json:"conversion,omitempty"` // where it is told how far the clip is
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
	if u.Converts {
		out.Conversion = conversionOf(out.At)
	}
	if len(u.Slides) > 1 {
		for _, s := range u.Slides {
			out.Slides = append(out.Slides, page{s.ID, s.Title, shell.SlidePath(s.ID)})
		}
	}
	return out
}

// conversionOf is the address that tells how far the clip of a slide's page is.
func conversionOf(at string) string { return at + "/conversion" }

// outcome is what became of a file, as a script is told: one of both.
type outcome struct {
	Made  *made  `json:"made,omitempty"`
	Fault *fault `json:"fault,omitempty"`
}

// fault is why a file was not taken.
type fault struct {
	Code content.Code `json:"code"`
	Vi   string       `json:"vi"`
	En   string       `json:"en"`
	Next string       `json:"next,omitempty"` // what a script does by itself: one of the following, or nothing
}

const (
	nextAnew   = "anew"   // send the file from its beginning
	nextBehind = "behind" // ask for it again behind the other files
)

// refuse answers a script with why a file is not taken, and what it does by itself.
func refuse(c *fiber.Ctx, f *fault) error {
	return c.Status(edge.StatusOf(f.Code)).JSON(fiber.Map{"error": f})
}

// text is it as a file's row keeps it.
func (o outcome) text() string {
	b, err := json.Marshal(o)
	if err != nil { // it is plain text
		panic(err)
	}
	return string(b)
}

func outcomeOf(u uploaded) outcome {
	if f := u.Fault; f != nil {
		return outcome{Fault: &fault{Code: f.Code, Vi: f.Vi, En: f.En}}
	}
	m := madeOf(u)
	return outcome{Made: &m}
}

// answerScript takes the file of a script in. It is taken in whole, also if nobody listens any more;
// then hears what became of it.
func (s *Uploads) answerScript(c *fiber.Ctx, one *sent, then func(uploaded)) error {
	ctx := context.WithoutCancel(c.UserContext())
	return answerSteps(c, func(tell func(step)) outcome {
		defer one.file.Close()
		u := s.take(ctx, one, func(done, of int) { tell(step{done, of}) })
		then(u)
		return outcomeOf(u)
	})
}

// answerSteps answers a script with what becomes of a file. One with pages is answered a line at a
// time, how far it is and at last what became of it: hundreds of pages take minutes. Where nobody
// listens any more, nobody hears of the steps.
func answerSteps(c *fiber.Ctx, take func(tell func(step)) outcome) error {
	steps, ended, gone := make(chan step), make(chan outcome, 1), make(chan struct{})
	go func() {
		ended <- take(func(now step) {
			select {
			case steps <- now:
			case <-gone:
			}
		})
	}()
	select {
	case o := <-ended:
		close(gone)
		switch {
		case o.Fault != nil && o.Fault.Next != "":
			return refuse(c, o.Fault)
		case o.Fault != nil:
			return &content.Error{Code: o.Fault.Code, Vi: o.Fault.Vi, En: o.Fault.En}
		}
		return c.JSON(o.Made)
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
				case o := <-ended:
					if o.Fault != nil {
						line(fiber.Map{"error": o.Fault})
					} else {
						line(o.Made)
					}
					return
				}
			}
		})
		return nil
	}
}
