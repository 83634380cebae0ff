package starter_test

import (
	"encoding/json"
	"testing"

	"golang.org/x/text/unicode/norm"

	"ngatu/assets/starter"
	"ngatu/player/protocol"
)

func TestGuides(t *testing.T) {
	var all []json.RawMessage
	if err := json.Unmarshal(starter.Guides, &all); err != nil {
		t.Fatal(err)
	}
	if !norm.NFC.IsNormal(starter.Guides) {
		t.Error("the words are not in NFC")
	}
	kinds := map[protocol.GuideKind]int{}
	seen := map[string]bool{}
	for _, b := range all {
		g, err := protocol.ReadGuide(b)
		if err != nil {
			t.Error(err)
		}
		if seen[g.ID] || g.Icon == "" {
			t.Errorf("guide %q: its ID is not new, or it has no icon", g.ID)
		}
		seen[g.ID] = true
		kinds[g.Kind]++
	}
	if len(all) != 4 || kinds[protocol.GuideArea] != 1 || kinds[protocol.GuideQuestions] != 1 {
		t.Errorf("%d guides of kinds %v", len(all), kinds)
	}
}
