package slide

import (
	"context"
	"math"
	"slices"

	"ngatu/content"
	"ngatu/content/preflight"
	"ngatu/server/studio/shell"
)

// maxDespite is how many characters the reason may have for which a slide is shown despite
// warnings.
const maxDespite = 300

// finding is one of preflight's, as the page says it.
type finding struct {
	preflight.Finding
	Said, Source shell.Text
}

// check is what was found of a draft.
type check struct {
	Errors, Warnings []finding
	views            []preflight.View
}

// On are the findings that have a place on a canvas of these pixels.
func (c check) On(width, height int) []finding {
	all := append(slices.Clone(c.Errors), c.Warnings...)
	return slices.DeleteFunc(all, func(f finding) bool { return len(f.Finding.On(width, height)) == 0 })
}

// Reads is from how many metres all codes on a canvas of these pixels are read; 0: there are none.
func (c check) Reads(width, height int) (metres float64) {
	for _, v := range c.views {
		if v.Canvas.Width != width || v.Canvas.Height != height {
			continue
		}
		for _, code := range v.Codes {
			if from := preflight.Reach(code, v.Canvas.PitchMM); !code.Bars && (metres == 0 || from < metres) {
				metres = math.Round(from*10) / 10
			}
		}
	}
	return metres
}

// factsOf are what preflight judges of a slide as it is written.
func factsOf(ctx context.Context, s *Slides, doc content.Slide, whole bool) (f preflight.Facts, err error) {
	var texts []string
	if doc.Kind == content.Guide {
		g, err := s.guideOf(ctx, doc)
		if err != nil {
			return f, err
		}
		texts = g.texts()
	}
	return s.Pictures.Facts(ctx, doc, texts, whole)
}

func checkOf(ctx context.Context, s *Slides, doc content.Slide) (c check, err error) {
	facts, err := factsOf(ctx, s, doc, false)
	if err != nil {
		return c, err
	}
	c.views = facts.Views
	for _, f := range preflight.Check(facts) {
		by := f.Rule.Source()
		one := finding{f, shell.Say(f.Vi, f.En), shell.Say(by.Vi, by.En)}
		if f.Level == preflight.Error {
			c.Errors = append(c.Errors, one)
		} else {
			c.Warnings = append(c.Warnings, one)
		}
	}
	return c, nil
}

// cleared refuses a draft with errors, and one with warnings for which no reason is given. What it
// gives is the draft that was looked at.
func cleared(ctx context.Context, s *Slides, id string, reason func(content.SlideDraft) string) (content.Digest, error) {
	d, err := s.Store.SlideDraft(ctx, id)
	if err != nil || !d.Begun() {
		return d.Sight(nil), err
	}
	facts, err := factsOf(ctx, s, d.Doc, true)
	if err != nil {
		return "", err
	}
	all := preflight.Check(facts)
	if err := preflight.Refusal(all); err != nil {
		return "", err
	}
	why := reason(d)
	switch warned := len(preflight.Of(preflight.Warning, all)) > 0; {
	case warned && why == "":
		return "", shell.At("despite", shell.Invalid(
			"Kiểm tra có cảnh báo. Hãy sửa, hoặc ghi vì sao vẫn nên chiếu để người duyệt biết.",
			"The checks warn. Correct the slide, or write for the approver why it should be shown all the same."))
	case len([]rune(why)) > maxDespite:
		return "", shell.At("despite", shell.Invalid("Lý do dài quá 300 ký tự.", "The reason is longer than 300 characters."))
	}
	return d.Sight(nil), nil
}

// stillCleared gives what the checks refused, to those who may do it at all, and refuses what
// somebody changed while it was checked.
func stillCleared(now content.SlideDraft, seen content.Digest, refusal error) error {
	if refusal != nil || now.Sight(nil) == seen {
		return refusal
	}
	return &content.Error{
		Code: content.Conflict,
		Vi:   "Có người vừa sửa tấm “" + now.Live.Title + "” trong lúc kiểm tra. Hãy xem lại rồi làm lần nữa.",
		En:   "Somebody changed “" + now.Live.Title + "” while it was checked. Look at it, then do it again.",
	}
}

// texts is all that a guide says.
func (f guideForm) texts() []string {
	out := []string{f.Title.Vi, f.Title.En, f.Brief.Vi, f.Brief.En}
	for _, p := range f.Pages {
		out = append(out, p.Title.Vi, p.Title.En, p.Body.Vi, p.Body.En, p.Steps.Vi, p.Steps.En, p.Items.Vi, p.Items.En)
	}
	return out
}
