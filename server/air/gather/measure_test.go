package gather

import (
	"testing"
	"time"

	"ngatu/content/area"
	"ngatu/content/figure"
)

// What boards would show of a correction is compared with the release before the wrong one.
func TestACorrectionIsLookedAtWithoutTheWrongOne(t *testing.T) {
	release := func(id string, hour int, corrects string) figure.Release {
		asOf := time.Date(2024, 11, 21, hour, 0, 0, 0, area.Local)
		return figure.Release{
			ID: id, Measure: "accounts", AsOf: asOf, Corrects: corrects,
			Figures: []figure.Figure{{Area: area.Key{Period: area.Nov2024, Code: "001"}, AsOf: asOf}},
		}
	}
	g := &State{measures: map[string]measured{"accounts@2024-11": {releases: []figure.Release{release("wrong", 17, ""), release("before", 8, "")}}}}
	for corrects, want := range map[string]string{"": "wrong", "wrong": "before"} {
		with, changes := WithRelease(g, release("", 18, corrects))
		if got := with.measures["accounts@2024-11"].releases; !changes || len(got) != 2 || got[1].ID != want {
			t.Errorf("correcting %q it is beside %+v", corrects, got)
		}
	}
}
