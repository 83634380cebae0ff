package backup

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"filippo.io/age"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/durable"
	"ngatu/internal/store"
)

// Options say what to copy, and where to.
type Options struct {
	Data     string          // the data folder; a server may be running on it
	Database string          // address of the database that belongs to it
	Media    blob.Bucket     // its media; nil: they are in Data
	To       string          // the backup folder, created if missing; not within Data
	KeysTo   string          // the folder for the keys; "": To
	Encrypt  []age.Recipient // who can decrypt the keys; none: they are not encrypted
	Keep     int             // how many backups are kept; 0: all
	Now      func() time.Time
}

// Made describes a finished backup.
type Made struct {
	Stamp    string    `json:"stamp"`
	Made     time.Time `json:"made"`
	To       string    `json:"to"`
	Keys     string    `json:"keys"`      // the file that the keys are in
	Number   int64     `json:"number"`    // of the last change in it
	Media    int       `json:"media"`     // in it
	Copied   int       `json:"copied"`    // new media, which the folder lacked
	CopiedMB int64     `json:"copied_mb"` // size of those in megabytes
	Removed  int       `json:"removed"`   // old backups that were deleted
}

// Make makes one backup. The database is a snapshot at one change and includes everything
// acknowledged before the start. Media that the backup folder lacks are copied and checked against
// their digest.
//
// If media are missing or damaged in the data folder, the backup is made without them and an error
// with code Damaged names them. After any other error there is no new backup, and older ones are
// unchanged.
func Make(ctx context.Context, o Options) (Made, error) {
	if err := o.check(); err != nil {
		return Made{}, err
	}
	if err := os.MkdirAll(o.To, 0o700); err != nil {
		return Made{}, unwritable(o.To, err)
	}
	free, err := lock(o.To)
	if err != nil {
		return Made{}, err
	}
	defer free()
	now := o.Now().UTC().Truncate(time.Second)
	w := &work{Options: o, made: Made{Stamp: now.Format(stampForm), Made: now, To: o.To}}
	w.part = filepath.Join(o.To, ".part-"+w.made.Stamp)
	if _, err := os.Stat(filepath.Join(o.To, w.made.Stamp)); err == nil { // two within a second
		return Made{}, &content.Error{Code: content.Conflict, Vi: "Vừa có một bản sao lưu xong. Hãy chạy lại sau một giây.", En: "A backup was made just now. Run it again in a second."}
	}
	defer os.RemoveAll(w.part) // already renamed if all went well
	if err := w.run(ctx); err != nil {
		return Made{}, unwritable(o.To, err)
	}
	if err := note(o.Data, w.made, len(w.bad)); err != nil {
		return w.made, err
	}
	if len(w.bad) > 0 {
		return w.made, lacking(w.bad, "Đã sao lưu, nhưng %d tệp trong kho bị thiếu hoặc hỏng nên không có trong bản sao. Hãy chạy ngatu doctor.",
			"The backup was made, but %d files of the media folder are missing or damaged and not in it. Run ngatu doctor.")
	}
	w.made.Removed, err = prune(o.To, keysFolder(o.To, o.KeysTo), o.Keep)
	return w.made, err
}

func (o *Options) check() error {
	if o.Now == nil {
		o.Now = time.Now
	}
	if !store.Remote(o.Database) && !there(o.Database) {
		return store.NoData(o.Database, fs.ErrNotExist)
	}
	for _, to := range []string{o.To, o.KeysTo} {
		if to != "" && within(to, o.Data) {
			return &content.Error{
				Code: content.Invalid,
				Vi:   "Bản sao lưu không được nằm trong thư mục dữ liệu: mất ổ đĩa là mất cả hai. Hãy chọn thư mục trên ổ đĩa khác.",
				En:   "A backup must not lie within the data folder: a lost disk would take both. Choose a folder on another disk.",
			}
		}
	}
	return nil
}

// work is a running backup.
type work struct {
	Options
	made Made
	part string // folder that becomes the backup
	bad  []string
}

func (w *work) run(ctx context.Context) error {
	if err := os.MkdirAll(w.part, 0o700); err != nil {
		return err
	}
	// The database first: every medium that it names is in the media folder by then.
	db := filepath.Join(w.part, database)
	if err := store.BackupFile(ctx, w.Database, db); err != nil {
		return err
	}
	in, err := store.Inspect(ctx, db)
	if err != nil {
		return err
	}
	m := Manifest{Version: 1, Made: w.made.Made, Kind: in.Meta.Kind, Installation: in.Meta.Installation, Number: in.Number}
	if m.Keys, err = w.keys(); err != nil {
		return err
	}
	list, err := w.media(ctx, in.Media)
	if err != nil {
		return err
	}
	if list.Inbox, err = w.inbox(ctx); err != nil {
		return err
	}
	if m.Files, err = writeJSON(filepath.Join(w.part, filesFile), list); err != nil {
		return err
	}
	if m.Database, err = partOf(db); err != nil {
		return err
	}
	if _, err := writeJSON(filepath.Join(w.part, manifest), m); err != nil {
		return err
	}
	w.made.Number, w.made.Media = in.Number, len(list.Media)
	return durable.Rename(w.part, filepath.Join(w.To, w.made.Stamp))
}

