package grounds

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// hold is a hold as the log tells it.
type hold struct {
	doc   content.Hold
	since time.Time // from when on it takes its slide off every screen without an end; zero: it does not
	wrong *why
}

func (p *replay) readHold(l store.Change) error {
	one := p.holds[l.ID]
	if one == nil {
		one = &hold{}
		p.holds[l.ID] = one
	}
	was := one.doc
	one.doc = content.Hold{}
	if err := json.Unmarshal(l.Detail, &one.doc); err != nil {
		return err
	}
	if takesOff(one.doc) && one.since.IsZero() {
		if one.since = one.doc.At; was.ID != "" {
			one.since = l.At // its end was taken away
		}
	}
	if l.Number > p.after && !p.own(l) && was.ID != "" && one.wrong == nil {
		one.wrong = p.eased(l, was, one.doc)
	}
	return nil
}

// takesOff says whether a hold takes a slide off every screen until it is lifted.
func takesOff(h content.Hold) bool {
	return h.Scope == content.HoldSlide && h.Area == "" && h.Span.From.IsZero() && h.Span.Until.IsZero()
}

// eased is what is wrong with a change of a hold: to hold longer takes one person, to hold less
// takes two, of whom one may approve.
func (p *replay) eased(l store.Change, was, is content.Hold) *why {
	if is.Ended.IsZero() {
		if was.Span.Until.Equal(is.Span.Until) || is.Span.Until.IsZero() || is.Span.Until.After(was.Span.Until) && !was.Span.Until.IsZero() {
			return nil
		}
		return &why{"kết thúc sớm mà không ai xác nhận", "it ends earlier and nobody confirmed"}
	}
	slide := mandate.City
	if one := p.slides[is.Slide]; one != nil && one.doc.ID != "" {
		slide = mandate.OfSlide(one.doc, p.campaignOf(one.doc))
	}
	switch {
	case was.Asked.IsZero() || is.Ended.By != l.Who:
		return &why{"bỏ tạm ngừng mà không có người đề nghị và người xác nhận", "it was lifted without one who asked and one who confirmed"}
	case was.Asked.By == l.Who && !p.alone(l.Who, l.At):
		return &why{"người đề nghị tự xác nhận bỏ tạm ngừng, và lúc đó còn người khác xác nhận được", "whoever asked to lift it confirmed it, and others could have"}
	case !p.may(l.Who, mandate.OfHold(was, slide), l.At):
		return &why{"người xác nhận bỏ tạm ngừng không có quyền ở phạm vi này lúc đó", "whoever confirmed that it is lifted had no mandate for it then"}
	}
	return nil
}

// compareHolds holds the rows against what the log led to: what was taken off may not come back by
// a row that was changed or is missing.
func (p *replay) compareHolds(ctx context.Context, r store.Reader, out *Report) error {
	for id, one := range p.holds {
		wrong := one.wrong
		row, err := r.HoldByID(ctx, id)
		if err != nil && content.CodeOf(err) != content.NotFound {
			return err
		}
		d := one.doc
		if row.Scope != d.Scope || row.Slide != d.Slide || row.Area != d.Area || row.Ended.By != d.Ended.By ||
			!row.Span.From.Equal(d.Span.From) || !row.Span.Until.Equal(d.Span.Until) {
			wrong = &why{"nhật ký không dẫn đến bản đang dùng", "the log does not lead to what is live"}
		}
		if wrong != nil {
			out.Faults = append(out.Faults, Fault{store.NounHold, id, d.Why, wrong.vi, wrong.en})
		}
	}
	return nil
}

// wasOff says whether a slide had been taken off every screen at an instant.
func (p *replay) wasOff(id string, at time.Time) bool {
	return slices.ContainsFunc(p.offs[id], func(h *hold) bool {
		return at.After(h.since.Add(grace)) && (h.doc.Ended.IsZero() || at.Before(h.doc.Ended.At))
	})
}

// gatherOffs lists by slide what took it off every screen, once the log was read.
func (p *replay) gatherOffs() {
	p.offs = map[string][]*hold{}
	for _, one := range p.holds {
		if !one.since.IsZero() {
			p.offs[one.doc.Slide] = append(p.offs[one.doc.Slide], one)
		}
	}
}
