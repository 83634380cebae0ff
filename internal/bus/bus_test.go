package bus

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestBus(t *testing.T) {
	t.Run("many rings unheard are one", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := new(Bus)
			ear := b.Subscribe(t.Context())
			for range 1000 {
				b.Ring()
			}
			synctest.Wait()
			if n := heard(ear); n != 1 {
				t.Errorf("heard %d rings, want 1", n)
			}
			b.Ring()
			synctest.Wait()
			if n := heard(ear); n != 1 {
				t.Errorf("after looking, heard %d rings, want 1", n)
			}
		})
	})
	t.Run("everybody hears", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := new(Bus)
			slow, quick := b.Subscribe(t.Context()), b.Subscribe(t.Context())
			b.Ring()
			<-quick
			b.Ring() // slow has not looked yet: nobody waits for it
			<-quick
			<-slow
			synctest.Wait()
			if heard(slow)+heard(quick) != 0 {
				t.Error("a ring was heard twice")
			}
		})
	})
	t.Run("a subscription ends with its context", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			b := new(Bus)
			ctx, cancel := context.WithCancel(t.Context())
			ear := b.Subscribe(ctx)
			cancel()
			synctest.Wait()
			if _, open := <-ear; open {
				t.Error("the channel is still open")
			}
			b.Ring()
		})
	})
	t.Run("rings, comings and goings at once", func(t *testing.T) {
		b := new(Bus)
		var all sync.WaitGroup
		for range 8 {
			all.Go(func() {
				for range 200 {
					ctx, cancel := context.WithCancel(t.Context())
					ear := b.Subscribe(ctx)
					b.Ring()
					<-ear
					cancel()
				}
			})
		}
		all.Wait()
	})
}

// heard counts the rings that are waiting.
func heard(ear <-chan struct{}) (n int) {
	for {
		select {
		case <-ear:
			n++
		default:
			return n
		}
	}
}

// Whoever waits goes on at a ring, else after the longest wait, and stops with its context.
func TestWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		b, began := new(Bus), time.Now()
		ear := b.Subscribe(ctx)
		b.Ring()
		if !Wait(ctx, ear, time.Hour) || time.Since(began) != 0 {
			t.Errorf("a ring was waited past: %v", time.Since(began))
		}
		if !Wait(ctx, ear, time.Hour) || time.Since(began) != time.Hour {
			t.Errorf("without a ring it took %v", time.Since(began))
		}
		cancel()
		if Wait(ctx, ear, time.Hour) || time.Since(began) != time.Hour {
			t.Error("it went on after the end")
		}
	})
}
