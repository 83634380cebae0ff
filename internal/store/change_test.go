package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ngatu/content"
)

func TestChange(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		var rings atomic.Int64
		s.OnChange(func() { rings.Add(1) })
		before := time.Now()
		first := changed(t, s, func(ctx context.Context, tx *Tx) error {
			if err := tx.PutSetting(ctx, "hotline", "1022"); err != nil {
				return err
			}
			return tx.PutSetting(ctx, "city_name", "Hà Nội")
		})
		if rings.Load() != 1 {
			t.Errorf("a change of two lines rang %d times, want once", rings.Load())
		}
		if d := time.UnixMilli(first).Sub(before); d < -time.Second || d > time.Minute {
			t.Errorf("the number is %v from now; it should be the time", d)
		}

		broken := errors.New("broken off")
		_, err := s.Change(t.Context(), "an", func(tx *Tx) error {
			if err := tx.PutSetting(t.Context(), "hotline", "113"); err != nil {
				return err
			}
			return broken
		})
		if !errors.Is(err, broken) {
			t.Errorf("got %v, want the function's own error", err)
		}
		if got := must[Setting](t)(s.Setting(t.Context(), "hotline")); got.Value != "1022" || got.By != "an" || got.At.IsZero() {
			t.Errorf("after a change that was broken off the hotline is %+v", got)
		}
		if number := changed(t, s, func(context.Context, *Tx) error { return nil }); number != 0 {
			t.Errorf("a change of nothing has number %d", number)
		}
		if rings.Load() != 1 {
			t.Error("rang although nothing was committed")
		}
		second := changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.DeleteSetting(ctx, "hotline") })
		lines := must[[]Change](t)(s.Changes(t.Context(), 0, 0))
		got := ""
		for _, c := range lines {
			got += fmt.Sprintf("%d.%d %s %s %s %s %s\n", c.Number, c.Line, c.Who, c.Verb, c.Noun, c.ID, c.Detail)
		}
		want := fmt.Sprintf("%d.1 an change setting hotline {\"value\":\"1022\"}\n%[1]d.2 an change setting city_name {\"value\":\"Hà Nội\"}\n%d.1 an delete setting hotline null\n", first, second)
		if got != want {
			t.Errorf("log:\n%swant:\n%s", got, want)
		}
		if last := must[int64](t)(s.LastChange(t.Context())); last != second {
			t.Errorf("last change %d, want %d", last, second)
		}
	})
}

func TestChangesEndWithAWholeChange(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		for i := range 4 {
			changed(t, s, func(ctx context.Context, tx *Tx) error {
				for j := range 3 {
					if err := tx.PutSetting(ctx, fmt.Sprint("key", j), fmt.Sprint(i)); err != nil {
						return err
					}
				}
				return nil
			})
		}
		after, seen := int64(0), 0
		for {
			lines := must[[]Change](t)(s.Changes(t.Context(), after, 4))
			if len(lines) == 0 {
				break
			}
			if len(lines)%3 != 0 {
				t.Errorf("a page of %d lines cuts a change of three", len(lines))
			}
			seen += len(lines)
			after = lines[len(lines)-1].Number
		}
		if seen != 12 {
			t.Errorf("saw %d lines, want 12", seen)
		}
		before, seen := int64(0), 0
		for {
			lines := must[[]Change](t)(s.ChangesOf(t.Context(), "setting", "key1", before, 2))
			if len(lines) == 0 {
				break
			}
			seen += len(lines)
			before = lines[len(lines)-1].Number
		}
		if seen != 4 {
			t.Errorf("saw %d lines of one setting, want 4", seen)
		}
		if recent := must[[]Change](t)(s.RecentChanges(t.Context(), 0, 1)); len(recent) != 3 || recent[0].Line != 3 {
			t.Errorf("the newest change is %+v, want its three lines, last first", recent)
		}
	})
}

