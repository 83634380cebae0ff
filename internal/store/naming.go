package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"ngatu/content"
)

// mute are the tables that refer to no medium. Every other one is read whole, so that what a table
// of a later version names is kept. Frames are looked through apart ([Reader.inFrames]); the log is
// no reference: a version can be restored for as long as its medium is there.
var mute = []string{
	"media", "renditions", "leftovers", // what is swept
	"bodies", "sent", "changes",
	"runs", "journals", "scans", "receipts", "presence", // what screens tell
	"figures", "sheets", "commands", // numbers, spreadsheets, and pictures that screens took
	"sessions", "links", "tokens", "credentials", "enrolments", // digests of secrets
}

// named are the digests that occur anywhere in what can refer to a medium: documents, drafts, the
// inbox, settings, what somebody is typing.
func (r Reader) named(ctx context.Context) (map[content.Digest]bool, error) {
	steps, err := r.through(ctx)
	if err != nil {
		return nil, err
	}
	all := map[content.Digest]bool{}
	note := func(d content.Digest) {
		if !all[d] {
			all[content.Digest(strings.Clone(string(d)))] = true // alone, without the document around it
		}
	}
	for _, table := range tablesOf(steps) {
		if slices.Contains(mute, table) {
			continue
		}
		_, err := r.rows(ctx, table, func(_ string, values []any, _ int) error {
			for _, value := range values {
				eachDigest(value, note)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// inFrames are the media of which a frame that was sent shows anything; of names the
// media of each digest: their own, and those of what was made of them. since is when the oldest was sent that counts; zero: all count.
func (r Reader) inFrames(ctx context.Context, of map[content.Digest][]content.Digest, since time.Time) (map[content.Digest]bool, error) {
	shown := map[content.Digest]bool{}
	note := func(d content.Digest) {
		for _, medium := range of[d] {
			shown[medium] = true
		}
	}
	look := func(_ string, values []any, _ int) error {
		for _, value := range values {
			eachDigest(value, note)
		}
		return nil
	}
	if since.IsZero() {
		_, err := r.rows(ctx, "bodies", look)
		return shown, err
	}
	bodies, err := list(ctx, r.conn, func(row scanner) (body any, err error) {
		var b []byte
		err = row.Scan(&b)
		return b, err
	}, `SELECT body FROM bodies WHERE hash IN (SELECT hash FROM sent WHERE at >= $1)`, ms(since))
	if err != nil {
		return nil, err
	}
	return shown, look("", bodies, 1)
}

// eachDigest visits whatever may be a digest in a value of the database. Of a longer run of such
// letters every part counts: an escape before a digest looks like more of it.
func eachDigest(value any, visit func(content.Digest)) {
	var text string
	switch v := value.(type) {
	case string:
		text = v
	case []byte:
		text = string(v)
	}
	const length = 64
	run := 0
	for i := range len(text) {
		if c := text[i]; c >= '0' && c <= '9' || c >= 'a' && c <= 'f' {
			run++
		} else {
			run = 0
		}
		if run >= length {
			visit(content.Digest(text[i+1-length : i+1]))
		}
	}
}
