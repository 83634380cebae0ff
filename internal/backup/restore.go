package backup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"filippo.io/age"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/durable"
	"ngatu/internal/store"
	"ngatu/internal/witness"
)

// From says which backup to restore, and where.
type From struct {
	Folder   string // the backup folder
	Stamp    string // which backup in it; "": the newest
	Keys     string // where its keys are; "": in Folder
	Decrypt  []age.Identity
	Data     string // the data folder to be made: nothing may be there yet
	Database string // address of an empty PostgreSQL database that is filled; "": the database goes into Data
	Despite  bool   // also where media are missing or damaged

	// Media takes the media; nil: they go into Data. What it has already is not sent again.
	Media blob.Bucket
}

// Restored describes what was restored.
type Restored struct {
	Manifest
	Stamp   string
	Media   int
	Inbox   int
	Screens int
	Slides  int
	Lacking int // media that the backup lacks; 0 unless From.Despite
}

// Restore copies a backup into an empty place, verifies everything, and marks it so that its server
// starts held. The database gets its name last, or is filled last in one transaction: until then no
// server can start there.
func Restore(ctx context.Context, f From) (Restored, error) {
	stamp, err := f.stamp()
	if err != nil {
		return Restored{}, err
	}
	m, list, err := readManifest(f.Folder, stamp)
	if err != nil {
		return Restored{}, err
	}
	if err := empty(f.Data); err != nil {
		return Restored{}, err
	}
	if err := os.MkdirAll(f.Data, 0o750); err != nil {
		return Restored{}, unwritable(f.Data, err)
	}
	out := Restored{Manifest: m, Stamp: stamp}
	err = f.keys(m) // before hours of copying
	if err == nil {
		err = f.run(ctx, stamp, list, &out)
	}
	if err != nil { // the place was empty, so everything there is from this restore
		for _, name := range []string{keysDir, mediaDir, "inbox", stagedDatabase, database, filepath.Base(witness.MarkPath(f.Data))} {
			os.RemoveAll(filepath.Join(f.Data, name))
		}
	}
	return out, err
}

// stagedDatabase is the database's name until everything else is in place.
const stagedDatabase = ".restore.db"

func (f From) stamp() (string, error) {
	stamps, err := Stamps(f.Folder)
	if err != nil {
		return "", err
	}
	if len(stamps) == 0 {
		return "", &content.Error{
			Code: content.NotFound,
			Vi:   "Trong " + f.Folder + " không có bản sao lưu nào. Hãy chỉ đúng thư mục mà ngatu backup đã ghi.",
			En:   "There is no backup in " + f.Folder + ". Name the folder that ngatu backup wrote.",
		}
	}
	if f.Stamp == "" {
		return stamps[len(stamps)-1], nil
	}
	if !slices.Contains(stamps, f.Stamp) {
		return "", &content.Error{
			Code: content.NotFound,
			Vi:   fmt.Sprintf("Không có bản sao lưu %s. Bản mới nhất: %s.", f.Stamp, stamps[len(stamps)-1]),
			En:   fmt.Sprintf("There is no backup %s. The newest: %s.", f.Stamp, stamps[len(stamps)-1]),
		}
	}
	return f.Stamp, nil
}

// empty refuses a folder that holds something; lost+found of a disk does not count, nor do copies of
// media in S3.
func empty(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return unreadable(dir, err)
	}
	for _, e := range entries {
		if e.Name() != "lost+found" && e.Name() != copiesDir {
			return &content.Error{
				Code: content.Conflict,
				Vi:   "Thư mục " + dir + " không trống. Chỉ khôi phục vào nơi trống: hãy đổi tên thư mục cũ hoặc chọn thư mục mới bằng --data.",
				En:   "The folder " + dir + " is not empty. A backup goes into an empty place only: rename the old folder, or choose a new one with --data.",
			}
		}
	}
	return nil
}

func (f From) keys(m Manifest) error {
	path := filepath.Join(keysFolder(f.Folder, f.Keys), filepath.Base(m.Keys.Name))
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &content.Error{
			Code: content.NotFound, Err: err,
			Vi: "Không có khóa ký " + path + ". Nếu khóa được cất riêng, hãy chỉ thư mục đó bằng --keys-from.",
			En: "The signing keys " + path + " are not there. If they are kept apart, name that folder with --keys-from.",
		}
	}
	if err != nil {
		return unreadable(path, err)
	}
	if string(content.DigestOf(b)) != m.Keys.SHA256 {
		return harmed(path, errors.New("its SHA-256 is another"))
	}
	return unpackKeys(b, filepath.Join(f.Data, keysDir), f.Decrypt, filepath.Ext(path) == ".age")
}

