package mandate

import (
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/area"
)

// ByTwo says whether granting the role takes another admin: it lets things on air, or grants in its
// turn.
func (r Role) ByTwo() bool { return r == Approver || r == Admin }

// ByPool says whether the role can be for an owner's airtime: it bears on what is shown there.
func (r Role) ByPool() bool { return r == Editor || r == Approver || r == Operator }

// Grant is a mandate as one person grants it to another at an instant. of are the mandates of the
// principal, where it is a deputy's: they hold that role themselves, and it is for a time. Denied
// where people grant to themselves.
func Grant(m Mandate, to, by string, of []Mandate, at time.Time, units *area.Set) (Mandate, error) {
	m.By, m.At = by, at
	if !m.From.After(at) {
		m.From = time.Time{}
	}
	key, err := area.ParseKey(m.Area)
	if key.Code == area.CityCode {
		m.Area = ""
	}
	if m.Pool == CityPool() {
		m.Pool = ""
	}
	_, there := units.Area(key)
	theirs := func(p Mandate) bool { return p.For == "" && p.Role == m.Role && !p.Over(at) }
	switch {
	case to == by:
		return m, &content.Error{Code: content.Denied, Vi: "Không ai tự trao quyền cho mình. Hãy nhờ một quản trị khác.", En: "Nobody grants themselves a mandate. Ask another admin."}
	case !slices.Contains(Roles(), m.Role):
		return m, &content.Error{Code: content.Invalid, Vi: "Hãy chọn việc được giao.", En: "Choose the role."}
	case m.Pool != "" && !m.Role.ByPool():
		return m, &content.Error{
			Code: content.Invalid,
			Vi:   "Việc này không chia theo thời lượng riêng: chỉ biên tập, duyệt và vận hành màn hình.",
			En:   "This role is not for an owner's airtime: only to edit, to approve and to look after screens are.",
		}
	case m.Area != "" && (err != nil || !there):
		return m, &content.Error{Code: content.Invalid, Vi: "Hãy tìm và chọn lại khu vực.", En: "Look up the area again and choose it."}
	case !m.Until.IsZero() && (!m.Until.After(at) || !m.Until.After(m.From)):
		return m, &content.Error{Code: content.Invalid, Vi: "Ngày kết thúc phải sau ngày bắt đầu và chưa qua.", En: "The end must come after the start, and must not have passed."}
	case m.For == to:
		return m, &content.Error{Code: content.Invalid, Vi: "Không ai thay cho chính mình. Hãy chọn người khác.", En: "Nobody stands in for themselves. Choose another person."}
	case m.For != "" && m.Until.IsZero():
		return m, &content.Error{Code: content.Invalid, Vi: "Thay người khác phải có ngày kết thúc.", En: "Standing in for somebody needs an end."}
	case m.For != "" && !slices.ContainsFunc(of, theirs):
		return m, &content.Error{
			Code: content.Conflict,
			Vi:   "Người được thay không tự giữ quyền này. Chỉ quyền của chính mình mới nhờ người khác thay được.",
			En:   "The person to stand in for does not hold this role themselves. Only what is somebody's own can be done in their place.",
		}
	}
	return m, nil
}

// Mark names a mandate among those of one person.
func (m Mandate) Mark() content.Digest { return content.SightOf(m) }

// End is a list of mandates of which the one with a mark is over from an instant on. It stays on
// record. NotFound where it is there no more, or over already.
func End(all []Mandate, mark content.Digest, at time.Time) ([]Mandate, error) {
	out := slices.Clone(all)
	for i, m := range out {
		if m.Mark() == mark && !m.Over(at) {
			out[i].Until = at
			return out, nil
		}
	}
	return nil, &content.Error{Code: content.NotFound, Vi: "Quyền này không còn, hoặc đã kết thúc.", En: "This mandate is not there any more, or is over."}
}
