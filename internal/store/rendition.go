package store

import (
	"context"

	"ngatu/content"
)

// Grade is how much care was taken with a rendition.
type Grade string

// The grades: a quick one is on air within the second, and a fine one takes its place.
const (
	Quick Grade = "quick"
	Fine  Grade = "fine"
)

// Rendition is a medium made ready for a canvas.
type Rendition struct {
	Medium content.Digest
	Width  int    // pixels of the canvas
	Height int    // pixels of the canvas
	Fit    string // how it was fitted, in the words of whoever makes renditions: "contain", "cover:0.50,0.30", "still"
	Ref    content.Ref
	Grade  Grade
}

const renditionColumns = `medium, width, height, fit, digest, type, size, grade`

func scanRendition(row scanner) (Rendition, error) {
	var r Rendition
	err := row.Scan(&r.Medium, &r.Width, &r.Height, &r.Fit, &r.Ref.Digest, &r.Ref.Type, &r.Ref.Size, &r.Grade)
	return r, err
}

// Rendition is the one of a medium for a canvas and fit; NotFound where it has not been made.
func (r shelfReads) Rendition(ctx context.Context, medium content.Digest, width, height int, fit string) (Rendition, error) {
	found, err := one(ctx, r.conn, scanRendition, `SELECT `+renditionColumns+` FROM renditions
		WHERE medium = $1 AND width = $2 AND height = $3 AND fit = $4`, string(medium), width, height, fit)
	return found, orMissing(err, "bản dựng của tệp", "rendition of", string(medium))
}

// Renditions lists all of a medium, by canvas and fit; at most [MaxPage].
func (r shelfReads) Renditions(ctx context.Context, medium content.Digest) ([]Rendition, error) {
	return list(ctx, r.conn, scanRendition, `SELECT `+renditionColumns+` FROM renditions
		WHERE medium = $1 ORDER BY width, height, fit LIMIT $2`, string(medium), MaxPage)
}

// RenditionsFor lists all that were made for a canvas and are shown by an approved slide,
// by medium and fit.
func (r shelfReads) RenditionsFor(ctx context.Context, width, height int) ([]Rendition, error) {
	return list(ctx, r.conn, scanRendition, `SELECT `+renditionColumns+` FROM renditions
		WHERE width = $1 AND height = $2 AND medium IN (SELECT medium FROM slides WHERE state = $3)
		ORDER BY medium, fit`, width, height, string(content.Approved))
}

// HasRendition says whether any rendition has these bytes: only then do they go out as a medium.
func (r shelfReads) HasRendition(ctx context.Context, digest content.Digest) (bool, error) {
	var found bool
	err := r.q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM renditions WHERE digest = $1)`, string(digest)).Scan(&found)
	return found, r.explain(err)
}

// PutRendition notes a rendition, or puts a new one in the old one's place. The medium must
// have been put before.
func (tx shelfWrites) PutRendition(ctx context.Context, r Rendition) error {
	_, err := tx.exec(ctx, `INSERT INTO renditions (`+renditionColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (medium, width, height, fit) DO UPDATE SET digest = excluded.digest, type = excluded.type, size = excluded.size, grade = excluded.grade`,
		string(r.Medium), r.Width, r.Height, r.Fit, string(r.Ref.Digest), r.Ref.Type, r.Ref.Size, string(r.Grade))
	if err != nil {
		return err
	}
	return tx.did(ctx, "change", NounRendition, string(r.Medium), map[string]any{"w": r.Width, "h": r.Height, "fit": r.Fit, "grade": r.Grade, "digest": r.Ref.Digest})
}
