package grounds

import (
	"encoding/json"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// formStands is why a form may be in force.
func (p *replay) formStands(l store.Change, one *lasting[content.Form]) version {
	signed := one.doc
	signed.By, signed.At, signed.Paper = one.draft.By, one.draft.At, one.draft.Paper
	switch {
	case p.own(l):
		return version{ground: content.ByForm}
	case !p.wasApproved(l) || one.doc.By != l.Who:
		return version{wrong: &why{"có hiệu lực mà không ai duyệt", "it is in force and nobody approved"}}
	case one.kept || content.SightOf(signed) != content.SightOf(one.draft):
		return version{wrong: &why{"không đúng bản đã gửi duyệt", "it is not what was submitted"}}
	}
	return p.judge(l, mandate.OfForm(one.draft, p.campaignOf(one.draft.Slide)), one.by)
}

// filled is the ground of a copy of a form: it is what its values make, the form was in force, and
// who filled it in may write there.
func (p *replay) filled(l store.Change, doc content.Slide) version {
	a, of := doc.Approval, p.forms[doc.Approval.Form]
	if of == nil || !of.there || !of.doc.Holds(l.At) || a.By != of.doc.By || of.live.wrong != nil {
		return version{wrong: &why{"biểu mẫu không còn hiệu lực lúc đó", "its form was not in force then"}}
	}
	made, bad := of.doc.Fill(doc.Filled, a.At, area.Local)
	made.ID, made.Order, made.Targets, made.Campaign = doc.ID, doc.Order, doc.Targets, of.doc.Slide.Campaign
	c := p.campaignOf(doc)
	switch {
	case len(bad) > 0 || content.SightOf(made.Document()) != content.SightOf(doc.Document()) || !a.At.Equal(l.At):
		return version{wrong: &why{"không đúng những gì biểu mẫu cho phép", "it is not what its form lets"}}
	case mandate.OutsideForm(of.doc, doc, c, p.units):
		return version{wrong: &why{"ra ngoài phạm vi của biểu mẫu", "it reaches further than its form"}}
	case doc.Author != p.actor(l.Who) || !p.could(doc.Author, mandate.Edit, mandate.OfSlide(doc, c), l.At):
		return version{wrong: &why{"người điền biểu mẫu không có quyền ở phạm vi này lúc đó", "whoever filled it in had no mandate for it then"}}
	case !p.could(a.By, mandate.Approve, mandate.OfSlide(doc, c), l.At):
		return version{wrong: &why{"người duyệt biểu mẫu không còn quyền lúc đó", "whoever approved the form had no mandate any more"}}
	}
	return version{ground: content.ByForm}
}

// readToken notes as whom a token acts.
func (p *replay) readToken(l store.Change) error {
	var d struct {
		As string `json:"as"`
	}
	if l.Verb != "create" {
		return nil
	}
	err := json.Unmarshal(l.Detail, &d)
	p.tokens["token:"+l.ID] = d.As
	return err
}

// actor is the person whom the log names, or as whom the token acts that it names.
func (p *replay) actor(who string) string {
	if maker, is := p.tokens[who]; is {
		return maker
	}
	return who
}
