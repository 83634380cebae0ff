package grounds

import (
	"encoding/json"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// takeover is a prepared takeover as the log tells it.
type takeover struct {
	doc     content.Takeover
	writers []string          // of what is being written, since it last was approved
	sent    *content.Takeover // what was submitted; nil: nothing waits
	since   time.Time         // words that passed no gate are on since then
	seen    bool              // and somebody reviewed them who might put them on wherever they are for
	live    version
}

func (p *replay) readTakeover(l store.Change) error {
	one, f, err := entry(p.takeovers, l)
	if err != nil {
		return err
	}
	switch {
	case f.Doc != nil:
		var doc content.Takeover
		if err := json.Unmarshal(f.Doc, &doc); err != nil {
			return err
		}
		one.write(l, doc, !f.Kept)
	case f.ID != "":
		var doc content.Takeover
		if err := json.Unmarshal(l.Detail, &doc); err != nil {
			return err
		}
		p.prepare(l, one, doc)
		p.pressed[l.ID] = append(p.pressed[l.ID], pressed{l.At, doc, one.live})
	case l.Verb == "approve": // of before one line told it: the next one is the takeover
		p.approved(l)
	case l.Verb == "discard":
		one.writers, one.sent = nil, nil
	case l.Verb == "delete":
		delete(p.takeovers, l.ID)
	}
	return nil
}

// write notes who wrote, and what was submitted.
func (t *takeover) write(l store.Change, doc content.Takeover, submitted bool) {
	if l.Verb != "return" && l.Verb != "withdraw" {
		t.writers = appendNew(t.writers, l.Who)
	}
	if t.sent = nil; submitted {
		t.sent = &doc
	}
}

// prepare takes a takeover as it is stored from now on.
func (p *replay) prepare(l store.Change, one *takeover, doc content.Takeover) {
	was := one.doc
	one.doc = doc
	if doc.Free && !was.Free {
		one.since, one.seen = doc.Begun, false
	}
	if by := doc.Reviewed; doc.Free && by != was.Reviewed {
		one.seen = by.By == l.Who && by.By != doc.Author && p.could(l.Who, mandate.PutOn, mandate.OfTakeover(doc), l.At)
	}
	if doc.State != content.Approved {
		if doc.State != content.TakenOff {
			one.write(l, doc, doc.State == content.Submitted)
		}
		return
	}
	one.live = p.ready(l, one, was)
	if l.Verb == "approve" || p.wasApproved(l) {
		one.writers, one.sent = nil, nil
	}
}

// ready is why a takeover may be put on.
func (p *replay) ready(l store.Change, one *takeover, was content.Takeover) version {
	doc, a := one.doc, one.doc.Approval
	same := was.State == content.Approved && content.SightOf(was.Document()) == content.SightOf(doc.Document()) && a == was.Approval && was.Free == doc.Free
	switch {
	case l.Number <= p.after:
		return version{ground: content.Migrated}
	case p.own(l):
		return version{ground: content.ByForm}
	case doc.Free:
		return p.free(l, one, was)
	case doc.Warned != nil:
		return p.warned(l, one, was)
	case same:
		return one.live // it was put on, or ended
	case a.By != l.Who:
		return version{wrong: &why{"không phải người được ghi là đã duyệt làm việc này", "it was not done by whoever is said to have approved it"}}
	case one.sent == nil || content.SightOf(one.sent.Document()) != content.SightOf(doc.Document()):
		return version{wrong: &why{"không đúng bản đã gửi duyệt", "it is not what was submitted"}}
	}
	writers := one.writers
	if was.Free { // nobody approved what its authors wrote
		for _, id := range append(slices.Clone(was.Editors), was.Author) {
			writers = appendNew(writers, id)
		}
	}
	return p.judge(l, mandate.OfTakeover(doc), writers)
}

// free is why words that passed no gate may be on: one person on duty wrote them, for half an hour
// at most; for longer another one said so there, or reviewed them.
func (p *replay) free(l store.Change, one *takeover, was content.Takeover) version {
	doc := one.doc
	switch {
	case was.ID == "" && doc.Author != l.Who:
		return version{wrong: &why{"không phải người được ghi là đã soạn làm việc này", "it was not done by whoever is said to have written it"}}
	case was.ID != "" && (!was.Free || was.Author != doc.Author || content.SightOf(was.Document()) != content.SightOf(doc.Document())):
		return version{wrong: &why{"đổi mà không ai duyệt", "it was changed and nobody approved"}}
	}
	pressed := pressedSince(was, doc)
	if len(pressed) == 0 && was.ID != "" {
		return one.live // it was ended, or reviewed
	}
	for _, press := range pressed {
		switch {
		case !p.could(l.Who, mandate.PutOn, mandate.OfPress(press), l.At):
			return version{wrong: &why{"người phát không có quyền ở phạm vi này lúc đó", "whoever put it on had no mandate for it then"}}
		case press.Confirmed.Add(press.Lasts).After(one.since.Add(content.FreeLasts)) && l.Who == doc.Author && !one.seen:
			return version{wrong: &why{"phát quá 30 phút mà không ai khác xem lại", "it is on for more than 30 minutes and nobody else has reviewed it"}}
		}
	}
	return version{ground: content.ByDuty}
}

// pressedSince are the presses by which a takeover was put on since it was as before, or said to
// hold, each as a takeover of its own.
func pressedSince(was, now content.Takeover) []content.Takeover {
	before := was.Presses()
	return slices.DeleteFunc(now.Presses(), func(one content.Takeover) bool {
		return slices.ContainsFunc(before, func(old content.Takeover) bool {
			return old.Key == one.Key && old.In == one.In && old.Confirmed.Equal(one.Confirmed) && old.Lasts == one.Lasts
		})
	})
}
