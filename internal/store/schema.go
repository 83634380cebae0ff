package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"ngatu/content"
)

//go:embed migrations/*.sql
var migrations embed.FS

// step is one numbered migration.
type step struct {
	number int64
	name   string
	text   string
	oldest int64 // the oldest schema whose programs can go on beside it; 0: all can
}

// stepsTold is the first step that the database keeps with its text and what can go on beside it.
const stepsTold = 50

// contracts is the line by which a migration may take away what no server uses any more: since
// which release, and which schema that has. See docs/decisions/0057.
var contracts = regexp.MustCompile(`(?m)^-- contract: since \d+\.\d+\.\d+ \(schema (\d+)\) no server uses \S.*\.$`)

// besideStep is the oldest schema whose programs can go on beside a migration.
func besideStep(text string) (oldest int64) {
	for _, line := range contracts.FindAllStringSubmatch(text, -1) {
		since, _ := strconv.ParseInt(line[1], 10, 64) // digits; too many of them are for the test of all migrations
		oldest = max(oldest, since)
	}
	return oldest
}

// readSteps reads migrations/0001_name.sql and so on; a gap, a double or another name is an error
// of whoever built this.
func readSteps(files fs.FS) ([]step, error) {
	names, err := fs.Glob(files, "migrations/*")
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var steps []step
	for i, name := range names {
		digits, rest, _ := strings.Cut(path.Base(name), "_")
		number, err := strconv.ParseInt(digits, 10, 64)
		if err != nil || number != int64(i+1) || len(digits) != 4 || path.Ext(rest) != ".sql" {
			return nil, fmt.Errorf("migration %s: want number %04d here", name, i+1)
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		steps = append(steps, step{number, strings.TrimSuffix(rest, ".sql"), string(text), besideStep(string(text))})
	}
	return steps, nil
}

// migrate brings the schema up to the last step, all in one transaction. One that is newer stays as
// it is.
func (s *Store) migrate(ctx context.Context, steps []step) error {
	return s.retry(ctx, func() error {
		return s.write(ctx, func(r Reader) error {
			if _, err := r.known(ctx, steps); err != nil {
				return err
			}
			return r.migrate(ctx, steps)
		})
	})
}

func (r Reader) migrate(ctx context.Context, steps []step) error {
	_, err := r.q.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS migrations (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, at BIGINT NOT NULL)`)
	if err != nil {
		return err
	}
	done, err := r.steps(ctx)
	if err != nil {
		return err
	}
	for _, next := range steps[min(len(done), len(steps)):] {
		if _, err := r.q.ExecContext(ctx, r.dialect.own(next.text)); err != nil {
			return fmt.Errorf("migration %04d_%s: %w", next.number, next.name, err)
		}
		if next.number < stepsTold {
			_, err = r.q.ExecContext(ctx, `INSERT INTO migrations (number, name, at) VALUES ($1, $2, `+r.dialect.now+`)`, next.number, next.name)
		} else {
			_, err = r.q.ExecContext(ctx, `INSERT INTO migrations (number, name, at, oldest, text) VALUES ($1, $2, `+r.dialect.now+`, $3, $4)`,
				next.number, next.name, next.oldest, next.text)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// steps lists the migrations that the database has been through.
func (r Reader) steps(ctx context.Context) ([]step, error) {
	return list(ctx, r.conn, func(row scanner) (done step, err error) {
		err = row.Scan(&done.number, &done.name)
		return done, err
	}, `SELECT number, name FROM migrations ORDER BY number`)
}

// known gives the steps that the database has been through and this program does not know. It
// refuses a database that this program cannot use: another program's, one with a step left out, or
// one from which a later step has taken away what this program uses.
func (r Reader) known(ctx context.Context, steps []step) (later []step, err error) {
	tables, err := list(ctx, r.conn, func(row scanner) (name string, err error) {
		err = row.Scan(&name)
		return name, err
	}, r.dialect.tables)
	if err != nil {
		return nil, err
	}
	if len(tables) == 0 {
		return nil, nil
	}
	if !slices.Contains(tables, "migrations") {
		return nil, notOurs(r.where, fmt.Errorf("it has tables of its own: %.100q", tables))
	}
	done, err := r.steps(ctx)
	if err != nil {
		return nil, err
	}
	for i, step := range done {
		if step.number != int64(i+1) {
			return nil, disordered(r.where, int64(i+1))
		}
		if i < len(steps) && steps[i].name != step.name {
			return nil, disordered(r.where, step.number)
		}
	}
	if len(done) <= len(steps) {
		return nil, nil
	}
	return r.later(ctx, len(done), len(steps))
}

// later reads the steps from another program's on, of which each says whether this one can go on
// beside it.
func (r Reader) later(ctx context.Context, has, knows int) ([]step, error) {
	all, err := list(ctx, r.conn, func(row scanner) (s step, err error) {
		err = row.Scan(&s.number, &s.name, &s.oldest, &s.text)
		return s, err
	}, `SELECT number, name, oldest, text FROM migrations WHERE number > $1 ORDER BY number`, knows)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		if s.oldest > int64(knows) || s.text == "" {
			return nil, tooOld(r.where, has, knows)
		}
	}
	return all, nil
}

// through lists all steps that the database has been through, with their texts.
func (r Reader) through(ctx context.Context) ([]step, error) {
	steps, err := readSteps(migrations)
	if err != nil {
		return nil, err
	}
	later, err := r.known(ctx, steps)
	return append(steps, later...), err
}

func tooOld(where string, has, knows int) error {
	return &content.Error{
		Code: content.Conflict,
		Vi:   fmt.Sprintf("Một bản Ngatu mới hơn đã bỏ khỏi %s những gì bản này còn dùng (lược đồ %d, bản này biết đến %d). Dữ liệu được giữ nguyên; hãy chạy bản mới hơn đó, hoặc khôi phục bản sao lưu có trước khi nâng cấp.", where, has, knows),
		En:   fmt.Sprintf("A newer Ngatu has taken away from %s what this one still uses (schema %d, this one knows up to %d). Nothing was touched; run that newer Ngatu, or restore the backup of before the upgrade.", where, has, knows),
	}
}

func disordered(where string, number int64) error {
	return &content.Error{
		Code: content.Damaged,
		Vi:   fmt.Sprintf("Lược đồ của %s thiếu hoặc khác ở bước %d. Dữ liệu được giữ nguyên; hãy đặt bản sao lưu gần nhất vào chỗ của nó.", where, number),
		En:   fmt.Sprintf("The schema of %s lacks step %d or has another in its place. Nothing was touched; put the latest backup in its place.", where, number),
	}
}
