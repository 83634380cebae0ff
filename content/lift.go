package content

import "time"

// AskLift asks to lift a hold before its time. It takes a second person to do it: see [Lift].
func AskLift(h Hold, by string, at time.Time) (Hold, error) {
	if err := h.stands(at); err != nil {
		return h, err
	}
	if !h.Asked.IsZero() {
		return h, &Error{
			Code: Conflict,
			Vi:   "Đã có người đề nghị bỏ tạm ngừng. Cần một người khác xác nhận.",
			En:   "Somebody has asked to lift it already. Another person has to confirm.",
		}
	}
	h.Asked = Signed{By: by, At: at}
	return h, nil
}

// KeepHold takes the wish to lift a hold back; whoever may ask may do that.
func KeepHold(h Hold, at time.Time) (Hold, error) {
	if err := h.stands(at); err != nil {
		return h, err
	}
	h.Asked = Signed{}
	return h, nil
}

// Lift ends a hold before its time: another person confirms what one has asked for. alone says that
// there is nobody else who could.
func Lift(h Hold, by string, at time.Time, alone bool) (Hold, error) {
	if err := h.stands(at); err != nil {
		return h, err
	}
	if h.Asked.IsZero() {
		return h, &Error{
			Code: Conflict,
			Vi:   "Chưa ai đề nghị bỏ tạm ngừng. Một người đề nghị, một người khác xác nhận.",
			En:   "Nobody has asked to lift it. One person asks, another confirms.",
		}
	}
	if h.Asked.By == by && !alone {
		return h, &Error{
			Code: Denied,
			Vi:   "Người đề nghị không tự xác nhận. Hãy nhờ một người khác.",
			En:   "Whoever asked cannot confirm it. Ask another person.",
		}
	}
	h.Ended = Signed{By: by, At: at}
	return h, nil
}

// Prolong moves the end of a hold to a later instant; the zero time is until it is lifted. One
// person is enough, as for setting it.
func Prolong(h Hold, until, at time.Time) (Hold, error) {
	if err := h.stands(at); err != nil {
		return h, err
	}
	if h.Span.Until.IsZero() || !until.IsZero() && !until.After(h.Span.Until) {
		return h, &Error{
			Code: Invalid,
			Vi:   "Chỉ kéo dài được. Muốn kết thúc sớm, hãy đề nghị bỏ tạm ngừng.",
			En:   "The end can only be moved to a later time. Ask to lift the hold to end it early.",
		}
	}
	h.Span.Until = until
	return h, h.check()
}

// stands refuses what is to be done to a hold that is over.
func (h Hold) stands(at time.Time) error {
	if !h.Over(at) {
		return nil
	}
	return &Error{
		Code: Conflict,
		Vi:   "Lần tạm ngừng này đã kết thúc. Muốn tạm ngừng nữa, hãy đặt lần mới.",
		En:   "This hold is over. Set another one to hold again.",
	}
}
