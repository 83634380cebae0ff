package store

import (
	"context"
	"math"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"ngatu/content"
)

// InboxState is what became of a file in the inbox.
type InboxState string

// The states of a file.
const (
	Taken    InboxState = "taken"    // it became a slide or a release of figures
	Refused  InboxState = "refused"  // Sentence says why; it lies or will lie among the refused
	Held     InboxState = "held"     // it waits where it lies; Sentence says for what
	Vanished InboxState = "vanished" // it was there once; its slide was taken off
)

// InboxFile is a file of the inbox as it was last looked at.
type InboxFile struct {
	Path     string // below the inbox, with slashes; kept in NFC, whatever the disk's form is
	Size     int64
	Modified time.Time // as the disk tells, to the nanosecond
	Changed  time.Time // when the disk last changed anything of it; zero where it does not tell
	Digest   content.Digest
	Slide    string // ID of the slide that it became
	State    InboxState
	Sentence Notice    // why it was refused, or what staff should know
	At       time.Time // when it was looked at; set by the store
}

const inboxColumns = `path, size, modified, changed, digest, slide, state, vi, en, at`

func scanInboxFile(row scanner) (InboxFile, error) {
	var f InboxFile
	var modified, changed, when int64
	err := row.Scan(&f.Path, &f.Size, &modified, &changed, &f.Digest, &f.Slide, &f.State, &f.Sentence.Vi, &f.Sentence.En, &when)
	f.Modified, f.Changed, f.At = diskTime(modified), diskTime(changed), at(when)
	return f, err
}

// diskTime and disk read and write times of the disk, in nanoseconds; 0 is none.

func diskTime(ns int64) time.Time {
	if ns == 0 {
		return time.Time{}
	}
	return time.Unix(0, ns).UTC()
}

func disk(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// InboxFile is what is known of the file at path.
func (r shelfReads) InboxFile(ctx context.Context, path string) (InboxFile, error) {
	path = norm.NFC.String(path)
	if err := plain(path); err != nil {
		return InboxFile{}, err
	}
	f, err := one(ctx, r.conn, scanInboxFile, `SELECT `+inboxColumns+` FROM inbox WHERE path = $1`, path)
	return f, orMissing(err, "tệp", "file", path)
}

// InboxFiles lists files below a folder ("": all) by path: at most limit ([MaxPage] for 0)
// after the given path.
func (r shelfReads) InboxFiles(ctx context.Context, folder, after string, limit int) ([]InboxFile, error) {
	from, until := "", ""
	if folder != "" {
		from = norm.NFC.String(strings.TrimSuffix(folder, "/")) + "/"
		until = from[:len(from)-1] + "0" // the character after "/"
	}
	after = norm.NFC.String(after)
	return list(ctx, r.conn, scanInboxFile, `SELECT `+inboxColumns+` FROM inbox
		WHERE path > $1 AND path >= $2 AND ($3 OR path < $4) ORDER BY path LIMIT $5`, after, from, folder == "", until, page(limit))
}

// EachInboxFile visits the files below a folder ("": all) by path, page by page.
func (r shelfReads) EachInboxFile(ctx context.Context, folder string, visit func(InboxFile)) error {
	after := ""
	for {
		page, err := r.InboxFiles(ctx, folder, after, MaxPage)
		if err != nil {
			return err
		}
		for _, f := range page {
			visit(f)
		}
		if len(page) < MaxPage {
			return nil
		}
		after = page[len(page)-1].Path
	}
}

// NotedInboxFiles lists files of which the studio tells staff something, those looked at last
// first: those that follow last in this order (zero: all), at most limit ([MaxPage] for 0).
func (r shelfReads) NotedInboxFiles(ctx context.Context, last InboxFile, limit int) ([]InboxFile, error) {
	until := int64(math.MaxInt64)
	if !last.At.IsZero() {
		until = last.At.UnixMilli()
	}
	return list(ctx, r.conn, scanInboxFile, `SELECT `+inboxColumns+` FROM inbox
		WHERE vi <> '' AND state <> 'vanished' AND (at < $1 OR at = $1 AND path > $2) ORDER BY at DESC, path LIMIT $3`,
		until, norm.NFC.String(last.Path), page(limit))
}

// PutInboxFile notes what became of a file.
func (tx shelfWrites) PutInboxFile(ctx context.Context, f InboxFile) error {
	f.Path = norm.NFC.String(f.Path)
	_, err := tx.exec(ctx, `INSERT INTO inbox (`+inboxColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (path) DO UPDATE SET size = excluded.size, modified = excluded.modified, changed = excluded.changed,
			digest = excluded.digest, slide = excluded.slide, state = excluded.state, vi = excluded.vi, en = excluded.en, at = excluded.at`,
		f.Path, f.Size, disk(f.Modified), disk(f.Changed), string(f.Digest), f.Slide, string(f.State), f.Sentence.Vi, f.Sentence.En, tx.now)
	if err != nil {
		return err
	}
	return tx.did(ctx, string(f.State), NounInbox, f.Path, map[string]string{"slide": f.Slide, "digest": string(f.Digest), "vi": f.Sentence.Vi})
}

// DeleteInboxFile forgets a file; one that is not known is no error.
func (tx shelfWrites) DeleteInboxFile(ctx context.Context, path string) error {
	path = norm.NFC.String(path)
	n, err := tx.exec(ctx, `DELETE FROM inbox WHERE path = $1`, path)
	if err != nil || n == 0 {
		return err
	}
	return tx.did(ctx, "delete", NounInbox, path, nil)
}
