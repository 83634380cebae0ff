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
		all := newTurns(1, 1)
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

// A sender's long file holds no other sender up: where two have their turn at a time, both are not one
// sender's.
func TestOneSenderHasNotAllTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		all := newTurns(2, 1)
		var order []string
		gives := map[string]chan struct{}{}
		wait := func(who, file string) {
			gives[file] = make(chan struct{})
			go func() {
				give, err := all.take(For(t.Context(), who))
				if err != nil {
					t.Error(err)
				}
				order = append(order, file)
				<-gives[file]
				give()
			}()
			synctest.Wait()
		}
		wait("an", "an 1")
		wait("an", "an 2")
		wait("binh", "binh 1")
		wait("binh", "binh 2")
		wait("chi", "chi 1")
		for _, file := range []string{"binh 1", "an 1", "chi 1", "an 2", "binh 2"} {
			close(gives[file])
			synctest.Wait()
		}
		if want := []string{"an 1", "binh 1", "binh 2", "an 2", "chi 1"}; !slices.Equal(order, want) || all.free != 2 || len(all.busy)+len(all.senders)+len(all.waiting) > 0 {
			t.Errorf("%v, %+v", order, all)
		}
	})
}

// How many clips are converted at a time depends on memory and processors, and is two where the memory
// allows it.
func TestHowManyClipsAreConverted(t *testing.T) {
	for _, one := range []struct {
		memory     int64
		processors int
		want       int
	}{{2 << 30, 8, 1}, {6 << 30, 2, 1}, {8 << 30, 2, 2}, {8 << 30, 1, 2}, {8 << 30, 16, 2}, {64 << 30, 8, 4}} {
		if got := filmPlaces(one.memory, one.processors); got != one.want {
			t.Errorf("%d at %+v", got, one)
		}
	}
}

// A machine of much memory lets LibreOffice read two files at once, a small one does not.
func TestHowManyFilesLibreOfficeReads(t *testing.T) {
	for memory, want := range map[int64]int{1 << 30: 1, 4 << 30: 1, 8 << 30: 2, 64 << 30: 2} {
		if got := officePlaces(memory); got != want {
			t.Errorf("%d of %d GB", got, memory>>30)
		}
	}
}
