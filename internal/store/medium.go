package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"time"

	"ngatu/content"
)

// Medium is an imported file, known by its digest.
type Medium struct {
	Digest   content.Digest
	Kind     content.Kind // picture or video
	Type     string       // MIME type
	Width    int          // pixels
	Height   int
	Duration time.Duration // of a video, whole milliseconds
	Bytes    int64
	Codec    string         // of a video
	Name     string         // of the file as it was uploaded
	Notices  []Notice       // what staff should know of it, such as that an animation became its first frame
	Text     string         // that was found in it, such as on the page of a PDF
	Lines    []content.Line // where that stands; none: nobody knows
	Origin   string         // what the file says of AI: "made" or "altered" by it; "": nothing
	Created  time.Time
}

// Notice is a sentence for staff in both languages.
type Notice struct {
	Vi string `json:"vi"`
	En string `json:"en"`
}

const mediumColumns = `digest, kind, type, width, height, duration, bytes, codec, name, notices, words, lines, origin, created`

func scanMedium(row scanner) (Medium, error) {
	var m Medium
	var duration, created int64
	var notices, lines string
	err := row.Scan(&m.Digest, &m.Kind, &m.Type, &m.Width, &m.Height, &duration, &m.Bytes, &m.Codec, &m.Name, &notices, &m.Text, &lines, &m.Origin, &created)
	if err != nil {
		return m, err
	}
	m.Duration, m.Created = time.Duration(duration)*time.Millisecond, at(created)
	if err := json.Unmarshal([]byte(notices), &m.Notices); err != nil {
		return m, fmt.Errorf("read the notices of %s: %w", m.Digest, err)
	}
	if lines == "" { // of before
		return m, nil
	}
	if err := json.Unmarshal([]byte(lines), &m.Lines); err != nil {
		return m, fmt.Errorf("read the lines of %s: %w", m.Digest, err)
	}
	return m, nil
}

// Medium is the one with a digest.
func (r shelfReads) Medium(ctx context.Context, digest content.Digest) (Medium, error) {
	m, err := one(ctx, r.conn, scanMedium, `SELECT `+mediumColumns+` FROM media WHERE digest = $1`, string(digest))
	return m, orMissing(err, "tệp", "medium", string(digest))
}

// Media lists media newest first: at most limit ([MaxPage] for 0) after the given one, the last of
// the page before (zero: from the newest).
func (r shelfReads) Media(ctx context.Context, after Medium, limit int) ([]Medium, error) {
	created := ms(after.Created)
	if after.Digest == "" {
		created = math.MaxInt64
	}
	return list(ctx, r.conn, scanMedium, `SELECT `+mediumColumns+` FROM media
		WHERE (created, digest) < ($1, $2) ORDER BY created DESC, digest DESC LIMIT $3`, created, string(after.Digest), page(limit))
}

// PutMedium notes a medium. One that is there already is kept as it is, and leaves no line in the
// log: the same bytes are the same medium. One that nothing referred to counts as used from now on.
func (tx shelfWrites) PutMedium(ctx context.Context, m Medium) error {
	if m.Notices == nil {
		m.Notices = []Notice{}
	}
	notices, err := written(m.Notices)
	if err != nil {
		return err
	}
	lines := ""
	if len(m.Lines) > 0 {
		if lines, err = written(m.Lines); err != nil {
			return err
		}
	}
	if n, err := tx.exec(ctx, `UPDATE media SET unused = 0 WHERE digest = $1 AND unused <> 0`, string(m.Digest)); err != nil {
		return err
	} else if n > 0 {
		return tx.did(ctx, "use", NounMedium, string(m.Digest), nil)
	}
	n, err := tx.exec(ctx, `INSERT INTO media (`+mediumColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (digest) DO NOTHING`,
		string(m.Digest), string(m.Kind), m.Type, m.Width, m.Height, m.Duration.Milliseconds(), m.Bytes, m.Codec, m.Name, notices, m.Text, lines, m.Origin, tx.now)
	if err != nil || n == 0 {
		return err
	}
	return tx.did(ctx, "create", NounMedium, string(m.Digest), map[string]any{"name": m.Name, "type": m.Type, "bytes": m.Bytes})
}

// DeleteMedium forgets a medium and its renditions; Conflict while a slide shows it. The
// bytes are the blob's.
func (tx shelfWrites) DeleteMedium(ctx context.Context, digest content.Digest) error {
	shown, err := tx.SlidesWith(ctx, digest)
	if err != nil {
		return err
	}
	drafts, err := tx.SlideDrafts(ctx)
	if err != nil {
		return err
	}
	for _, d := range drafts {
		if d.Doc.Medium == digest {
			shown = append(shown, d.Doc)
		}
	}
	if len(shown) > 0 {
		return &content.Error{
			Code: content.Conflict,
			Vi:   "Tệp đang được dùng trong tấm “" + shown[0].Title + "”. Hãy xóa tấm đó trước.",
			En:   "The file is used by the slide “" + shown[0].Title + "”. Delete that slide first.",
		}
	}
	gone, err := tx.exec(ctx, `DELETE FROM media WHERE digest = $1`, string(digest))
	return tx.deleted(ctx, gone, err, NounMedium, "tệp", "medium", string(digest))
}
