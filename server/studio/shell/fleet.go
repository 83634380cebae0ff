package shell

import (
	"context"

	"ngatu/content"
	"ngatu/internal/store"
)

// fleetAt is every screen as of a change.
type fleetAt struct {
	change  int64
	screens []content.Screen
}

// Screens is every screen, read again only after a change: receipts are asked for every other
// second. It must not be changed.
func (s *Shell) Screens(ctx context.Context) ([]content.Screen, error) {
	number, err := s.Store.LastChange(ctx)
	known := s.fleet.Load()
	if known != nil && store.Silent(err) {
		return known.screens, nil
	}
	if err != nil {
		return nil, err
	}
	if known != nil && known.change == number {
		return known.screens, nil
	}
	screens, err := s.Store.AllScreens(ctx)
	if err == nil {
		s.fleet.Store(&fleetAt{number, screens})
	}
	return screens, err
}
