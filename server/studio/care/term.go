package care

import (
	"time"

	"ngatu/content"
	"ngatu/server/studio/shell"
)

// mostHeldSaid is how many holds the sentence of a term names; the others are counted.
const mostHeldSaid = 2

// beginsBy and endsBy say what decides the ends of a term.
var (
	beginsBy = map[content.Cause]shell.Text{
		content.ByItsApproval: shell.Say("bắt đầu theo lúc duyệt", "it begins with its approval"),
		content.ByItsDates:    shell.Say("bắt đầu theo ngày của tấm", "it begins by its own dates"),
		content.ByItsPaper:    shell.Say("bắt đầu theo hiệu lực phê duyệt", "it begins as its approval becomes valid"),
		content.ByItsCampaign: shell.Say("bắt đầu theo ngày của chiến dịch", "it begins with its campaign"),
		content.ByOpening:     shell.Say("còn chờ duyệt chiến dịch", "it waits for the approval of its campaign"),
	}
	endsBy = map[content.Cause]shell.Text{
		content.ByNothing:     shell.Say("chưa đặt ngày kết thúc", "no end is set"),
		content.ByItsDates:    shell.Say("kết thúc theo ngày của tấm", "ends by its own dates"),
		content.ByItsPaper:    shell.Say("kết thúc khi hết hiệu lực phê duyệt", "ends as its approval ends"),
		content.ByItsCampaign: shell.Say("kết thúc theo ngày của chiến dịch", "ends with its campaign"),
	}
	heldBy = map[content.Scope]shell.Text{
		content.HoldSlide:    shell.Say("tấm bị gỡ", "it was taken off"),
		content.HoldNotSober: shell.Say("quốc tang", "the nation mourns"),
		content.HoldInstalls: shell.Say("tạm ngừng mời cài app", "the app is not offered meanwhile"),
	}
)

// Term says in one sentence from when to when a slide is shown, and why.
func Term(s *shell.Shell, t content.Term) shell.Text {
	switch {
	case t.Ends == content.ByClosing:
		return shell.Say("Không chiếu, vì chiến dịch đã khép lại.", "Not shown, because its campaign has ended.")
	case t.Never && t.From.IsZero():
		return shell.Textf("Không chiếu, vì ngày kết thúc %s đã qua.", "Not shown, because its end, %s, has passed.", instant(t.Until))
	case t.Never:
		return shell.Textf("Không chiếu lúc nào, vì ngày kết thúc %s đến trước lúc bắt đầu %s.",
			"Never shown, because its end, %s, comes before its beginning, %s.", instant(t.Until), instant(t.From))
	}
	out := shell.Say("Chiếu", "Shown")
	out = join(out, from(t))
	if t.Until.IsZero() {
		out = join(out, shell.Say(" đến khi gỡ", " until it is taken off"))
	} else {
		out = join(out, shell.Textf(" đến %s", " until %s", instant(t.Until)))
	}
	if t.Hours {
		out = join(out, shell.Say(", trong khung giờ của chiến dịch", ", in the hours of its campaign"))
	}
	if begins, known := beginsBy[t.Begins]; known {
		out = join(out, shell.Textf(", vì %s, %s", ", because %s and %s", begins, endsBy[t.Ends]))
	} else if t.Ends == content.ByNothing {
		out = join(out, shell.Textf(", vì %s", ", because %s", endsBy[t.Ends]))
	} else {
		out = join(out, shell.Textf(", vì %s", ", because it %s", endsBy[t.Ends]))
	}
	for i, h := range t.Held {
		if i == mostHeldSaid {
			out = join(out, shell.Textf("; và %d lần tạm ngừng khác", "; and %d more holds", len(t.Held)-i))
			break
		}
		out = join(out, held(s, h))
	}
	return join(out, shell.Same("."))
}

// from says when a term begins.
func from(t content.Term) shell.Text {
	switch {
	case t.Begins == content.ByOpening:
		return shell.Say(" từ khi chiến dịch được duyệt", " from the approval of its campaign")
	case t.From.IsZero() && t.Begins == content.ByItsApproval:
		return shell.Say(" từ lúc duyệt", " from its approval")
	case t.From.IsZero():
		return shell.Text{}
	}
	return shell.Textf(" từ %s", " from %s", instant(t.From))
}

// held says what a hold leaves out of a term.
func held(s *shell.Shell, h content.Hold) shell.Text {
	out := shell.Textf("; trừ từ %s đến ", "; but not from %s until ", instant(h.Begins()))
	if h.Span.Until.IsZero() {
		out = join(out, shell.Say("khi được chiếu lại", "it is lifted"))
	} else {
		out = join(out, instant(h.Span.Until))
	}
	if h.Area != "" {
		out = join(out, shell.Textf(" ở %s", " in %s", s.AreaName(h.Area)))
	}
	out = join(out, shell.Textf(", vì %s", ", because %s", heldBy[h.Scope]))
	if h.Why != "" {
		out = join(out, shell.Textf(" (%s)", " (%s)", h.Why))
	}
	return out
}

func instant(t time.Time) shell.Text {
	return shell.Say(shell.Vietnamese.When(t), shell.English.When(t))
}

func join(a, b shell.Text) shell.Text {
	return shell.Say(a.Vi+b.Vi, a.In(shell.English)+b.In(shell.English))
}
