package content

import "time"

// FreeLasts is how long a takeover holds that one person wrote and put on, unless a second one
// confirms it: from when it was put on first, wherever it is moved since.
const FreeLasts = 30 * time.Minute

// PutOnFree puts words on that passed no gate: what happens now was not prepared. Others look at it
// afterwards; see [Review].
func PutOnFree(t Takeover, by string, at time.Time, lasts time.Duration, drill bool) (Takeover, error) {
	if lasts > FreeLasts {
		return t, &Error{
			Code: Invalid,
			Vi:   "Lời tự soạn phát nhiều nhất 30 phút. Muốn lâu hơn, nhờ một người khác xác nhận sau khi phát.",
			En:   "Words of one's own hold for 30 minutes at most. For longer, ask a second person to confirm it once it is on.",
		}
	}
	t.State, t.Author, t.Approval = Approved, by, Approval{By: by, At: at, Alone: true}
	t, err := PutOn(t, by, at, lasts, drill)
	t.Free = true
	return t, err
}

// confirmedFree judges a press on words that passed no gate: they are for one time, and longer than
// [FreeLasts] only by a second person, where that one may put it on, or once they are reviewed.
func (t Takeover) confirmedFree(by string, at time.Time, lasts time.Duration) (Takeover, error) {
	switch {
	case !t.Free:
	case !t.On(at):
		return t, &Error{
			Code: Conflict,
			Vi:   "“" + t.Title + "” là lời tự soạn cho một lần phát. Muốn phát lại, hãy gỡ, gửi duyệt, rồi phát.",
			En:   "“" + t.Title + "” was written for one time. To put it on again, take it off and have it approved first.",
		}
	case by != t.Author:
	case at.Add(lasts).After(t.Approval.At.Add(FreeLasts)) && t.Reviewed.IsZero():
		return t, &Error{
			Code: Denied,
			Vi:   "Lời tự soạn phát quá 30 phút cần một người khác xác nhận, hoặc người được giao cả phạm vi của nó xem lại.",
			En:   "Beyond 30 minutes, words of one's own need a second person's confirmation, or a review by one who may put them on wherever they are for.",
		}
	}
	return t, nil
}

// Review notes that somebody other than its author has looked at words that passed no gate: the
// author may then let them go on wherever they are for. So it takes somebody who may put them on
// there, all of it, and not in a part alone.
func Review(t Takeover, by string, at time.Time) (Takeover, error) {
	if by == t.Author {
		return t, &Error{Code: Denied, Vi: "Người soạn không tự xem lại. Hãy nhờ một người khác.", En: "The author does not review it. Ask another person."}
	}
	if t.Free && t.Reviewed.IsZero() {
		t.Reviewed = Signed{By: by, At: at}
	}
	return t, nil
}
