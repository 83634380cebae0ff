package words

import (
	"slices"
	"time"

	"ngatu/content"
	"ngatu/server/studio/shell"
)

// needDeadline is what a countdown of the starter campaign waits for until somebody says what it
// counts to.
const needDeadline = "deadline"

// readDeadline is a countdown with what it counts to: an instant, with which it goes off unless
// another end is set, or the end of its campaign.
func readDeadline(f shell.Form, s content.Slide) (content.Slide, error) {
	deadline, err := f.Instant("deadline", shell.Say("Hạn", "The deadline"))
	old := s.Deadline
	s.ToEnd = f.Has("to_end")
	if err != nil || deadline.IsZero() && !s.ToEnd {
		return s, err
	}
	s.Deadline = deadline
	s.Needs = slices.DeleteFunc(slices.Clone(s.Needs), func(name string) bool { return name == needDeadline })
	if s.ToEnd { // it goes off with its campaign
		s.Deadline = time.Time{}
		if s.Valid.Until.Equal(old) { // that was the end of what it counted to
			s.Valid.Until = time.Time{}
		}
		return s, nil
	}
	if end := s.Valid.Until; end.IsZero() || end.After(deadline) || end.Equal(old) { // old: it is put off
		s.Valid.Until = deadline
	}
	if s.Valid.Empty() {
		return s, shell.At("deadline", shell.Invalid("Hạn phải sau ngày bắt đầu.", "The deadline must come after the start."))
	}
	return s, nil
}
