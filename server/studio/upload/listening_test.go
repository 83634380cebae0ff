package upload

import (
	"testing"
	"time"

	"ngatu/internal/store"
)

// With an S3 that hangs a sender is told after a minute, however many runs have tried by then. Who is
// read to waits for as long as there are steps.
func TestHowLongASenderListens(t *testing.T) {
	type said struct {
		at   int // seconds after the press
		run  string
		done int
	}
	for name, c := range map[string]struct {
		said []said
		over int // the second in which it is told that it waits
	}{
		"no node takes it":              {nil, 61},
		"one reads a clip":              {[]said{{2, "x", 0}}, 301},
		"S3 hangs, and two try in turn": {[]said{{2, "x", 0}, {22, "", 0}, {28, "y", 0}, {48, "", 0}, {58, "x", 0}, {78, "", 0}}, 61},
		"S3 hangs after a page":         {[]said{{2, "x", 0}, {5, "x", 1}, {25, "", 0}, {35, "y", 0}, {55, "", 0}, {70, "x", 0}}, 66},
		"the next goes on by pages":     {[]said{{2, "x", 0}, {40, "y", 0}, {50, "y", 1}, {100, "y", 2}, {130, "y", 3}}, 431},
	} {
		t.Run(name, func(t *testing.T) {
			press := time.Date(2026, 12, 1, 8, 0, 0, 0, time.UTC)
			l, u, over, left := listening{read: waitRead, since: press}, store.Upload{}, 0, c.said
			for s := 1; over == 0 && s < 1000; s++ {
				if len(left) > 0 && left[0].at == s {
					u.Run, u.Seen, u.Pages = left[0].run, left[0].done, 9
					if u.Seen == 0 {
						u.Pages = 0
					}
					left = left[1:]
				}
				at := press.Add(time.Duration(s) * time.Second)
				if !l.hears(u, at) && l.over(at) {
					over = s
				}
			}
			if over != c.over {
				t.Errorf("told after %d s, want %d", over, c.over)
			}
		})
	}
}
