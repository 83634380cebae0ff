package store

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ngatu/content"
)

// filled puts rows into every table of a database, with every kind of value that a column can have.
func filled(t *testing.T, s *Store) {
	t.Helper()
	must[Meta](t)(s.Claim(t.Context(), Real))
	for _, table := range tablesOf(must[[]step](t)(readSteps(migrations))) {
		if table == "clock" || table == "meta" {
			continue
		}
		rows := 3
		if table == "scans" {
			rows = 2*copyRows + 7
		}
		types := must[[]kind](t)(kindsOf(t, s, table))
		for i := range rows {
			var names, marks []string
			var args []any
			for k, column := range types {
				names, marks = append(names, column.name), append(marks, fmt.Sprintf("$%d", k+1))
				args = append(args, column.value(i))
			}
			if _, err := s.writes.Exec(`INSERT INTO `+table+` (`+strings.Join(names, ", ")+`) VALUES (`+strings.Join(marks, ", ")+`)`, args...); err != nil {
				t.Fatalf("%s: %v", table, err)
			}
		}
	}
}

type kind struct{ name, of string }

// value is the same in every column of a kind, so that what refers to another table finds it there.
func (k kind) value(i int) any {
	switch k.of {
	case "BOOLEAN":
		return i%2 == 0
	case "BYTEA":
		return []byte(strings.Repeat("\x00\xff", i))
	case "BIGINT":
		return int64(i) << 40
	}
	if k.name == "doc" { // is looked into
		return fmt.Sprintf(`{"author": "Đống Đa %d '\"\\", "by": ["Đống Đa %[1]d"]}`, i)
	}
	return fmt.Sprintf("Đống Đa %d '\"\\", i)
}

func kindsOf(t *testing.T, s *Store, table string) (out []kind, err error) {
	t.Helper()
	return list(t.Context(), s.conn, func(row scanner) (k kind, err error) {
		err = row.Scan(&k.name, &k.of)
		return k, err
	}, `SELECT name, type FROM pragma_table_info($1)`, table)
}

// sums are those of all tables.
func sums(t *testing.T, r Reader) map[string]rowSum {
	t.Helper()
	out := map[string]rowSum{}
	for _, table := range tablesOf(must[[]step](t)(readSteps(migrations))) {
		out[table] = must[rowSum](t)(r.rows(t.Context(), table, func(string, []any, int) error { return nil }))
	}
	return out
}

func TestCopyFromOneKindToTheOther(t *testing.T) {
	dir := t.TempDir()
	first, second, third, fourth := filepath.Join(dir, "1.db"), postgresAddress(t), postgresAddress(t), filepath.Join(dir, "4.db")
	s := must[*Store](t)(Open(t.Context(), first))
	filled(t, s)
	want := sums(t, s.Reader)
	for _, way := range [][2]string{{first, second}, {second, third}, {third, fourth}} { // the first server runs
		if err := Copy(t.Context(), way[0], way[1]); err != nil {
			t.Fatal(err)
		}
		if err := Copy(t.Context(), way[0], way[1]); err != nil {
			t.Errorf("what is copied already is refused: %v", err)
		}
		if way[1] == fourth {
			in := must[Inspection](t)(Inspect(t.Context(), fourth))
			if left, _ := filepath.Glob(fourth + "?*"); len(left) > 0 || in.Screens != 3 {
				t.Errorf("beside the copy lie %v: %+v", left, in)
			}
		}
		copied := must[*Store](t)(Open(t.Context(), way[1]))
		for table, got := range sums(t, copied.Reader) {
			if got != want[table] || got.count == 0 {
				t.Errorf("%s has %d rows of %d, or others", table, got.count, want[table].count)
			}
		}
		if err := copied.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if in := must[Inspection](t)(Inspect(t.Context(), second)); in.Meta.Kind != Real || in.Screens != 3 {
		t.Errorf("the copy says %+v", in)
	}
	changed(t, opened(t, third), func(ctx context.Context, tx *Tx) error { return tx.PutSetting(ctx, "a", "b") })
	refused(t, Copy(t.Context(), third, fourth), content.Conflict)
	refused(t, Copy(t.Context(), third, second), content.Conflict)
}

func TestCopyOfNothing(t *testing.T) {
	for _, db := range databases {
		to := filepath.Join(t.TempDir(), "to.db")
		refused(t, Copy(t.Context(), db.address(t), to), content.NotFound)
		_, err := Inspect(t.Context(), db.address(t))
		refused(t, err, content.NotFound)
	}
}

// A table that is left out of a copy would be lost without a word.
func TestTablesAreKnown(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		has := must[[]string](t)(list(t.Context(), s.conn, func(row scanner) (name string, err error) {
			err = row.Scan(&name)
			return name, err
		}, s.dialect.tables))
		known := append(tablesOf(must[[]step](t)(readSteps(migrations))), "migrations")
		if s.lease != nil {
			known = append(known, "lease", "node_screens", "nodes", "node_assets", "node_pages", "outbox", "attempts")
		}
		slices.Sort(has)
		slices.Sort(known)
		if !slices.Equal(has, known) {
			t.Errorf("the database has\n%v\nknown are\n%v", has, known)
		}
	})
}
