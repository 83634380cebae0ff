package content

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ngatu/content/hours"
)

// What is read is what was written, by rule or not: players and the record hold to it.
func TestTheWireKeepsEveryProgramme(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.SampledFrom([]string{"", "s", "ngã tư <&> \"\\", "\u2028\x01\x7f"})
		p := Programme{Zone: "Asia/Ho_Chi_Minh", Street: rapid.Bool().Draw(rt, "street"), Canvas: Canvas{432, 216, 2.5, 1e-9}, From: Epoch + rapid.Int64Range(-5*day, 5*day).Draw(rt, "from"), Slides: []Shown{}, Evergreen: -1}
		for i := range rapid.IntRange(1, 6).Draw(rt, "slides") {
			s := Shown{
				ID: text.Draw(rt, "id") + fmt.Sprint(i), Campaign: fmt.Sprint("c", rapid.IntRange(0, 2).Draw(rt, "campaign")), Kind: Board,
				Dwell: rapid.Int64Range(0, 9000).Draw(rt, "dwell"), Medium: Ref{"ab", "image/webp", 9}, Board: text.Draw(rt, "board"),
			}
			if rapid.Bool().Draw(rt, "has a still") {
				s.Still = &Ref{"cd", text.Draw(rt, "type"), 1}
			}
			p.Slides = append(p.Slides, s)
		}
		p.Loops = rapid.SliceOfN(rapid.SliceOfN(rapid.IntRange(0, len(p.Slides)-1), 0, 12), 1, 4).Draw(rt, "loops")
		p.Spans = []Span{}
		for range rapid.IntRange(0, 6).Draw(rt, "spans") {
			p.Spans = append(p.Spans, Span{
				Length: rapid.Int64Range(1, day).Draw(rt, "length"), Loop: rapid.IntRange(-1, len(p.Loops)-1).Draw(rt, "loop"),
				Offset: rapid.Int64Range(0, 20_000).Draw(rt, "offset"), Exclusive: rapid.Bool().Draw(rt, "exclusive"),
			})
		}
		if d := cmp.Diff(p, reread(rt, p)); d != "" {
			rt.Fatal(d)
		}
	})
}

// Resolved programmes too, with every rule of offsets, in zones that change their clocks; and there
// no offset is written.
func TestTheWireLeavesOutWhatFollowsARule(t *testing.T) {
	for _, zone := range []string{"Asia/Ho_Chi_Minh", "America/Havana", "Pacific/Auckland", "Pacific/Pago_Pago"} {
		plan := onePool(slide("a", "c", 600), slide("b", "c", 700), slide("c", "c", 800), slide("d", "d", 9))
		plan.Zone = zone
		plan.Campaigns = []PlanCampaign{
			{ID: "c", Pool: "city", Weight: 1, Hours: hours.Set{Parts: []hours.Part{{From: clock("11:00"), Until: clock("11:25")}, {From: clock("23:50"), Until: clock("00:30")}}}},
			{ID: "d", Pool: "city", Weight: 2},
		}
		p, _, err := Resolve(plan, local("2025-03-03"), local("2025-03-03").Add(42*24*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(p, reread(t, p)); d != "" {
			t.Error(zone, d)
		}
		if text := string(must(json.Marshal(p))); strings.Contains(text, `"o":`) {
			t.Errorf("%s: an offset is written that follows a rule: %s", zone, text)
		}
	}
}

func reread(t interface{ Fatal(...any) }, p Programme) Programme {
	b, err := p.AppendJSON(nil)
	if err != nil {
		t.Fatal(err)
	}
	if plain := must(json.Marshal(p.wire())); string(b) != string(plain) {
		t.Fatal("written by hand:", string(b), "by encoding/json:", string(plain))
	}
	var got Programme
	if err := json.Unmarshal(b, &got); err != nil {
		t.Fatal(err)
	}
	return got
}

// MarshalJSON is how encoding/json writes a loop.
func (w wireLoop) MarshalJSON() ([]byte, error) {
	if w.turns == nil {
		return json.Marshal(w.slots)
	}
	return json.Marshal(wireTurns{w.of, w.turns})
}

// Turns that name nothing are refused, not followed.
func TestTurnsThatNameNothing(t *testing.T) {
	for _, loop := range []string{`{"of":[],"turns":[0]}`, `{"of":[[]],"turns":[0]}`, `{"of":[[0]],"turns":[1]}`, `{"of":[[0]],"turns":[-1]}`} {
		var p Programme
		if err := json.Unmarshal([]byte(`{"slides":[{"id":"a","ms":1}],"loops":[`+loop+`]}`), &p); err == nil {
			t.Errorf("%s was read as %v", loop, p.Loops)
		}
	}
}

// FuzzProgramme reads programmes that nobody would make: nothing falls over, and what was read can
// be written and read again.
func FuzzProgramme(f *testing.F) {
	f.Add([]byte(`{"from":1,"slides":[{"id":"a","ms":8000}],"loops":[{"of":[[0]],"turns":[0,0]},[0]],"spans":[{"ms":9,"l":0,"d":1},{"ms":9,"l":1},{"ms":1,"l":-1,"o":4}],"evergreen":0}`))
	f.Add([]byte(`{"slides":[{"ms":9223372036854775807},{"ms":2}],"loops":[[0,1],[]],"spans":[{"ms":9223372036854775807,"l":0,"d":9223372036854775807},{"ms":-1,"l":7}]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var p Programme
		if json.Unmarshal(b, &p) != nil {
			return
		}
		if d := cmp.Diff(p, reread(t, p)); d != "" {
			t.Error(d)
		}
	})
}
