package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"ngatu/content"
)

func TestOpenAgain(t *testing.T) {
	for _, db := range databases {
		t.Run(db.name, func(t *testing.T) {
			address := db.address(t)
			s := must[*Store](t)(Open(t.Context(), address))
			changed(t, s, func(ctx context.Context, tx *Tx) error {
				return tx.PutSetting(ctx, "app_name", "Công dân Thủ đô số – iHanoi")
			})
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			again := opened(t, address)
			if got := must[Setting](t)(again.Setting(t.Context(), "app_name")); got.Value != "Công dân Thủ đô số – iHanoi" {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestSQLiteIsSetToBeDurable(t *testing.T) {
	s := opened(t, filepath.Join(t.TempDir(), "thư mục 100%? #1", "ngatu.db"))
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000"} {
		var got string
		if err := s.writes.QueryRow(`PRAGMA ` + pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %s (%v), want %s", pragma, got, err, want)
		}
	}
	if _, err := s.reads.Exec(`DELETE FROM settings`); err == nil {
		t.Error("a connection for reading writes")
	}
	info := must[os.FileInfo](t)(os.Stat(s.where))
	if info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the file: %v", info.Mode())
	}
}

// Whatever cannot be opened is reported in a sentence that names the file, and stays as it
// is to the last byte.
func TestOpenTouchesNothingItCannotRead(t *testing.T) {
	tests := []struct {
		name string
		make func(t *testing.T, path string)
		code content.Code
		says string
	}{
		{"no database", func(t *testing.T, path string) {
			write(t, path, []byte(strings.Repeat("Kính gửi Sở Văn hóa. ", 300)))
		}, content.Damaged, "không phải cơ sở dữ liệu của Ngatu"},
		{"another program's", func(t *testing.T, path string) { query(t, path, `CREATE TABLE contacts (name TEXT)`) }, content.Damaged, "không phải cơ sở dữ liệu của Ngatu"},
		{"a page overwritten", func(t *testing.T, path string) { overwrite(t, path, 4096, 8*4096) }, content.Damaged, "bị hỏng"},
		{"the header overwritten", func(t *testing.T, path string) { overwrite(t, path, 0, 100) }, content.Damaged, "không phải cơ sở dữ liệu của Ngatu"},
		{"cut off", func(t *testing.T, path string) { made(t, path); cut(t, path, 5*4096+10) }, content.Damaged, "bị hỏng"},
		{"emptied beside its log", func(t *testing.T, path string) { write(t, path, nil); write(t, path+"-wal", []byte("changes")) }, content.Damaged, "bị hỏng"},
		{"newer", func(t *testing.T, path string) {
			made(t, path)
			query(t, path, `INSERT INTO migrations (number, name, at) SELECT max(number) + 1, 'later', 0 FROM migrations`)
		}, content.Conflict, "bản Ngatu mới hơn"},
		{"a step left out", func(t *testing.T, path string) {
			made(t, path)
			query(t, path, `DELETE FROM migrations WHERE number = 3`)
		}, content.Damaged, "bước 3"},
		{"another step", func(t *testing.T, path string) {
			made(t, path)
			query(t, path, `UPDATE migrations SET name = 'x' WHERE number = 2`)
		}, content.Damaged, "bước 2"},
		{"a folder in its place", func(t *testing.T, path string) { os.Mkdir(path, 0o755) }, content.Damaged, "không phải cơ sở dữ liệu của Ngatu"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "ngatu.db")
			test.make(t, path)
			before, _ := os.ReadFile(path)
			_, err := Open(t.Context(), path)
			refused(t, err, test.code)
			if err != nil && (!strings.Contains(err.Error(), test.says) || !strings.Contains(err.Error(), path)) {
				t.Errorf("the sentence is %q", err)
			}
			if after, _ := os.ReadFile(path); !bytes.Equal(before, after) {
				t.Error("the file was changed")
			}
			if _, err := os.Stat(path + "-wal"); test.name == "emptied beside its log" && err != nil {
				t.Error("the log beside was removed")
			}
		})
	}
}

func TestOpenWhereNothingCanBeWritten(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, nil)
	_, err := Open(t.Context(), filepath.Join(file, "ngatu.db"))
	refused(t, err, content.Missing)

	if os.Getuid() != 0 {
		t.Skip("only root can become another user")
	}
	folder := must[string](t)(os.MkdirTemp("", "ngatu-locked-")) // not t.TempDir: nobody may pass through that
	t.Cleanup(func() { os.RemoveAll(folder) })
	os.Chmod(folder, 0o555)
	if out := openAsChild(t, filepath.Join(folder, "ngatu.db"), 65534); !strings.HasPrefix(out, "missing: Không ghi được vào "+folder) {
		t.Errorf("said %q", out)
	}
}

func TestOneProcessAFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ngatu.db")
	s := must[*Store](t)(Open(t.Context(), path))
	if out := openAsChild(t, path, 0); !strings.HasPrefix(out, "conflict: Một chương trình Ngatu khác đang dùng "+path) {
		t.Errorf("another process said %q", out)
	}
	_, err := Open(t.Context(), path)
	refused(t, err, content.Conflict)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if out := openAsChild(t, path, 0); out != "open\n" {
		t.Errorf("after closing, another process said %q", out)
	}
}

func TestPostgresRefusals(t *testing.T) {
	_, err := Open(t.Context(), "postgres://ngatu:s3cret@127.0.0.1:1/nothing?connect_timeout=2")
	refused(t, err, content.Missing)
	_, bad := Open(t.Context(), "postgres://ngatu:s3cret@[::1/nothing")
	refused(t, bad, content.Invalid)
	for _, err := range []error{err, bad} {
		if strings.Contains(err.Error(), "s3cret") {
			t.Errorf("the sentence tells the password: %v", err)
		}
	}
	address := postgresAddress(t)
	s := opened(t, address)
	if _, err := s.writes.Exec(`CREATE ROLE guest LOGIN PASSWORD 's3cret'`); err != nil {
		t.Fatal(err)
	}
	stranger, none := must[*url.URL](t)(url.Parse(server.Address())), must[*url.URL](t)(url.Parse(server.Address()))
	stranger.User, none.Path = url.UserPassword("guest", "s3cret"), "/none"
	_, err = Open(t.Context(), stranger.String())
	refused(t, err, content.Missing)
	if err != nil && !strings.Contains(err.Error(), "OWNER TO") {
		t.Errorf("does not say what to do: %v", err)
	}
	_, err = Open(t.Context(), none.String())
	refused(t, err, content.Missing)
	if _, err := s.writes.Exec(`INSERT INTO migrations (number, name, at) SELECT max(number) + 1, 'a', 0 FROM migrations UNION ALL SELECT 99, 'later', 0`); err != nil {
		t.Fatal(err)
	}
	_, err = Open(t.Context(), address)
	refused(t, err, content.Damaged) // those up to 98 are left out
	s.writes.Exec(`DELETE FROM migrations WHERE number = 99`)
	_, err = Open(t.Context(), address)
	refused(t, err, content.Conflict)
}

func TestReadSteps(t *testing.T) {
	steps, err := readSteps(migrations)
	if err != nil || len(steps) == 0 {
		t.Fatal(steps, err)
	}
	tests := map[string]bool{
		"0001_a.sql 0002_b.sql": true,
		"0001_a.sql 0003_b.sql": false,
		"0002_a.sql":            false,
		"0001_a.sql 0001_b.sql": false,
		"1_a.sql":               false,
		"0001_a.txt":            false,
		"0001_a.sql notes.sql":  false,
	}
	for names, good := range tests {
		files := fstest.MapFS{}
		for _, name := range strings.Fields(names) {
			files["migrations/"+name] = &fstest.MapFile{}
		}
		if _, err := readSteps(files); (err == nil) != good {
			t.Errorf("%s: %v", names, err)
		}
	}
}

