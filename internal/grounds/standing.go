package grounds

import (
	"encoding/json"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// standing is a standing approval as the log tells it.
type standing struct {
	doc   content.Standing
	there bool // it is in force
	draft content.Standing
	by    []string // who had a part in the draft
	kept  bool     // it was given back
	live  version
}

func (p *replay) readStanding(l store.Change) error {
	one, f, err := entry(p.standings, l)
	if err != nil {
		return err
	}
	switch {
	case f.Doc != nil:
		one.by, one.kept, one.draft = writers(f, l), f.Kept, content.Standing{}
		return json.Unmarshal(f.Doc, &one.draft)
	case f.ID != "":
		one.doc, one.there = content.Standing{}, true
		if err := json.Unmarshal(l.Detail, &one.doc); err != nil {
			return err
		}
		one.live = p.stands(l, one)
	case l.Verb == "approve":
		p.approved(l)
	case l.Verb == "delete":
		one.there = false
	}
	return nil
}

// stands is why a standing approval may be in force.
func (p *replay) stands(l store.Change, one *standing) version {
	signed := one.doc
	signed.By, signed.At, signed.Document = one.draft.By, one.draft.At, one.draft.Document
	switch {
	case l.Number <= p.after:
		return version{ground: content.Migrated}
	case p.own(l):
		return version{ground: content.ByForm}
	case !p.wasApproved(l) || one.doc.By != l.Who:
		return version{wrong: &why{"có hiệu lực mà không ai duyệt", "it is in force and nobody approved"}}
	case one.kept || content.SightOf(signed) != content.SightOf(one.draft):
		return version{wrong: &why{"không đúng bản đã gửi duyệt", "it is not what was submitted"}}
	}
	return p.judge(l, mandate.OfStanding(one.draft), one.by)
}
