package players

import (
	"time"
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
