package store

import (
	"context"
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
	Refused  InboxState = "refused"  // Sentence says why
	Vanished InboxState = "vanished" // it was there once; its slide was taken off
)

// InboxFile is a file of the inbox as it was last looked at.
type InboxFile struct {
	Path     string // below the inbox, with slashes; kept in NFC, whatever the disk's form is
	Size     int64
	Modified time.Time // as the disk tells, to the nanosecond
	Digest   content.Digest
	Slide    string // ID of the slide that it became
	State    InboxState
	Sentence Notice    // why it was refused, or what staff should know
	At       time.Time // when it was looked at; set by the store
}

const inboxColumns = `path, size, modified, digest, slide, state, vi, en, at`

func scanInboxFile(row scanner) (InboxFile, error) {
	var f InboxFile
	var modified, when int64
	err := row.Scan(&f.Path, &f.Size, &modified, &f.Digest, &f.Slide, &f.State, &f.Sentence.Vi, &f.Sentence.En, &when)
	if modified != 0 {
		f.Modified = time.Unix(0, modified).UTC()
	}
	f.At = at(when)
	return f, err
}

// InboxFile is what is known of the file at path.
func (r Reader) InboxFile(ctx context.Context, path string) (InboxFile, error) {
	path = norm.NFC.String(path)
	if err := plain(path); err != nil {
		return InboxFile{}, err
	}
	f, err := one(ctx, r, scanInboxFile, `SELECT `+inboxColumns+` FROM inbox WHERE path = $1`, path)
	return f, orMissing(err, "tệp", "file", path)
}

// InboxFiles lists files below a folder ("": all) by path: at most limit ([MaxPage] for 0) after the given path.
func (r Reader) InboxFiles(ctx context.Context, folder, after string, limit int) ([]InboxFile, error) {
	from, until := "", ""
	if folder != "" {
		from = norm.NFC.String(strings.TrimSuffix(folder, "/")) + "/"
		until = from[:len(from)-1] + "0" // the character after "/"
	}
	after = norm.NFC.String(after)
	return list(ctx, r, scanInboxFile, `SELECT `+inboxColumns+` FROM inbox
		WHERE path > $1 AND path >= $2 AND ($3 OR path < $4) ORDER BY path LIMIT $5`, after, from, folder == "", until, page(limit))
}

// PutInboxFile notes what became of a file.
func (tx *Tx) PutInboxFile(ctx context.Context, f InboxFile) error {
	f.Path = norm.NFC.String(f.Path)
	var modified int64
	if !f.Modified.IsZero() {
		modified = f.Modified.UnixNano()
	}
	_, err := tx.exec(ctx, `INSERT INTO inbox (`+inboxColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT (path) DO UPDATE SET size = excluded.size, modified = excluded.modified, digest = excluded.digest,
			slide = excluded.slide, state = excluded.state, vi = excluded.vi, en = excluded.en, at = excluded.at`,
		f.Path, f.Size, modified, string(f.Digest), f.Slide, string(f.State), f.Sentence.Vi, f.Sentence.En, tx.now)
	if err != nil {
		return err
	}
	return tx.did(ctx, string(f.State), "inbox", f.Path, map[string]string{"slide": f.Slide, "digest": string(f.Digest), "vi": f.Sentence.Vi})
}

// DeleteInboxFile forgets a file; one that is not known is no error.
func (tx *Tx) DeleteInboxFile(ctx context.Context, path string) error {
	path = norm.NFC.String(path)
	n, err := tx.exec(ctx, `DELETE FROM inbox WHERE path = $1`, path)
	if err != nil || n == 0 {
		return err
	}
	return tx.did(ctx, "delete", "inbox", path, nil)
}
