package app

import "context"

// running does something until the server stops.
func running(ctx context.Context, a *App, do func(context.Context)) {
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan struct{})
	go func() {
		defer close(done)
		do(ctx)
	}()
	a.onStop(func(context.Context) error { stop(); <-done; return nil })
}
