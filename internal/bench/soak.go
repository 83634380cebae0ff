package main

import (
	"context"
	"fmt"
	"time"
)

// soak changes something every second for minutes and compares the heap before and
// after, both collected.
func soak(ctx context.Context, b *bench) error {
	long := b.soak
	if b.quick && long == 10*time.Minute {
		long = 20 * time.Second
	}
	f, err := b.fleet(ctx, "soak", b.few())
	if err != nil {
		return err
	}
	defer f.stop()
	if _, err := f.connect(ctx); err != nil {
		return err
	}
	kinds := []string{"figures", "order", "figures", "words"} // a programme every other second, figures between them
	for i := range 12 {                                       // until caches and pools are as they stay
		if _, err := f.change(kinds[i%len(kinds)]); err != nil {
			return err
		}
	}
	before, err := f.weigh(ctx)
	if err != nil {
		return err
	}
	var last, rss, heap []float64
	began := time.Now()
	for n := 0; time.Since(began) < long; n++ {
		if err := f.until(began.Add(time.Duration(n) * time.Second)); err != nil {
			return err
		}
		a, err := f.changeNow(kinds[n%len(kinds)])
		if err != nil {
			return err
		}
		last, rss = append(last, a.All), append(rss, a.RSS/1000)
		if n%60 == 59 {
			m, err := f.weigh(ctx)
			if err != nil {
				return err
			}
			heap = append(heap, m.Heap/1000)
		}
	}
	after, err := f.weigh(ctx)
	if err != nil {
		return err
	}
	what := fmt.Sprintf("soak, %d players, a change a second for %v: ", b.players, long)
	b.report.add(what+"heap after garbage collection, end against start", "×", []float64{after.Heap / before.Heap}, goal{p50: 1.02})
	b.report.add(what+"heap each minute, collected", "MB", append([]float64{before.Heap / 1000}, append(heap, after.Heap/1000)...), goal{})
	b.report.add(what+"goroutines, end less start", "", []float64{after.Goroutines - before.Goroutines}, goal{})
	b.report.add(what+"memory (VmRSS)", "MB", rss, goal{})
	b.report.add(what+"committed → the last player has it", "ms", last, goal{})
	return nil
}

// until lets time pass while players answer pings.
func (f *fleet) until(at time.Time) error {
	left := time.Until(at).Milliseconds()
	if left <= 0 {
		return nil
	}
	_, err := f.obey(command{Do: "quiet", For: int(left)})
	return err
}
