package signin

import (
	"context"

	"ngatu/internal/store"
)

// Alone says whether the installation has a single account, which may then approve its own work.
func Alone(ctx context.Context, r store.Reader) (bool, error) {
	n, err := r.CountStaff(ctx)
	return n == 1, err
}
