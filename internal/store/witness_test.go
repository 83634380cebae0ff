package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/witness"
)

// beside is how the tests open a database at path with its witness.
func beside(path string) Beside {
	return Beside{Witness: witness.Path(filepath.Dir(path))}
}

// attested opens a database with its witness, as the server does.
func attested(t testing.TB, address string, b Beside) *Store {
	t.Helper()
	s := must[*Store](t)(OpenBeside(t.Context(), address, b))
	must[Meta](t)(s.Claim(t.Context(), Real))
	if err := s.Attest(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

func putSetting(t testing.TB, s *Store, value string) int64 {
	t.Helper()
	return changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.PutSetting(ctx, "a", value) })
}

func TestTheWitnessNamesTheLastChange(t *testing.T) {
	for _, db := range databases {
		t.Run(db.name, func(t *testing.T) {
			address, b := db.address(t), Beside{Witness: witness.Path(t.TempDir())}
			s := attested(t, address, b)
			for i := range 3 {
				number := putSetting(t, s, fmt.Sprint(i))
				if r := must[witness.Record](t)(witness.Read(b.Witness)); r.Number != number {
					t.Errorf("the witness says %d when %d is acknowledged", r.Number, number)
				}
			}
			s.Close()
			again := must[*Store](t)(OpenBeside(t.Context(), address, b))
			defer again.Close()
			if because, _ := again.Found(); because != "" {
				t.Errorf("nothing is lost, and it says %q", because)
			}
			if want := must[witness.Record](t)(again.lastRecord(t.Context())); want != must[witness.Record](t)(witness.Read(b.Witness)) {
				t.Errorf("the witness differs from the log: %+v", want)
			}
		})
	}
}

