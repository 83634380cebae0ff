package air

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// alarms are put on and ended in turn, as many as on a day of a typhoon.
func (c *city) alarms(many int) {
	c.tb.Helper()
	for i := range many {
		one := storm()
		one.ID, one.Title, one.In = fmt.Sprint("storm", i%8), "Bão", [...]string{"", district(0), district(1)}[i%3]
		c.change(func(ctx context.Context, tx *store.Tx) (err error) {
			one, err = content.PutOn(one, "an", tx.Time(), time.Hour, false)
			return errors.Join(err, tx.PutTakeover(ctx, one))
		})
		c.turn()
		c.change(func(ctx context.Context, tx *store.Tx) error { return tx.PutTakeover(ctx, content.End(one, tx.Time())) })
		c.turn()
	}
}

// BenchmarkADayOfAlarms asks what was on over a day of sixty presses: on one screen, and on a page
// of the list of screens.
func BenchmarkADayOfAlarms(b *testing.B) {
	c := newCity(b, 100, 20, 5)
	c.alarms(60)
	until := time.Now().Add(-time.Second)
	from := until.AddDate(0, 0, -1)
	for _, screens := range []int{1, 25} {
		b.Run(fmt.Sprint("screens=", screens), func(b *testing.B) {
			n := 0
			for b.Loop() {
				b.StopTimer()
				c.change(func(ctx context.Context, tx *store.Tx) error { return tx.PutSetting(ctx, "x", fmt.Sprint(b.N, n)) })
				n++
				s, err := c.Snapshot(b.Context()) // it remembers nothing yet
				if err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
				for i := range screens {
					line, err := s.Timeline(b.Context(), fmt.Sprintf("HK-%05d", i), from, until)
					if err != nil || len(line) < 40 {
						b.Fatal(len(line), err)
					}
				}
			}
		})
	}
}
