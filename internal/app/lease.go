package app

import "context"

// watchLease ends serving where another server has the database, or the database was set back under
// this one. Screens play on; the next start looks what is there.
func watchLease(ctx context.Context, a *App) {
	running(ctx, a, func(ctx context.Context) {
		select {
		case <-ctx.Done():
		case err := <-a.store.Lost():
			a.log.Error("the database is not this server's any more", "error", err)
			a.served <- err
		}
	})
}
