package air

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/air/answer"
)

// What is said of a campaign before it is approved is what screens show of it after: when it comes
// on first, on how many screens, and how much of an hour it has.
func TestAnOutlookIsWhatScreensShow(t *testing.T) {
	dice := rand.New(rand.NewPCG(18, uint64(time.Now().UnixNano())))
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		return putScreens(ctx, tx, screen("HK-1"), screen("HK-2"))
	})
	for range 12 {
		r.change(func(ctx context.Context, tx *store.Tx) error {
			for i := range 3 {
				if err := tx.PutCampaign(ctx, content.Campaign{ID: fmt.Sprint("c", i), Pool: "city", Weight: 1}); err != nil {
					return err
				}
			}
			for range 8 {
				if err := edit(ctx, tx, dice); err != nil {
					return err
				}
			}
			return nil
		})
		c := content.Campaign{ID: fmt.Sprint("c", dice.IntN(3)), Pool: "city", Weight: 1 + dice.IntN(5)}
		c.Valid.From = time.Now().Add(time.Duration(dice.IntN(3000)-1500) * time.Minute)
		for _, n := range dice.Perm(12) {
			c.Sequence = append(c.Sequence, fmt.Sprint("s", n))
		}
		from := time.Now().Truncate(time.Millisecond)
		said, err := answer.OutlookOf(t.Context(), r.snapshot(), c, from)
		if err != nil {
			t.Fatal(err)
		}
		r.change(func(ctx context.Context, tx *store.Tx) error { return tx.PutCampaign(ctx, c) })
		on := r.snapshot()
		if c.Valid.From.After(from) {
			from = c.Valid.From.Truncate(time.Millisecond).Add(time.Millisecond)
		}
		shows := map[string]bool{}
		for _, code := range []string{"HK-1", "HK-2"} {
			for at, steps := from, 0; steps < 400 && (said.First.IsZero() || at.Before(said.First)); steps++ {
				now, err := on.On(t.Context(), code, at)
				if err != nil {
					t.Fatal(err)
				}
				if now.Campaign == c.ID {
					t.Fatalf("%s shows it at %s, and it was to come on first at %s", code, at, said.First)
				}
				at = now.Until
			}
			if now, err := on.On(t.Context(), code, said.First); err != nil {
				t.Fatal(err)
			} else if !said.First.IsZero() && now.Campaign == c.ID {
				shows[code] = true
			}
			week, err := on.Timeline(t.Context(), code, from, from.Add(7*24*time.Hour))
			if err != nil {
				t.Fatal(err)
			}
			for _, stretch := range week {
				var hour time.Duration
				for _, part := range stretch.Parts {
					if part.Campaign == c.ID {
						hour += time.Duration(float64(time.Hour) * float64(part.Time) / float64(part.Round))
					}
				}
				if hour > 0 && (hour < said.Least || hour > said.Most) {
					t.Fatalf("%s of an hour on %s, and %s to %s were said", hour, code, said.Least, said.Most)
				}
			}
		}
		if len(shows) != said.FirstOn {
			t.Fatalf("first on %v, and on %d was said (%+v)", shows, said.FirstOn, said)
		}
	}
}