func TestClaim(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		_, err := s.Meta(t.Context())
		refused(t, err, content.NotFound)
		first := must[Meta](t)(s.Claim(t.Context(), Demo))
		if again := must[Meta](t)(s.Claim(t.Context(), Demo)); again != first || first.Installation == "" {
			t.Errorf("claimed as %+v, then %+v", first, again)
		}
		_, err = s.Claim(t.Context(), Real)
		refused(t, err, content.Conflict)
		if err != nil && !strings.Contains(err.Error(), "ngatu serve --data") {
			t.Errorf("does not say how to begin: %v", err)
		}
	})
}

func TestBackup(t *testing.T) {
	for _, db := range databases {
		t.Run(db.name, func(t *testing.T) {
			address := db.address(t)
			s := opened(t, address)
			must[Meta](t)(s.Claim(t.Context(), Real))
			last := changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutSetting(ctx, "city_name", "Hà Nội") })
			path := filepath.Join(t.TempDir(), "sao lưu's.db")
			if err := BackupFile(t.Context(), address, path); err != nil {
				t.Fatal(err)
			}
			refused(t, BackupFile(t.Context(), address, path), content.Conflict)
			changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutSetting(ctx, "city_name", "Huế") })
			restored := opened(t, path)
			if got := must[Setting](t)(restored.Setting(t.Context(), "city_name")); got.Value != "Hà Nội" {
				t.Errorf("the backup says %+v", got)
			}
			if number := changed(t, restored, func(ctx context.Context, tx *Tx) error { return tx.DeleteSetting(ctx, "city_name") }); number <= last {
				t.Errorf("number %d after the restore, %d before", number, last)
			}
		})
	}
	refused(t, BackupFile(t.Context(), filepath.Join(t.TempDir(), "none.db"), filepath.Join(t.TempDir(), "2.db")), content.NotFound)
}

// openAsChild opens a database in another process, as another user where uid is not 0, and
// gives what it said.
func openAsChild(t *testing.T, path string, uid uint32) string {
	t.Helper()
	exe := must[string](t)(os.Executable())
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), "NGATU_STORE_CHILD=open", "NGATU_STORE_PATH="+path)
	if uid != 0 {
		copied := filepath.Join(filepath.Dir(path), "child")
		os.Chmod(filepath.Dir(path), 0o755)
		b := must[[]byte](t)(os.ReadFile(exe))
		if err := os.WriteFile(copied, b, 0o755); err != nil {
			t.Fatal(err)
		}
		os.Chmod(filepath.Dir(path), 0o555)
		cmd.Path, cmd.Args, cmd.Dir = copied, []string{copied}, filepath.Dir(path)
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uid, Gid: uid}}
	}
	out, err := cmd.CombinedOutput()
	if err != nil && len(out) == 0 {
		t.Fatal(err)
	}
	return string(out)
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// query changes a closed database file behind the store's back.
func query(t *testing.T, path, statement string) {
	t.Helper()
	db := must[*sql.DB](t)(sql.Open("sqlite", uri(path, "")))
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

// made makes a database with something in it and closes it.
func made(t *testing.T, path string) {
	t.Helper()
	s := must[*Store](t)(Open(t.Context(), path))
	changed(t, s, func(ctx context.Context, tx *Tx) error {
		for i := range 200 {
			if err := tx.PutSetting(ctx, fmt.Sprint("key", i), strings.Repeat("x", 200)); err != nil {
				return err
			}
		}
		return nil
	})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

// overwrite makes a database and puts rubbish over some of its bytes.
func overwrite(t *testing.T, path string, from, until int) {
	t.Helper()
	made(t, path)
	b := must[[]byte](t)(os.ReadFile(path))
	for i := from; i < until; i++ {
		b[i] = byte(i * 7)
	}
	write(t, path, b)
}

func cut(t *testing.T, path string, size int64) {
	t.Helper()
	if err := os.Truncate(path, size); err != nil {
		t.Fatal(err)
	}
}
