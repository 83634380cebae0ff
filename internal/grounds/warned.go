package grounds

import (
	"encoding/json"

	"ngatu/content"
	"ngatu/content/bulletin"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// readBulletin notes what a warning of another body says.
func (p *replay) readBulletin(l store.Change) error {
	var b bulletin.Bulletin
	if err := json.Unmarshal(l.Detail, &b); err != nil {
		return err
	}
	p.bulletins[l.ID] = b
	return nil
}

// warned is why the words of another body may be on: they are what came, and whoever put them on
// was on duty there, for no longer than they hold.
func (p *replay) warned(l store.Change, one *takeover, was content.Takeover) version {
	doc := one.doc
	b, came := p.bulletins[doc.Warned.Bulletin]
	switch {
	case !came || content.SightOf(b.Words, b.Gravity) != content.SightOf(doc.Words, doc.Gravity) || doc.Warned.Until.After(b.Expires):
		return version{wrong: &why{"không đúng lời cảnh báo đã đến", "it is not what the warning says that came"}}
	case was.ID != "" && (was.Warned == nil || content.SightOf(was.Document()) != content.SightOf(doc.Document())):
		return version{wrong: &why{"đổi mà không ai duyệt", "it was changed and nobody approved"}}
	case was.ID == "" && doc.Approval.By != l.Who:
		return version{wrong: &why{"không phải người được ghi là đã xác nhận làm việc này", "it was not done by whoever is said to have confirmed it"}}
	}
	pressed := pressedSince(was, doc)
	if len(pressed) == 0 && was.ID != "" {
		return one.live // it was ended
	}
	for _, press := range pressed {
		switch {
		case b.Drill && !press.Drill:
			return version{wrong: &why{"không đúng lời cảnh báo đã đến", "it is not what the warning says that came"}}
		case !p.could(l.Who, mandate.PutOn, mandate.OfPress(press), l.At):
			return version{wrong: &why{"người phát không có quyền ở phạm vi này lúc đó", "whoever put it on had no mandate for it then"}}
		}
	}
	if doc.Until().After(doc.Warned.Until) {
		return version{wrong: &why{"phát lâu hơn hạn của cảnh báo", "it is on for longer than the warning holds"}}
	}
	return version{ground: content.ByDuty}
}
