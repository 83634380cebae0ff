package content

import (
	"strings"
	"testing"
)

// The number of a document is added by whoever approved, or an admin, to an approval of its own.
func TestNumbersAreAddedByWhoApproved(t *testing.T) {
	live := Slide{ID: "a", Title: "Một", State: Approved, Approval: Approval{By: "binh", At: noonOf}}
	draft, folder, form := live, live, live
	draft.State, folder.Approval.Standing, form.Approval.Form = Draft, "st", "f"
	for name, c := range map[string]struct {
		slide      Slide
		number, by string
		admin      bool
		want       Code
	}{
		"who approved":        {live, "1/QĐ", "binh", false, ""},
		"an admin":            {live, "1/QĐ", "chi", true, ""},
		"somebody else":       {live, "1/QĐ", "chi", false, Denied},
		"no number":           {live, "", "binh", false, Invalid},
		"too long":            {live, strings.Repeat("đ", MaxDocument+1), "binh", false, Invalid},
		"no approval":         {draft, "1/QĐ", "binh", false, Conflict},
		"a standing approval": {folder, "1/QĐ", "binh", true, Conflict},
		"a form":              {form, "1/QĐ", "binh", true, Conflict},
	} {
		got, err := Numbered(c.slide, c.number, c.by, c.admin)
		if CodeOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
		if want := c.slide.Approval.Document; err == nil && got.Approval.Document != c.number || err != nil && got.Approval.Document != want {
			t.Errorf("%s: the number is %q", name, got.Approval.Document)
		}
	}
}
