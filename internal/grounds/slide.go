package grounds

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// slide is a slide as the log tells it.
type slide struct {
	doc     content.Slide
	writers []string       // of what is being written, since it last was live
	sent    *content.Slide // what was submitted; nil: nothing waits
	live    version
	spans   []span // in which it was live
}

// span is a time in which something was live; until zero: it still is.
type span struct{ from, until time.Time }

func (p *replay) readSlide(l store.Change) error {
	one, f, err := entry(p.slides, l)
	if err != nil {
		return err
	}
	switch {
	case f.Doc != nil:
		var doc content.Slide
		if err := json.Unmarshal(f.Doc, &doc); err != nil {
			return err
		}
		one.write(l, doc)
	case f.ID != "":
		var doc content.Slide
		if err := json.Unmarshal(l.Detail, &doc); err != nil {
			return err
		}
		p.put(l, one, doc)
	case l.Verb == "discard":
		one.writers, one.sent = nil, nil
	case l.Verb == "delete":
		one.end(l.At)
		delete(p.slides, l.ID)
	}
	return nil
}

// write notes who wrote, and what was submitted.
func (s *slide) write(l store.Change, doc content.Slide) {
	switch l.Verb {
	case "create", "change", "write", "submit":
		if !slices.Contains(s.writers, l.Who) {
			s.writers = append(s.writers, l.Who)
		}
	}
	s.sent = nil
	if doc.State == content.Submitted {
		s.sent = &doc
	}
}

func (s *slide) end(at time.Time) {
	if n := len(s.spans); n > 0 && s.spans[n-1].until.IsZero() {
		s.spans[n-1].until = at
	}
}

// put takes a slide as it is stored from now on.
func (p *replay) put(l store.Change, one *slide, doc content.Slide) {
	was := one.doc
	one.doc = doc
	covered(p, l, doc)
	if doc.State != content.Approved {
		if was.State == content.Approved {
			one.end(l.At)
		}
		if was.State == content.Approved || was.State == content.TakenOff && was.Approval.By != "" && doc.State != content.TakenOff {
			one.writers = nil // who wrote what was live once is no author of what is made of it
		}
		if doc.State != content.TakenOff {
			one.write(l, doc)
		}
		return
	}
	if was.State != content.Approved {
		one.spans = append(one.spans, span{from: l.At})
	}
	one.live = p.ground(l, one, was)
	if l.Verb == "approve" || was.State != content.Approved {
		one.writers, one.sent = nil, nil
	}
}

// ground is why a slide may be as it was put.
func (p *replay) ground(l store.Change, one *slide, was content.Slide) version {
	doc, a := one.doc, one.doc.Approval
	switch {
	case l.Number <= p.after:
		return version{ground: content.Migrated}
	case p.own(l):
		return version{ground: content.ByForm}
	case a.Standing != "":
		return p.standing(l, a)
	case was.State == content.Approved && content.SightOf(was.Document()) == content.SightOf(doc.Document()) && a == was.Approval:
		return one.live // nothing that people see
	case l.Verb == store.VerbNumber:
		return one.numbered(l, p, was)
	case a.Form != "":
		return p.filled(l, doc)
	case a.By != l.Who:
		return version{wrong: &why{"không phải người được ghi là đã duyệt làm việc này", "it was not done by whoever is said to have approved it"}}
	}
	writers := doc.Authors()
	for _, w := range one.writers {
		if !slices.Contains(writers, w) {
			writers = append(writers, w)
		}
	}
	renewed := was.State == content.Approved && content.SightOf(was.Document()) == content.SightOf(doc.Document())
	if !renewed && (one.sent == nil || content.SightOf(one.sent.Document()) != content.SightOf(doc.Document())) {
		return version{wrong: &why{"không đúng bản đã gửi duyệt", "it is not what was submitted"}}
	}
	return p.judge(l, mandate.OfSlide(doc, p.campaignOf(doc)), writers)
}

// numbered is the ground of a slide whose approval got the number of its document later: the one
// that it had.
func (s *slide) numbered(l store.Change, p *replay, was content.Slide) version {
	same := s.doc
	same.Approval.Document = was.Approval.Document
	switch {
	case was.State != content.Approved || same.Approval != was.Approval || content.SightOf(same.Document()) != content.SightOf(was.Document()):
		return version{wrong: &why{"khi ghi số văn bản, nội dung hoặc phê duyệt cũng đổi", "more than the number of its document was changed"}}
	case l.Who != was.Approval.By && !p.could(l.Who, mandate.Accounts, mandate.City, l.At):
		return version{wrong: &why{"số văn bản không do người đã duyệt hoặc quản trị ghi", "neither who approved it nor an admin added the number of its document"}}
	}
	return s.live
}

// standing is the ground of what came from a folder.
func (p *replay) standing(l store.Change, a content.Approval) version {
	one, known := p.standings[a.Standing]
	if !known {
		one = &lasting[content.Standing]{}
	}
	s := one.doc
	switch {
	case !one.there || !s.Holds(l.At):
		return version{wrong: &why{"phê duyệt thường trực không còn lúc đó", "its standing approval did not hold then"}}
	case !strings.HasPrefix(l.Who, "inbox:") || s.Folder != "" && !strings.HasPrefix(strings.TrimPrefix(l.Who, "inbox:"), s.Folder):
		return version{wrong: &why{"không đến từ thư mục của phê duyệt thường trực", "it did not come from the folder of its standing approval"}}
	}
	return version{ground: content.ByStanding}
}

func (p *replay) campaignOf(s content.Slide) content.Campaign {
	if c := p.campaigns[s.Campaign]; c != nil {
		return c.doc
	}
	return content.Campaign{}
}
