package upload

import (
	"time"

	"ngatu/internal/store"
)

// How long a sender listens who hears of no step.
const (
	waitRead = time.Minute     // until a node takes the file
	waitStep = 5 * time.Minute // while one reads it; proxies cut after six
)

// listening is how long a sender listens for what becomes of a file.
type listening struct {
	read  time.Duration // [waitRead], but for tests
	since time.Time     // when it began, or the last step was heard of
	run   string        // that has the file
	again bool          // one had it before, and came to no end
	step  step
}

// hears takes in what a file's row says at an instant, and says whether that is a step to tell. That one
// run after another takes the file is none: with an S3 that hangs they would do so for hours.
func (l *listening) hears(u store.Upload, at time.Time) bool {
	l.again = l.again || l.run != "" && u.Run != l.run
	was := l.step
	l.run, l.step = u.Run, step{u.Seen, u.Pages}
	if l.step == was || l.step.Of == 0 {
		return false
	}
	l.since = at
	return true
}

// over says whether nothing was heard for too long. The first run may take its time for a file without
// pages; one that has the file after another has to say something.
func (l *listening) over(at time.Time) bool {
	long := l.read
	if l.run != "" && (!l.again || l.step.Of > 0) {
		long = waitStep
	}
	return at.Sub(l.since) > long
}
