package shell

import (
	"context"

	"ngatu/content/hours"
	"ngatu/content/mandate"
)

// Held is a mandate as a sentence says it.
type Held struct {
	mandate.Mandate
	What Text // what may be done, where, and for whom
	Span hours.Span
}

// mayNames say what a role may do.
var mayNames = map[mandate.Role]Text{
	mandate.Editor:   {"Soạn, sửa và gỡ nội dung", "May write, change and take off content"},
	mandate.Approver: {"Duyệt nội dung", "May approve content"},
	mandate.Reporter: {"Công bố số liệu", "May release figures"},
	mandate.Operator: {"Vận hành màn hình", "May look after screens"},
	mandate.Auditor:  {"Xem mọi thứ", "May look at everything"},
	mandate.Admin:    {"Quản lý tài khoản", "May manage accounts"},
}

// Held are the mandates of a list that are not over, as sentences.
func (s *Shell) Held(ctx context.Context, all []mandate.Mandate) (out []Held) {
	for _, m := range all {
		if !m.Over(s.Now()) {
			out = append(out, Held{Mandate: m, What: s.mandateText(ctx, m), Span: hours.Span{From: m.From, Until: m.Until}})
		}
	}
	return out
}

func (s *Shell) mandateText(ctx context.Context, m mandate.Mandate) Text {
	what, where := mayNames[m.Role], Text{" toàn thành phố", " in the whole city"}
	if m.Area != "" {
		area := s.AreaName(m.Area)
		where = Text{" trong " + area.Vi, " within " + area.In(English)}
	}
	if m.Pool != "" {
		where = Text{" trong thời lượng riêng “" + m.Pool + "”" + where.Vi, " in the airtime “" + m.Pool + "” of an owner" + where.En}
	}
	if m.For != "" {
		name := s.NameOf(ctx, m.For)
		where = Text{where.Vi + ", thay " + name.Vi, where.En + ", standing in for " + name.In(English)}
	}
	return Text{what.Vi + where.Vi, what.En + where.En}
}
