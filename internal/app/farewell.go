package app

import (
	"context"
	"errors"
	"time"

	"ngatu/server/hub"
)

// farewell tells players when to reconnect, and ends the hub. Stop calls it more than once.
func (a *App) farewell(ctx context.Context) error {
	err := a.hub.Shutdown(ctx, spread(a.hub.Stats().Players))
	if errors.Is(err, hub.ErrClosing) {
		return nil
	}
	return err
}

// spread is the time over which players reconnect when the server stops: a second for every
// thousand.
func spread(players int64) time.Duration {
	return time.Second + time.Duration(players)*time.Millisecond
}
