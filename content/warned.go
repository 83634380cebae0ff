package content

import "time"

// Warned says of a takeover that another body wrote it: which bulletin it was made of, and until
// when that holds.
type Warned struct {
	Bulletin string    `json:"bulletin"` // ID
	Until    time.Time `json:"until"`
}

// PutOnWarned puts the words of another body on, which passed no gate: whoever is on duty has seen
// them and says so. They are for one time, no longer than their sender means them to be.
func PutOnWarned(t Takeover, of Warned, by string, at time.Time, lasts time.Duration) (Takeover, error) {
	t.State, t.Approval, t.Warned = Approved, Approval{By: by, At: at}, &of
	return PutOn(t, by, at, lasts, t.Drill)
}

// holdsFor is how long a press on the words of another body holds: not beyond their end. They are
// put on once, when they are confirmed; see [PutOnWarned].
func (t Takeover) holdsFor(at time.Time, lasts time.Duration) (time.Duration, error) {
	switch {
	case t.Warned == nil:
		return lasts, nil
	case !t.Begun.IsZero() && !t.On(at):
		return 0, &Error{
			Code: Conflict,
			Vi:   "“" + t.Title + "” là cảnh báo của nơi khác cho một lần phát. Muốn phát lại, hãy soạn và gửi duyệt.",
			En:   "“" + t.Title + "” is a warning of others, for one time. To put it on again, prepare it and have it approved.",
		}
	case !at.Before(t.Warned.Until):
		return 0, &Error{
			Code: Conflict,
			Vi:   "Cảnh báo “" + t.Title + "” đã hết hạn. Muốn chiếu tiếp, hãy viết và phát ngay bằng lời của mình.",
			En:   "The warning “" + t.Title + "” is over. To go on, write words of your own and put these on.",
		}
	}
	return min(lasts, t.Warned.Until.Sub(at)), nil
}
