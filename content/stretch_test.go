package content

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// What a timeline is drawn from is what a player shows: at every instant the slot is one of the
// stretch's, and the stretches leave nothing out.
func TestStretchesAreWhatPlayersShow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, _, err := Resolve(anyPlan(t), monday, monday.AddDate(0, 0, 7))
		if err != nil {
			t.Fatal(err)
		}
		from := p.From + rapid.Int64Range(-day, 8*day).Draw(t, "from")
		until := from + rapid.Int64Range(1, 3*day).Draw(t, "long")
		all := p.Stretches(from, until)
		end := from
		for _, one := range all {
			if one.From != end || one.Until <= one.From {
				t.Fatalf("after %d comes %+v", end, one)
			}
			end = one.Until
			sum := int64(0)
			for _, part := range one.Parts {
				sum += part.Time
				if part.Round != one.Parts[0].Round || part.Time < part.Dwell {
					t.Fatalf("a part is %+v", part)
				}
			}
			if len(one.Parts) > 0 && sum != one.Parts[0].Round {
				t.Fatalf("parts of %d ms make a round of %d", sum, one.Parts[0].Round)
			}
			for _, at := range []int64{one.From, one.Until - 1, rapid.Int64Range(one.From, one.Until-1).Draw(t, "at")} {
				var turns []string
				for _, part := range one.Parts {
					turns = append(turns, part.ID)
				}
				if got := p.Turns(at); !slices.Equal(got, turns) {
					t.Fatalf("at %d %v take turns, and the stretch is %+v", at, got, one)
				}
				slot, shown := p.At(at), ""
				if slot.Slide >= 0 {
					shown = p.Slides[slot.Slide].ID
				}
				if p.Exclusive(at) != one.Exclusive || shown == "" && len(one.Parts) > 0 ||
					shown != "" && !slices.ContainsFunc(one.Parts, func(part Part) bool { return part.ID == shown }) {
					t.Fatalf("at %d %q is on, and the stretch is %+v", at, shown, one)
				}
			}
		}
		if end != until {
			t.Fatalf("the stretches end at %d, not %d", end, until)
		}
	})
}

// A programme resolved for one instant shows then what the whole window's does.
func TestResolveAtShowsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		plan := anyPlan(t)
		if len(plan.Slides) > 0 && rapid.IntRange(0, 3).Draw(t, "long") == 0 {
			plan.Slides[0].Dwell = rapid.Int64Range(day/3, day).Draw(t, "dwell")
		}
		until := monday.AddDate(0, 0, 7*WindowWeeks)
		whole, _, err := Resolve(plan, monday, until)
		if err != nil {
			t.Fatal(err)
		}
		at := monday.UnixMilli() + rapid.Int64Range(0, 7*day-1).Draw(t, "at")
		short, err := ResolveAt(plan, monday, until, time.UnixMilli(at))
		if err != nil {
			t.Fatal(err)
		}
		id := func(p *Programme) (string, Slot) {
			s := p.At(at)
			if s.Slide < 0 {
				return "", s
			}
			return p.Slides[s.Slide].ID, s
		}
		one, a := id(&short)
		other, b := id(&whole)
		a.Slide, b.Slide = 0, 0
		if one == "" { // the safe card holds until the span ends, which may be later than was worked out
			a.End, b.End = 0, 0
		}
		if one != other || a != b {
			t.Fatalf("at %d %q %+v, and %q %+v in the whole", at, one, a, other, b)
		}
	})
}
