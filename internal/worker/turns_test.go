package worker

import (
	"context"
	"slices"
	"testing"
	"testing/synctest"
)

// However many files of one sender wait, another's is next; who gives up takes nobody's turn.
func TestTurnsGoRoundTheSenders(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		all := newTurns(1)
		give, err := all.take(For(t.Context(), "an"))
		if err != nil {
			t.Fatal(err)
		}
		var order []string
		wait := func(ctx context.Context, who string) {
			go func() {
				give, err := all.take(For(ctx, who))
				if err != nil {
					order = append(order, who+" left")
					return
				}
				order = append(order, who)
				give()
			}()
			synctest.Wait()
		}
		leaving, leave := context.WithCancel(t.Context())
		wait(t.Context(), "an")
		wait(t.Context(), "an")
		wait(leaving, "chi")
		wait(t.Context(), "an")
		wait(t.Context(), "binh")
		wait(leaving, "binh")
		leave()
		synctest.Wait()
		give()
		synctest.Wait()
		if want := []string{"an", "binh", "an", "an"}; !slices.Equal(order[2:], want) {
			t.Errorf("%v, want two that left and %v", order, want)
		}
		if all.free != 1 || len(all.senders) != 0 || len(all.waiting) != 0 {
			t.Errorf("%+v", all)
		}
	})
}

// A machine of much memory lets LibreOffice read two files at once, a small one does not.
func TestHowManyFilesLibreOfficeReads(t *testing.T) {
	for memory, want := range map[int64]int{1 << 30: 1, 4 << 30: 1, 8 << 30: 2, 64 << 30: 2} {
		if got := officePlaces(memory); got != want {
			t.Errorf("%d of %d GB", got, memory>>30)
		}
	}
}
