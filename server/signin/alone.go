package signin

import (
	"context"

	"ngatu/internal/store"
)

// Alone says whether a person may approve their own work, because nobody else who may approve has
// ever signed in, or because the operator lets them for a time.
func Alone(ctx context.Context, r store.Reader, who string) (bool, error) {
	return r.Alone(ctx, who, Approve)
}
