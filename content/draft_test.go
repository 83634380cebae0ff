package content

import (
	"slices"
	"testing"
)

func TestApprovingADraft(t *testing.T) {
	d := DraftOf[string]{ID: SettingHotline}.Saved("1", "0", "an", noonOf).Saved("2", "0", "binh", noonOf).Saved("3", "0", "an", noonOf)
	if !slices.Equal(d.By, []string{"binh", "an"}) {
		t.Errorf("changed by %v", d.By)
	}
	for what, c := range map[string]struct {
		live, seen, by string
		alone          bool
		code           Code
	}{
		"another person":             {"0", "3", "chi", false, ""},
		"one who changed it before":  {"0", "3", "binh", false, Denied},
		"the last author":            {"0", "3", "an", false, Denied},
		"the only account":           {"0", "3", "an", true, ""},
		"a value that was not seen":  {"0", "2", "chi", false, Conflict},
		"over another value":         {"9", "3", "chi", false, Conflict},
		"the only account, not seen": {"0", "2", "an", true, Conflict},
	} {
		if err := d.Approve(c.live, SightOf(d.Doc), SightOf(c.seen), c.by, c.alone); CodeOf(err) != c.code {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestWordsThatHaveAValueTypedIn(t *testing.T) {
	w := Words{Head: "Cài iHanoi", Lines: []string{"Gọi 1022,\u00a0nhánh\u00a08"}, Foot: "UBND thành phố HÀ NỘI"}
	for text, want := range map[string]bool{"1022": true, "ihanoi": true, "1022, nhánh 8": true, "Hà Nội": true, "1900": false, "": false, "10": false} {
		if w.Has(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}
