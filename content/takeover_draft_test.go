package content_test

import (
	"slices"
	"testing"
	"time"

	"ngatu/content"
)

// Who rewrites what was approved once is its author from then on, also where a draft of theirs is
// taken off once more.
func TestAnApprovalOfOnceClearsAuthorsOnce(t *testing.T) {
	one := takeover("a", content.Danger, time.Time{})
	one.State, one.Author, one.Approval = content.TakenOff, "an", content.Approval{By: "binh", At: noon}
	write := func(by, head string) {
		doc := one.Document()
		doc.Words.Head = head
		one = content.WritingTakeover(one, nil).Save(doc, by, noon.Add(time.Hour)).Takeover()
	}
	write("em", "Khác hẳn")
	if one.Author != "em" || len(one.Editors) > 0 || one.Approval.By != "" {
		t.Errorf("written anew by em: %+v", one)
	}
	one.State = content.TakenOff
	write("phuc", "Khác hẳn.")
	if by := content.WritingTakeover(one, nil).By; !slices.Equal(by, []string{"em", "phuc"}) {
		t.Errorf("its authors are %q", by)
	}
}
