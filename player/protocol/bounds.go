package protocol

import (
	"errors"
	"unicode/utf8"
)

// Limits on the fields of a player's messages. The threat: somebody has a player's key and fills
// the server's memory and database with text.
const (
	maxName    = 128 // bytes of an ID, a hash or the name of a journal
	maxWord    = 24  // bytes of one of a few fixed words
	maxTrouble = 500 // characters; longer text is cut, because an error may quote anything
	maxDone    = 16  // commands that a status names
)

// ErrUnsound says that a message has a field that none of our players sends.
var ErrUnsound = errors.New("a field is longer than it may be")

// Sound refuses runs that none of our players records.
func (p Plays) Sound() error {
	ok := len(p.Journal) <= maxName
	for _, r := range p.Runs {
		ok = ok && len(r.Audience) <= maxName && len(r.Programme) <= maxName && len(r.Clock) <= maxWord
		for _, e := range r.Except {
			ok = ok && len(e.Shown) <= maxName && len(e.Why) <= maxWord
		}
	}
	if !ok {
		return ErrUnsound
	}
	return nil
}

// Bound refuses a status that none of our players sends, and shortens texts of any length.
func (s *Status) Bound() error {
	if len(s.Programme) > maxName || len(s.Slide) > maxName || len(s.Clock) > maxWord || len(s.Link) > maxWord {
		return ErrUnsound
	}
	if utf8.RuneCountInString(s.Trouble) > maxTrouble {
		s.Trouble = string([]rune(s.Trouble)[:maxTrouble]) + "…"
	}
	s.Done = s.Done[:min(len(s.Done), maxDone)]
	for _, id := range s.Done {
		if len(id) > maxName {
			return ErrUnsound
		}
	}
	return nil
}
