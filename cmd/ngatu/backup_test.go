package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"ngatu/content"
	"ngatu/internal/backup"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/internal/witness"
)

// said runs the program to its end.
func said(t *testing.T, folder string, args ...string) (out string, err error) {
	t.Helper()
	var stderr bytes.Buffer
	cmd := ngatu(t, folder, args...)
	cmd.Stderr = &stderr
	b, err := cmd.Output()
	return string(b) + stderr.String(), err
}

// A running server is backed up, its keys encrypted; a second backup copies only what is new; what
// is restored from it is the same, starts held and serves.
func TestBackupAndRestore(t *testing.T) {
	folder := t.TempDir()
	data, to, back := filepath.Join(folder, "data"), filepath.Join(folder, "sao lưu"), filepath.Join(folder, "back")
	s := start(t, ngatu(t, folder, "demo", "--data", data, "--listen", "127.0.0.1:0"))
	drop(t, filepath.Join(data, "inbox", "hoa.png"), 0)
	slides(t, data, 1)
	who, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	identity := filepath.Join(folder, "identity")
	if err := os.WriteFile(identity, []byte(who.String()+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	first := backed(t, folder, "--data", data, "--to", to, "--recipient", who.Recipient().String())
	if first.Copied == 0 || first.Media != first.Copied {
		t.Errorf("the first backup: %+v", first)
	}
	drop(t, filepath.Join(data, "inbox", "lá.png"), 200)
	slides(t, data, 2)
	time.Sleep(1100 * time.Millisecond) // a stamp is a second
	second := backed(t, folder, "--data", data, "--to", to, "--recipient", who.Recipient().String())
	if second.Copied == 0 || second.Copied >= first.Copied || second.Media != first.Media+second.Copied {
		t.Errorf("the second copied %d of %d; the first had %d", second.Copied, second.Media, first.Media)
	}
	if last, ok := backup.Last(data); !ok || last.Stamp != second.Stamp {
		t.Errorf("the last good backup is %+v", last)
	}
	s.stop(t)
	working, err := os.ReadFile(filepath.Join(data, "keys", "working.key"))
	if err != nil {
		t.Fatal(err)
	}
	holds(t, to, bytes.TrimSpace(working), false)

	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"--data", back}, "--identity"},
		{[]string{"--data", data, "--identity", identity}, "không trống"},
		{[]string{"--data", back, "--identity", identity, "--at", "2020-01-01T00-00-00Z"}, second.Stamp},
		{[]string{"--data", back, "--identity", filepath.Join(data, "keys", "working.key")}, "không phải khóa của age"},
		{nil, "--drill"},
	} {
		if out, err := said(t, folder, append([]string{"restore", "--from", to}, c.args...)...); err == nil || !strings.Contains(out, c.says) {
			t.Errorf("%v: %v %s", c.args, err, out)
		}
	}
	if entries, _ := os.ReadDir(back); len(entries) > 0 {
		t.Errorf("what was refused left %v", entries)
	}
	if out, err := said(t, folder, "restore", "--from", to, "--identity", identity, "--data", back); err != nil || !strings.Contains(out, "starts held") {
		t.Fatalf("%v %s", err, out)
	}
	same(t, data, back, "keys", "inbox")
	was, err := store.Inspect(t.Context(), filepath.Join(data, "ngatu.db"))
	if err != nil {
		t.Fatal(err)
	}
	is, err := store.Inspect(t.Context(), filepath.Join(back, "ngatu.db"))
	if err != nil || is.Meta != was.Meta || is.Number != second.Number || is.Slides != was.Slides {
		t.Errorf("restored %+v, was %+v: %v", is, was, err)
	}
	mark, ok, err := witness.Marked(back)
	if err != nil || !ok || mark.Because != witness.RestoredBackup || mark.Highest < second.Number {
		t.Errorf("the restored folder is not marked: %+v %v", mark, err)
	}
	s = start(t, ngatu(t, folder, "demo", "--data", back, "--listen", "127.0.0.1:0"))
	slides(t, back, 2) // the inbox was put back too, so nothing of it went off
	s.stop(t)
}

