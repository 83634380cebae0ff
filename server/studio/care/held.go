package care

import (
	"context"

	"ngatu/content/hours"
	"ngatu/content/mandate"
	"ngatu/server/studio/shell"
)

// Held is a mandate as a sentence says it.
type Held struct {
	mandate.Mandate
	What shell.Text // what may be done, where, and for whom
	Span hours.Span
}

// mayNames say what a role may do.
var mayNames = map[mandate.Role]shell.Text{
	mandate.Editor:   shell.Say("Soạn, sửa và gỡ nội dung", "May write, change and take off content"),
	mandate.Approver: shell.Say("Duyệt nội dung", "May approve content"),
	mandate.Reporter: shell.Say("Công bố số liệu", "May release figures"),
	mandate.Operator: shell.Say("Vận hành màn hình", "May look after screens"),
	mandate.Auditor:  shell.Say("Xem mọi thứ", "May look at everything"),
	mandate.Admin:    shell.Say("Quản lý tài khoản", "May manage accounts"),
}

// HeldOf are the mandates of a list that are not over, as sentences.
func HeldOf(ctx context.Context, s *shell.Shell, all []mandate.Mandate) (out []Held) {
	for _, m := range all {
		if !m.Over(s.Now()) {
			out = append(out, Held{Mandate: m, What: mandateText(ctx, s, m), Span: hours.Span{From: m.From, Until: m.Until}})
		}
	}
	return out
}

func mandateText(ctx context.Context, s *shell.Shell, m mandate.Mandate) shell.Text {
	what, where := mayNames[m.Role], shell.Say(" toàn thành phố", " in the whole city")
	if m.Area != "" {
		area := s.AreaName(m.Area)
		where = shell.Say(" trong "+area.Vi, " within "+area.In(shell.English))
	}
	if m.Pool != "" {
		where = shell.Say(" trong thời lượng riêng “"+m.Pool+"”"+where.Vi, " in the airtime “"+m.Pool+"” of an owner"+where.En)
	}
	if m.For != "" {
		name := s.NameOf(ctx, m.For)
		where = shell.Say(where.Vi+", thay "+name.Vi, where.En+", standing in for "+name.In(shell.English))
	}
	return shell.Say(what.Vi+where.Vi, what.En+where.En)
}