// keys packs the keys folder. Keys are kept apart from the data: with both, anyone can put anything
// on air.
func (w *work) keys() (part, error) {
	packed, err := packKeys(filepath.Join(w.Data, keysDir), w.Encrypt)
	if err != nil {
		return part{}, err
	}
	dir := keysFolder(w.To, w.KeysTo)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return part{}, unwritable(dir, err)
	}
	name := w.made.Stamp + ".tar"
	if len(w.Encrypt) > 0 {
		name += ".age"
	}
	w.made.Keys = filepath.Join(dir, name)
	return part{name, int64(len(packed)), string(content.DigestOf(packed))}, durable.Write(w.made.Keys, packed)
}

// media copies what the backup folder lacks, including layouts, which the database does not name.
func (w *work) media(ctx context.Context, named []content.Digest) (list files, err error) {
	to, err := blob.Open(filepath.Join(w.To, mediaDir))
	if err != nil {
		return list, err
	}
	src := w.Media
	if folder := filepath.Join(w.Data, mediaDir); src == nil && there(folder) {
		if src, err = blob.Open(folder); err != nil {
			return list, err
		}
	}
	have := map[content.Digest]bool{}
	if src != nil {
		err = src.Walk(ctx, func(d content.Digest, size int64) error {
			ok, err := w.copy(ctx, src, to, d, size)
			if ok {
				have[d] = true
				list.Media = append(list.Media, medium{d, size})
			}
			return err
		})
		if err != nil {
			return list, err
		}
	}
	for _, d := range named {
		if !have[d] {
			w.bad = append(w.bad, string(d))
		}
	}
	return list, nil
}

// copy puts a medium into the media folder, unless it is there; ok is false if its bytes do not match
// d, or it is gone or unreadable: it is reported as missing if it is needed.
func (w *work) copy(ctx context.Context, src blob.Bucket, to *blob.Folder, d content.Digest, size int64) (ok bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	if n, err := to.Size(d); err == nil && n == size {
		return true, nil
	}
	r, err := src.Stream(ctx, d)
	if err != nil {
		if content.CodeOf(err) == content.Away {
			return false, err
		}
		return false, ctx.Err()
	}
	defer r.Close()
	if err := blob.Copy(ctx, to, d, r); err != nil {
		if content.CodeOf(err) == content.Damaged {
			err = nil
		}
		return false, err
	}
	w.made.Copied++
	w.made.CopiedMB += size >> 20
	return true, nil
}

// inbox copies the files of an inbox within the data folder: without them a restored server would
// take their slides off. An inbox elsewhere, on a share, is not lost with this disk.
func (w *work) inbox(ctx context.Context) (list []inboxFile, err error) {
	root := filepath.Join(w.Data, "inbox")
	to, err := blob.Open(filepath.Join(w.To, mediaDir))
	if err != nil {
		return nil, err
	}
	err = filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil // no inbox, or the file was removed while walking
			}
			return unreadable(path, err)
		}
		if !e.Type().IsRegular() {
			return nil
		}
		one, err := w.inboxFile(ctx, to, root, path)
		if err == nil && one.Path != "" {
			list = append(list, one)
		}
		return err
	})
	return list, err
}

func (w *work) inboxFile(ctx context.Context, to *blob.Folder, root, path string) (inboxFile, error) {
	name, err := filepath.Rel(root, path)
	if err != nil {
		return inboxFile{}, err
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return inboxFile{}, nil
	}
	if err != nil {
		return inboxFile{}, unreadable(path, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return inboxFile{}, unreadable(path, err)
	}
	d, n, err := to.Put(ctx, f, 0)
	return inboxFile{filepath.ToSlash(name), d, n, info.ModTime()}, err
}

func keysFolder(to, keysTo string) string {
	if keysTo != "" {
		return keysTo
	}
	return filepath.Join(to, keysDir)
}

func there(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// within reports whether a path is a folder or lies in it.
func within(path, folder string) bool {
	path, folder = real(path), real(folder)
	rel, err := filepath.Rel(folder, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

// real resolves links in the existing part of a path.
func real(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return path
	}
	if to, err := filepath.EvalSymlinks(abs); err == nil {
		return to
	}
	if up := filepath.Dir(abs); up != abs {
		return filepath.Join(real(up), filepath.Base(abs))
	}
	return abs
}