// A damaged medium in the backup is found: nothing is restored, unless somebody accepts that. A
// damaged database or key never is.
func TestDamagedBackup(t *testing.T) {
	folder := t.TempDir()
	data, to := filepath.Join(folder, "data"), filepath.Join(folder, "to")
	testkit.Stop(t, testkit.Server(t, configOf(data)))
	made := backed(t, folder, "--data", data, "--to", to)
	var some string
	filepath.WalkDir(filepath.Join(to, "media"), func(path string, e fs.DirEntry, err error) error {
		if content.Digest(e.Name()).Valid() {
			some = path
		}
		return err
	})
	harm(t, some)
	out, err := said(t, folder, "restore", "--from", to, "--data", "new")
	if err == nil || !strings.Contains(out, filepath.Base(some)) || !strings.Contains(out, "--despite-damage") {
		t.Errorf("%v %s", err, out)
	}
	if entries, _ := os.ReadDir(filepath.Join(folder, "new")); len(entries) > 0 {
		t.Errorf("what was refused left %v", entries)
	}
	if out, err := said(t, folder, "restore", "--from", to, "--data", "new", "--despite-damage"); err != nil || !strings.Contains(out, "missing: 1") {
		t.Errorf("%v %s", err, out)
	}
	for _, path := range []string{filepath.Join(to, "keys", made.Stamp+".tar"), filepath.Join(to, made.Stamp, "ngatu.db"), filepath.Join(to, made.Stamp, "files.json"), filepath.Join(to, made.Stamp, "manifest.json")} {
		whole, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		harm(t, path)
		if out, err := said(t, folder, "restore", "--from", to, "--data", "other", "--despite-damage"); err == nil || !strings.Contains(out, "bị hỏng") {
			t.Errorf("%s: %v %s", path, err, out)
		}
		if err := os.WriteFile(path, whole, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if entries, _ := os.ReadDir(filepath.Join(folder, "other")); len(entries) > 0 {
		t.Errorf("what was refused left %v", entries)
	}
}

// The restore drill is one command: it restores, starts a server on it, and leaves nothing behind.
func TestRestoreDrill(t *testing.T) {
	folder := t.TempDir()
	data, to := filepath.Join(folder, "data"), filepath.Join(folder, "to")
	testkit.Stop(t, testkit.Server(t, configOf(data)))
	backed(t, folder, "--data", data, "--to", to, "--keys-to", filepath.Join(folder, "usb"))
	if out, err := said(t, folder, "restore", "--from", to, "--drill"); err == nil || !strings.Contains(out, "--keys-from") {
		t.Errorf("without keys: %v %s", err, out)
	}
	out, err := said(t, folder, "restore", "--from", to, "--drill", "--keys-from", "usb", "--data", "near/data")
	if err == nil {
		t.Errorf("beside a folder that is not there: %s", out)
	}
	out, err = said(t, folder, "restore", "--from", to, "--drill", "--keys-from", "usb", "--data", "data2")
	if err != nil || !strings.Contains(out, "restore drill passed") {
		t.Errorf("%v %s", err, out)
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 3 { // data, to, usb
		t.Errorf("the drill left %v", entries)
	}
}

// Old backups go, with what only they had; those that stay can be restored.
func TestKeep(t *testing.T) {
	folder := t.TempDir()
	data, to := filepath.Join(folder, "data"), filepath.Join(folder, "to")
	a := testkit.Server(t, configOf(data))
	now := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	for day := range 4 {
		drop(t, filepath.Join(a.Inbox(), "một.png"), uint8(50*day+10))
		slides(t, data, 1)
		o := backup.Options{Data: data, Database: filepath.Join(data, "ngatu.db"), To: to, Keep: 2, Now: func() time.Time { return now.AddDate(0, 0, day) }}
		if _, err := backup.Make(t.Context(), o); err != nil {
			t.Fatal(err)
		}
	}
	stamps, err := backup.Stamps(to)
	keys, _ := os.ReadDir(filepath.Join(to, "keys"))
	if err != nil || len(stamps) != 2 || stamps[0] != "2026-11-03T00-00-00Z" || len(keys) != 2 {
		t.Fatalf("%v are kept, and %d keys: %v", stamps, len(keys), err)
	}
	for i, stamp := range stamps {
		if out, err := said(t, folder, "restore", "--from", to, "--at", stamp, "--data", fmt.Sprint("back", i)); err != nil {
			t.Errorf("%s: %s", stamp, out)
		}
	}
}

func TestBackupRefused(t *testing.T) {
	folder := t.TempDir()
	data := filepath.Join(folder, "data")
	testkit.Stop(t, testkit.Server(t, configOf(data)))
	for says, args := range map[string][]string{
		"postgres://…":         {"--data", "postgres://ngatu@db/ngatu", "--to", "to"},
		"s3://…":               {"--data", data, "--to", "s3://bucket/x"},
		"smb://…":              {"--data", data, "--to", "to", "--keys-to", "smb://nas/keys"},
		"--data":               {"--data", "nowhere", "--to", "to"},
		"ổ đĩa khác":           {"--data", data, "--to", filepath.Join(data, "sao")},
		"age-keygen":           {"--data", data, "--to", "to", "--recipient", "age1nonsense"},
		"Không ghi được":       {"--data", data, "--to", filepath.Join(aFile(t, folder), "x")},
		"missing flags: --to=": {"--data", data},
	} {
		if out, err := said(t, folder, append([]string{"backup"}, args...)...); err == nil || !strings.Contains(out, says) {
			t.Errorf("%v: %v %s", args, err, out)
		}
	}
	for _, made := range []string{"to", "nowhere", "postgres:", "s3:", "smb:"} {
		if _, err := os.Stat(filepath.Join(folder, made)); err == nil {
			t.Errorf("%s was made", made)
		}
	}
}

// aFile is a file where somebody took it for a folder.
func aFile(t *testing.T, folder string) string {
	t.Helper()
	path := filepath.Join(folder, "a file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// backed makes a backup with the program and reads what it says.
func backed(t *testing.T, folder string, args ...string) (m backup.Made) {
	t.Helper()
	out, err := said(t, folder, append([]string{"backup", "--json"}, args...)...)
	if err != nil {
		t.Fatalf("%v %s", err, out)
	}
	if err := json.Unmarshal([]byte(out), &m); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return m
}

// drop puts a picture into an inbox.
func drop(t *testing.T, path string, shade uint8) {
	t.Helper()
	m := image.NewGray(image.Rect(0, 0, 640, 360))
	for i := range m.Pix {
		m.Pix[i] = shade + uint8(i%50)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// slides waits until so many slides of the inbox are on, with all that is made of them.
func slides(t *testing.T, data string, want int) (n int) {
	t.Helper()
	before := -1
	for end := time.Now().Add(testkit.Patience); time.Now().Before(end); time.Sleep(300 * time.Millisecond) {
		in, err := store.Inspect(t.Context(), filepath.Join(data, "ngatu.db"))
		if err != nil {
			t.Fatal(err)
		}
		if n = in.Files; n == want && len(in.Media) == before {
			return n
		}
		before = len(in.Media)
	}
	t.Fatalf("%d files of the inbox are on, not %d", n, want)
	return n
}

// harm changes one byte.
func harm(t *testing.T, path string) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	os.Chmod(path, 0o600)
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// holds says whether any file below dir has these bytes.
func holds(t *testing.T, dir string, some []byte, want bool) {
	t.Helper()
	found := false
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		found = found || bytes.Contains(b, some)
		return err
	})
	if err != nil || found != want {
		t.Errorf("%s holds the key: %v, %v", dir, found, err)
	}
}

// same compares folders file by file.
func same(t *testing.T, a, b string, names ...string) {
	t.Helper()
	for _, name := range names {
		err := filepath.WalkDir(filepath.Join(a, name), func(path string, e fs.DirEntry, err error) error {
			if err != nil || !e.Type().IsRegular() || strings.HasPrefix(e.Name(), ".") || e.Name() == "witness" {
				return err
			}
			rel, err := filepath.Rel(a, path)
			if err != nil {
				return err
			}
			one, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			other, err := os.ReadFile(filepath.Join(b, rel))
			if err == nil && !bytes.Equal(one, other) {
				err = fmt.Errorf("%s differs", rel)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}