func TestNumbersGrowAfterARestore(t *testing.T) {
	for _, db := range databases {
		t.Run(db.name, func(t *testing.T) {
			address := db.address(t)
			s := must[*Store](t)(Open(t.Context(), address))
			old := putSetting(t, s, "1")
			if _, err := s.writes.Exec(`UPDATE clock SET number = 5`); err != nil { // what an old backup would say
				t.Fatal(err)
			}
			s.Close()
			time.Sleep(2 * time.Millisecond) // putting a backup back takes longer
			s = opened(t, address)
			if number := putSetting(t, s, "2"); number <= old {
				t.Errorf("after a restore %d, before %d", number, old)
			}
			ahead := time.Now().Add(time.Hour).UnixMilli() // the machine's clock was an hour ahead once
			if _, err := s.writes.Exec(`UPDATE clock SET number = $1`, ahead); err != nil {
				t.Fatal(err)
			}
			if number := putSetting(t, s, "3"); number != ahead+1 {
				t.Errorf("number %d, want %d", number, ahead+1)
			}
		})
	}
}

func TestTheLogIsAppendOnly(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutSetting(ctx, "a", "b") })
		for _, query := range []string{`UPDATE changes SET who = 'nobody'`, `DELETE FROM changes`} {
			if _, err := s.writes.Exec(query); err == nil {
				t.Errorf("%s was carried out", query)
			}
		}
		if lines := must[[]Change](t)(s.Changes(t.Context(), 0, 0)); len(lines) != 1 || lines[0].Who != "an" {
			t.Errorf("log %+v", lines)
		}
	})
}

// Readers see every change whole, and numbers in the order of commits: who has read up to a number
// never finds a lower one later.
func TestManyAtOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		const writers, each = 6, 15
		var writing sync.WaitGroup
		for w := range writers {
			writing.Go(func() {
				for range each {
					_, err := s.Change(t.Context(), fmt.Sprint("writer", w), func(tx *Tx) error {
						for _, key := range []string{"one", "two"} {
							if err := tx.PutSetting(t.Context(), key, fmt.Sprint(tx.Number())); err != nil {
								return err
							}
						}
						return nil
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		done := make(chan struct{})
		go func() { writing.Wait(); close(done) }()
		after, lines := int64(0), 0
		for ended := false; ; {
			page, err := s.Changes(t.Context(), after, 10)
			if err != nil {
				t.Error(err)
				break
			}
			for _, c := range page {
				if c.Number < after {
					t.Errorf("number %d came after %d", c.Number, after)
				}
				after = c.Number
			}
			lines += len(page)
			err = s.View(t.Context(), func(r Reader) error {
				all, err := r.Settings(t.Context())
				if err != nil {
					return err
				}
				last, err := r.LastChange(t.Context())
				if len(all) == 2 && (all[0].Value != all[1].Value || all[0].Value != fmt.Sprint(last)) {
					t.Errorf("torn snapshot: %+v at %d", all, last)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
			if ended && len(page) == 0 {
				break
			}
			select {
			case <-done:
				ended = true
			default:
			}
		}
		if lines != writers*each*2 {
			t.Errorf("read %d lines, want %d", lines, writers*each*2)
		}
	})
}

func TestWhatOneDatabaseCannotHoldBothRefuse(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		for _, text := range []string{"a\x00b", "\xff", "TiÕng Vi\xd6t"} {
			_, err := s.Change(t.Context(), "an", func(tx *Tx) error { return tx.PutSetting(t.Context(), "x", text) })
			refused(t, err, content.Invalid)
		}
		_, err := s.Setting(t.Context(), "x")
		refused(t, err, content.NotFound)
	})
}

func TestNow(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		before := time.Now()
		now := must[time.Time](t)(s.Now(t.Context()))
		if now.Before(before.Add(-time.Second)) || now.After(time.Now().Add(time.Second)) || now.Location() != time.UTC {
			t.Errorf("the database says %v", now)
		}
	})
}

// Readers of the log know its nouns: a line with another one is refused, and nothing of
// its change is kept.
func TestUnknownNounIsRefused(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		_, err := s.Change(t.Context(), "an", func(tx *Tx) error {
			if err := tx.PutSetting(t.Context(), "city_name", "Hà Nội"); err != nil {
				return err
			}
			return tx.did(t.Context(), "create", "something new", "a", nil)
		})
		if err == nil {
			t.Error("a noun that nobody knows was logged")
		}
		if last := must[int64](t)(s.LastChange(t.Context())); last != 0 {
			t.Errorf("the change was kept as %d", last)
		}
	})
}
