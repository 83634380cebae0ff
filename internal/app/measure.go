package app

import (
	"context"

	"ngatu/content/figure"
	"ngatu/internal/store"
)

// putMeasures begins a new folder with the limits of boards as well.
func putMeasures(ctx context.Context, tx *store.Tx) error {
	for _, m := range figure.Measures() {
		m.Limits = figure.StandardLimits
		if err := tx.PutMeasure(ctx, m); err != nil {
			return err
		}
	}
	return nil
}
