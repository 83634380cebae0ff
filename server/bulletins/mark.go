package bulletins

import (
	"time"

	"ngatu/content"
)

// mark is what was made of a link.
type mark struct {
	text string    // when the feed says that it changed last
	why  string    // the last try failed; "": it was read
	bad  int       // tries that brought what is no message
	away int       // tries without an answer
	next time.Time // when it is tried again
}

// due reports whether the link is to be read.
func (m mark) due(at time.Time) bool { return m.why != "" && m.bad < mostTries && !at.Before(m.next) }

// after is the mark after a try. What does not answer is asked ever more rarely, up to once an hour.
func (m mark) after(err error, why string, at time.Time) mark {
	if err == nil {
		return mark{text: m.text}
	}
	m.why = why
	if code := content.CodeOf(err); code == content.Invalid || code == content.TooLarge {
		m.bad++
		return m
	}
	m.next = at.Add(min(time.Minute<<min(m.away, 6), time.Hour))
	m.away++
	return m
}
