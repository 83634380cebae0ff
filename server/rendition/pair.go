package rendition

import (
	"context"
	"image"

	"ngatu/content"
	"ngatu/internal/media"
	"ngatu/internal/pair"
	"ngatu/internal/store"
)

// completePair makes what a slide of two pictures lacks, and commits all of it at once.
func completePair(ctx context.Context, mk *Maker, s content.Slide, mains, stills []want) error {
	var on []pair.On
	var wants [][]want // by canvas
	at := map[size]int{}
	for _, w := range append(mains, stills...) {
		i, known := at[w.size]
		if !known {
			i = len(on)
			at[w.size] = i
			on, wants = append(on, pair.On{Width: w.width, Height: w.height, Least: w.least}), append(wants, nil)
		}
		wants[i] = append(wants[i], w)
	}
	var made []store.Rendition
	err := pair.Draw(ctx, mk.Workers, mk.original, s, on, func(i int, drawn *image.RGBA) error {
		for _, w := range wants[i] {
			encode := media.Encode
			if w.still {
				encode = media.EncodeStill
			}
			r, err := encode(drawn)
			if err == nil {
				err = mk.Store.Room()
			}
			if err != nil {
				return err
			}
			d, err := mk.Media.PutBytes(ctx, r.Bytes)
			if err != nil {
				return err
			}
			made = append(made, store.Rendition{
				Medium: s.Medium, Width: w.width, Height: w.height, Fit: w.fit, Grade: store.Fine,
				Ref: content.Ref{Digest: d, Type: r.Type, Size: int64(len(r.Bytes))},
			})
		}
		return nil
	})
	if err != nil {
		return err
	}
	_, err = mk.Store.Change(ctx, byServer, func(tx *store.Tx) error { return putAll(ctx, tx, made) })
	return err
}
