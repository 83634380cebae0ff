package campaign

import (
	"slices"
	"time"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// offer is whether a slide can be shown at once with the approval of a change, for the part
// "campaign_at_once": only what would be done is offered, or the whole approval were refused.
type offer struct {
	Slide  *content.Slide // the first of those that can be; nil: none can
	Wish   bool           // its authors ask for that
	Why    shell.Text     // why it is not offered to who decides
	Prefix string         // of the fields of the approval
}

// offerTo is what a person is offered who decides on a change, which holds the slides of dates, at an
// instant; nil: who does not.
func offerTo(p *signin.Person, at time.Time, doc, live content.Campaign, slides, dates []content.Slide, prefix string) offer {
	out := offer{Wish: doc.AtOnce, Prefix: prefix}
	if p == nil {
		return out
	}
	will, err := doc.Begin(live, at)
	all := showable(will, without(slides, dates), at)
	switch {
	case err != nil || !running(will, at):
		out.Why = shell.Say("Bản này chưa chạy ngay khi duyệt, nên không có gì để chiếu ngay.",
			"It does not run as soon as it is approved, so there is nothing to show at once.")
	case len(all) == 0 && len(showable(will, slides, at)) > 0:
		out.Why = shell.Say("Các tấm đã duyệt đều bị tạm ngừng khi duyệt bản này.", "All its approved slides are held with this approval.")
	case len(all) == 0:
		out.Why = shell.Say("Chưa có tấm nào được duyệt: hãy chọn chiếu ngay ở tấm, khi duyệt tấm đó.",
			"None of its slides is approved yet: choose it at a slide, when that is approved.")
	case !p.Above(signin.Approve, []mandate.Subject{mandate.OfSlide(all[0], will)}):
		out.Why = shell.Say("Chiếu ngay phải do người duyệt của cấp trên chọn; duyệt ở đây thì chiếu theo vòng.",
			"To show it at once is for an approver of the level above; approved here, it takes its turns.")
	default:
		out.Slide = &all[0]
	}
	return out
}

// without are slides but those of others.
func without(slides, others []content.Slide) []content.Slide {
	return slices.DeleteFunc(slices.Clone(slides), func(s content.Slide) bool {
		return slices.ContainsFunc(others, func(o content.Slide) bool { return o.ID == s.ID })
	})
}

// offered is the slide that was offered, of a change that has just been approved. It is the one that
// the approver saw, whatever stands before it by now.
func offered(id string, now content.Campaign, slides, dates []content.Slide, at time.Time) (content.Slide, error) {
	all := showable(now, without(slides, dates), at)
	i := slices.IndexFunc(all, func(one content.Slide) bool { return one.ID == id })
	if i < 0 {
		return content.Slide{}, shell.At("at_once", &content.Error{
			Code: content.Conflict,
			Vi:   "Tấm chọn chiếu ngay không còn chiếu ngay được: tấm vừa được gỡ, sửa hoặc tạm ngừng. Hãy xem lại rồi duyệt.",
			En:   "The slide that was to be shown at once cannot be any more: it was taken off, changed or held a moment ago. Look once more, then approve.",
		})
	}
	return all[i], nil
}