// What a witness finds when another state of the database is put beside it.
func TestAnotherStateIsFound(t *testing.T) {
	for _, db := range databases {
		t.Run(db.name, func(t *testing.T) {
			for _, c := range []struct {
				name string
				harm string // SQL that makes the state
				want string
			}{
				{"nothing", ``, ""},
				{"older", `DELETE FROM changes WHERE number = (SELECT MAX(number) FROM changes)`, BehindWitness},
				{"the last change is another", `UPDATE changes SET detail = '{"value":"x"}' WHERE number = (SELECT MAX(number) FROM changes)`, ChangeGone},
				{"later ones, but not that", `UPDATE changes SET number = number + 1 WHERE number = (SELECT MAX(number) FROM changes)`, ChangeGone},
			} {
				address, b := db.address(t), Beside{Witness: witness.Path(t.TempDir())}
				s := attested(t, address, b)
				putSetting(t, s, "1")
				last := putSetting(t, s, "2")
				for _, q := range unlogged(s.dialect.name) {
					must[sql.Result](t)(s.writes.Exec(q))
				}
				if c.harm != "" {
					must[sql.Result](t)(s.writes.Exec(c.harm))
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
				again := must[*Store](t)(OpenBeside(t.Context(), address, b))
				because, highest := again.Found()
				if because != c.want || c.want != "" && highest != last {
					t.Errorf("%s: found %q up to %d, want %q", c.name, because, highest, c.want)
				}
				again.Close()
			}
		})
	}
}

// unlogged takes the rule away that the log only grows: these tests make what no program may.
func unlogged(dialect string) []string {
	if dialect == "postgres" {
		return []string{`DROP TRIGGER changes_kept ON changes`}
	}
	return []string{`DROP TRIGGER changes_kept`, `DROP TRIGGER changes_stay`}
}

func TestAWitnessOfAnotherInstallation(t *testing.T) {
	for _, db := range databases {
		t.Run(db.name, func(t *testing.T) {
			b := Beside{Witness: witness.Path(t.TempDir())}
			attested(t, db.address(t), b).Close()
			other := db.address(t)
			attested(t, other, Beside{Witness: witness.Path(t.TempDir())}).Close()
			_, err := OpenBeside(t.Context(), other, b)
			refused(t, err, content.Conflict)
			b.AcceptLoss = true
			s := must[*Store](t)(OpenBeside(t.Context(), other, b))
			defer s.Close()
			if because, _ := s.Found(); because != LossAccepted {
				t.Errorf("found %q", because)
			}
		})
	}
}

// After a kill -9 the log beside holds what was acknowledged. Whatever then happens to it, nothing
// vanishes without a word.
func TestALostLogIsNoticed(t *testing.T) {
	for _, c := range []struct {
		name string
		harm func(t *testing.T, wal string)
		want content.Code // "": opens, set back
	}{
		{"cut to nothing", func(t *testing.T, wal string) { os.Truncate(wal, 0) }, content.Damaged},
		{"cut in the middle", func(t *testing.T, wal string) { os.Truncate(wal, size(t, wal)/2) }, content.Damaged},
		{"cut to its header", func(t *testing.T, wal string) { os.Truncate(wal, walHeader) }, content.Damaged},
		{"zeroed", func(t *testing.T, wal string) { scribble(t, wal, 0, make([]byte, size(t, wal))) }, content.Damaged},
		{"its header zeroed", func(t *testing.T, wal string) { scribble(t, wal, 0, make([]byte, walHeader)) }, content.Damaged},
		{"a page of it overwritten", func(t *testing.T, wal string) { scribble(t, wal, walHeader+100, []byte("damage")) }, content.Damaged},
		{"its last quarter zeroed", func(t *testing.T, wal string) {
			scribble(t, wal, size(t, wal)*3/4, make([]byte, size(t, wal)/4))
		}, content.Damaged},
		{"removed", func(t *testing.T, wal string) { os.Remove(wal) }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "ngatu.db")
			acknowledged := 0
			for _, line := range killed(t, path, 60*time.Millisecond) {
				if strings.HasPrefix(line, "change ") {
					acknowledged++
				}
			}
			if acknowledged < 2 || size(t, path+"-wal") < 1000 {
				t.Skipf("the child was killed too early: %d changes", acknowledged)
			}
			c.harm(t, path+"-wal")
			before, _ := os.ReadFile(path + "-wal")
			s, err := OpenBeside(t.Context(), path, beside(path))
			if c.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				if because, highest := s.Found(); because != BehindWitness || highest == 0 {
					t.Errorf("found %q up to %d", because, highest)
				}
				s.Close()
				return
			}
			refused(t, err, c.want)
			if err == nil {
				s.Close()
				return
			}
			if !strings.Contains(err.Error(), "--accept-loss") || !strings.Contains(err.Error(), path) {
				t.Errorf("the sentence is %q", err)
			}
			if after, _ := os.ReadFile(path + "-wal"); !bytes.Equal(before, after) {
				t.Error("the log was touched")
			}
			meant := beside(path)
			meant.AcceptLoss = true
			s = must[*Store](t)(OpenBeside(t.Context(), path, meant))
			defer s.Close()
			if because, _ := s.Found(); because != LossAccepted {
				t.Errorf("meant, it found %q", because)
			}
		})
	}
}

func size(t testing.TB, path string) int64 {
	t.Helper()
	return must[os.FileInfo](t)(os.Stat(path)).Size()
}

func scribble(t testing.TB, path string, at int64, b []byte) {
	t.Helper()
	f := must[*os.File](t)(os.OpenFile(path, os.O_RDWR, 0))
	defer f.Close()
	must[int](t)(f.WriteAt(b, at))
}

// A power cut in the middle of a write leaves a torn end. That is no damage.
func TestATornEndOfTheLogIsNoDamage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ngatu.db")
	killed(t, path, 60*time.Millisecond)
	wal := must[[]byte](t)(os.ReadFile(path + "-wal"))
	frame := walFrame + int(binary.BigEndian.Uint32(wal[8:]))
	var commits []int // offsets behind the frames that end a transaction
	for at := walHeader; at+frame <= len(wal); at += frame {
		if !bytes.Equal(wal[at+8:at+16], wal[16:24]) {
			break
		}
		if binary.BigEndian.Uint32(wal[at+4:]) != 0 {
			commits = append(commits, at+frame)
		}
	}
	if len(commits) < 4 {
		t.Skip("the child was killed too early")
	}
	n := len(commits)
	for _, c := range []struct {
		from int // of the first frame that is harmed
		want torn
	}{{commits[n-2], unharmed}, {commits[n-3], inside}, {commits[0], inside}} {
		torn := append(bytes.Clone(wal[:commits[n-1]]), make([]byte, rand.IntN(frame))...)
		torn[c.from+walFrame+7] ^= 0xff
		write(t, path+"-torn", torn)
		if got := must[string](t)(tornIn(path + "-torn")); got != string(c.want) {
			t.Errorf("harmed at %d of %v: %q, want %q", c.from, commits, got, c.want)
		}
	}
}

