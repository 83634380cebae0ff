package content_test

import (
	"testing"
	"time"

	"ngatu/content"
)

var (
	noon = time.Date(2024, 11, 20, 12, 0, 0, 0, time.UTC)
	ward = content.Place{Areas: []string{"2024-11/00076", "2024-11/002", "2024-11/01"}}
)

func takeover(id string, g content.Gravity, begun time.Time, areas ...string) content.Takeover {
	t := content.Takeover{ID: id, Title: id, Gravity: g, State: content.Approved, Press: content.Press{Begun: begun, Confirmed: begun, Lasts: time.Hour}}
	for _, a := range areas {
		t.Targets = append(t.Targets, content.Target{Area: a})
	}
	return t
}

func TestOfSeveralTakeoversOneRules(t *testing.T) {
	for name, c := range map[string]struct {
		all  []content.Takeover
		want string
	}{
		"none": {},
		"another area's": {
			[]content.Takeover{takeover("a", content.Danger, noon, "2024-11/005")}, "",
		},
		"the graver before the wider": {
			[]content.Takeover{takeover("city", content.Warning, noon), takeover("ward", content.Danger, noon, "2024-11/00076")}, "ward",
		},
		"the wider area's before the newer": {
			[]content.Takeover{takeover("ward", content.Danger, noon.Add(time.Minute), "2024-11/00076"), takeover("city", content.Danger, noon, "2024-11/01")}, "city",
		},
		"everywhere before the city": {
			[]content.Takeover{takeover("city", content.Danger, noon, "2024-11/01"), takeover("all", content.Danger, noon)}, "all",
		},
		"the newer": {
			[]content.Takeover{takeover("old", content.Danger, noon), takeover("new", content.Danger, noon.Add(time.Minute))}, "new",
		},
		"over": {
			[]content.Takeover{takeover("a", content.Danger, noon.Add(-2*time.Hour))}, "",
		},
	} {
		got, ok := content.TakeoverAt(c.all, ward, noon.Add(2*time.Minute))
		if got.ID != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q rules, not %q", name, got.ID, c.want)
		}
	}
}

func TestATakeoverAlwaysEnds(t *testing.T) {
	one := takeover("a", content.Danger, time.Time{})
	for _, lasts := range []time.Duration{0, -time.Minute, 5 * time.Hour} {
		if _, err := content.PutOn(one, "x", noon, lasts, false); content.CodeOf(err) != content.Invalid {
			t.Errorf("it may last %v", lasts)
		}
	}
	one, err := content.PutOn(one, "x", noon, 4*time.Hour, false)
	if err != nil || !one.On(noon) || one.On(noon.Add(4*time.Hour)) {
		t.Fatalf("%+v %v", one, err)
	}
	again, err := content.PutOn(one, "y", noon.Add(3*time.Hour), 2*time.Hour, false)
	if err != nil || again.Begun != noon || again.Until() != noon.Add(5*time.Hour) {
		t.Errorf("said again that it holds: %+v %v", again, err)
	}
	if _, err := content.PutOn(one, "y", noon.Add(time.Hour), time.Hour, true); content.CodeOf(err) != content.Conflict {
		t.Error("the real thing became an exercise")
	}
	ended := content.End(again, noon.Add(4*time.Hour))
	if ended.On(noon.Add(4 * time.Hour)) {
		t.Error("it does not end")
	}
	if _, err := content.PutOn(takeoverDraft(), "x", noon, time.Hour, false); content.CodeOf(err) != content.Conflict {
		t.Error("one that nobody approved goes on")
	}
}

func takeoverDraft() content.Takeover {
	t := takeover("a", content.Danger, time.Time{})
	t.State = content.Draft
	return t
}