func (f From) run(ctx context.Context, stamp string, list files, out *Restored) error {
	db := filepath.Join(f.Data, stagedDatabase)
	if err := copyFile(filepath.Join(f.Folder, stamp, database), db, out.Database); err != nil {
		return err
	}
	in, err := store.Inspect(ctx, db)
	if err != nil {
		return err
	}
	if in.Meta.Installation != out.Installation || in.Number != out.Number {
		return harmed(database, errors.New("the manifest is of another database"))
	}
	out.Screens, out.Slides = in.Screens, in.Slides
	bad, err := f.media(ctx, list, in.Media, out)
	if err != nil {
		return err
	}
	if out.Lacking = len(bad); len(bad) > 0 && !f.Despite {
		return lacking(bad, "Bản sao lưu thiếu hoặc hỏng %d tệp. Hãy dùng bản khác bằng --at, hoặc chấp nhận thiếu các tệp này bằng --despite-damage vào một thư mục trống.",
			"The backup lacks %d files, or they are damaged. Use another one with --at, or go without them with --despite-damage into an empty folder.")
	}
	highest := in.Number
	if w, err := witness.Read(witness.Path(f.Data)); err == nil {
		highest = max(highest, w.Number)
	}
	err = witness.MarkSetBack(f.Data, witness.SetBack{
		Because: witness.RestoredBackup, From: filepath.Join(f.Folder, stamp), Taken: out.Made, At: time.Now().UTC(), Highest: highest,
	})
	if err != nil {
		return err
	}
	if f.Database != "" {
		if err := store.Copy(ctx, db, f.Database); err != nil {
			return err
		}
		return os.Remove(db)
	}
	if err := durable.Rename(db, filepath.Join(f.Data, database)); err != nil {
		return unwritable(f.Data, err)
	}
	return nil
}

// media restores media and the inbox, and lists what is missing or damaged.
func (f From) media(ctx context.Context, list files, named []content.Digest, out *Restored) (bad []string, err error) {
	from := filepath.Join(f.Folder, mediaDir)
	to := f.Media
	if to == nil {
		if to, err = blob.Open(filepath.Join(f.Data, mediaDir)); err != nil {
			return nil, err
		}
	}
	have := map[content.Digest]bool{}
	for _, m := range list.Media {
		ok, err := f.medium(ctx, from, to, m)
		if err != nil {
			return bad, err
		}
		if have[m.Digest] = ok; !ok {
			bad = append(bad, string(m.Digest))
			continue
		}
		out.Media++
	}
	for _, d := range named {
		if _, listed := have[d]; !listed {
			bad = append(bad, string(d))
		}
	}
	root := filepath.Join(f.Data, "inbox")
	for _, one := range list.Inbox {
		ok, err := f.inboxFile(from, root, one)
		if err != nil {
			return bad, err
		}
		if !ok {
			bad = append(bad, one.Path)
			continue
		}
		out.Inbox++
	}
	return bad, nil
}

func (f From) medium(ctx context.Context, from string, to blob.Bucket, m medium) (ok bool, err error) {
	if err := ctx.Err(); err != nil {
		return false, err
	}
	if !m.Digest.Valid() {
		return false, nil
	}
	if whole, err := blob.Holds(ctx, to, m.Digest, m.Size); whole || err != nil {
		return whole, err
	}
	in, err := os.Open(bytesAt(from, m.Digest))
	if err != nil {
		return false, nil
	}
	defer in.Close()
	switch err := blob.Copy(ctx, to, m.Digest, in); {
	case content.CodeOf(err) == content.Damaged:
		return false, nil
	case err != nil:
		return false, unwritable(f.Data, err)
	}
	return true, nil
}

// inboxFile restores one file with its time, by which the server recognizes it. The threat: a
// planted path that leads out of the inbox.
func (f From) inboxFile(from, root string, one inboxFile) (ok bool, err error) {
	name := filepath.FromSlash(one.Path)
	if !one.Digest.Valid() || !filepath.IsLocal(name) {
		return false, nil
	}
	path := filepath.Join(root, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return false, unwritable(path, err)
	}
	err = copyFile(bytesAt(from, one.Digest), path, part{Size: one.Size, SHA256: string(one.Digest)})
	if content.CodeOf(err) == content.Damaged || content.CodeOf(err) == content.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, os.Chtimes(path, one.Modified, one.Modified)
}

func bytesAt(dir string, d content.Digest) string {
	return filepath.Join(dir, string(d[:2]), string(d[2:4]), string(d))
}