func tornIn(path string) (string, error) { where, err := walTorn(path); return string(where), err }

func FuzzWal(f *testing.F) {
	f.Add([]byte{})
	f.Add(append([]byte{0x37, 0x7f, 0x06, 0x82, 0, 0x2d, 0xe2, 0x18, 0, 0, 0x10, 0}, make([]byte, 5000)...))
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "wal")
		write(t, path, b)
		if _, err := walTorn(path); err != nil {
			t.Error(err)
		}
	})
}

func TestAnEmptyDatabaseBesideItsWitness(t *testing.T) {
	for _, harm := range []func(string){func(p string) { os.Remove(p) }, func(p string) { os.Truncate(p, 0) }} {
		path := filepath.Join(t.TempDir(), "ngatu.db")
		s := attested(t, path, beside(path))
		last := putSetting(t, s, "1")
		s.Close()
		harm(path)
		_, err := OpenBeside(t.Context(), path, beside(path))
		refused(t, err, content.Damaged)
		meant := beside(path)
		meant.AcceptLoss = true
		again := must[*Store](t)(OpenBeside(t.Context(), path, meant))
		if because, highest := again.Found(); because != LossAccepted || highest != last {
			t.Errorf("found %q up to %d", because, highest)
		}
		again.Close()
	}
}

// The schema and the first change are in the main file: a copy of that alone is a database.
func TestTheSchemaIsInTheMainFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ngatu.db")
	s := opened(t, path)
	alone := filepath.Join(t.TempDir(), "copy.db")
	write(t, alone, must[[]byte](t)(os.ReadFile(path)))
	if n := must[int64](t)(opened(t, alone).LastChange(t.Context())); n != must[int64](t)(s.LastChange(t.Context())) {
		t.Error("the copy differs")
	}
}

func TestHeldUntilAPersonContinues(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		known := putSetting(t, s, "1")
		if _, held, err := s.Held(t.Context()); held || err != nil {
			t.Fatal(held, err)
		}
		ahead := time.Now().Add(time.Hour).UnixMilli()
		for _, highest := range []int64{ahead, ahead + 50, ahead + 20} {
			if err := s.Hold(t.Context(), SetBack{Because: ShownByScreen, From: "HN-1", Highest: highest}); err != nil {
				t.Fatal(err)
			}
		}
		b, held, err := s.Held(t.Context())
		if err != nil || !held || b.Known != known || b.Highest != ahead+50 || b.Number <= ahead || b.From != "HN-1" {
			t.Errorf("held %v: %+v, %v", held, b, err)
		}
		if number := putSetting(t, s, "2"); number <= ahead+50 {
			t.Errorf("a change while it is held has number %d, given out were %d", number, ahead+50)
		}
		_, err = s.Change(t.Context(), "an", func(tx *Tx) error { return tx.Continue(t.Context(), b.Number+1) })
		refused(t, err, content.Conflict)
		number := changed(t, s, func(ctx context.Context, tx *Tx) error { return tx.Continue(ctx, b.Number) })
		if _, held, _ := s.Held(t.Context()); held || number <= ahead+50 {
			t.Errorf("held %v after going on by change %d", held, number)
		}
		_, err = s.Change(t.Context(), "an", func(tx *Tx) error { return tx.Continue(t.Context(), b.Number) })
		refused(t, err, content.Conflict)
		all := must[[]SetBack](t)(s.SetBacks(t.Context()))
		if len(all) != 1 || all[0].Continued != number {
			t.Errorf("kept %+v", all)
		}
	})
}

// What the witness costs a change.
func BenchmarkChange(b *testing.B) {
	for _, with := range []bool{false, true} {
		b.Run(fmt.Sprintf("witness=%v", with), func(b *testing.B) {
			path := filepath.Join(b.TempDir(), "ngatu.db")
			s := must[*Store](b)(OpenBeside(b.Context(), path, beside(path)))
			defer s.Close()
			must[Meta](b)(s.Claim(b.Context(), Real))
			if with {
				if err := s.Attest(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
			for i := range b.N {
				putSetting(b, s, fmt.Sprint(i))
			}
		})
	}
}
