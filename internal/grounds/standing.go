package grounds

import (
	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// stands is why a standing approval may be in force.
func (p *replay) stands(l store.Change, one *lasting[content.Standing]) version {
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
