package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"path"
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
		steps = append(steps, step{number, strings.TrimSuffix(rest, ".sql"), string(text)})
	}
	return steps, nil
}

// migrate brings the schema up to the last step, all in one transaction.
func (s *Store) migrate(ctx context.Context, steps []step) error {
	return s.retry(ctx, func() error {
		return s.write(ctx, func(r Reader) error {
			if err := r.known(ctx, steps); err != nil {
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
	for _, next := range steps[len(done):] {
		if _, err := r.q.ExecContext(ctx, r.dialect.own(next.text)); err != nil {
			return fmt.Errorf("migration %04d_%s: %w", next.number, next.name, err)
		}
		_, err := r.q.ExecContext(ctx, `INSERT INTO migrations (number, name, at) VALUES ($1, $2, `+r.dialect.now+`)`, next.number, next.name)
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

// known refuses a database that this program cannot have written: another program's, a newer one's,
// or one with a step left out.
func (r Reader) known(ctx context.Context, steps []step) error {
	tables, err := list(ctx, r.conn, func(row scanner) (name string, err error) {
		err = row.Scan(&name)
		return name, err
	}, r.dialect.tables)
	if err != nil {
		return err
	}
	if len(tables) == 0 {
		return nil
	}
	if !slices.Contains(tables, "migrations") {
		return notOurs(r.where, fmt.Errorf("it has tables of its own: %.100q", tables))
	}
	done, err := r.steps(ctx)
	if err != nil {
		return err
	}
	for i, step := range done {
		if step.number != int64(i+1) {
			return disordered(r.where, int64(i+1))
		}
		if i < len(steps) && steps[i].name != step.name {
			return disordered(r.where, step.number)
		}
	}
	if len(done) > len(steps) {
		return newer(r.where, len(done), len(steps))
	}
	return nil
}

func newer(where string, has, knows int) error {
	return &content.Error{
		Code: content.Conflict,
		Vi:   fmt.Sprintf("Cơ sở dữ liệu %s do một bản Ngatu mới hơn ghi (lược đồ %d, bản này biết đến %d). Hãy dùng bản Ngatu mới; dữ liệu được giữ nguyên.", where, has, knows),
		En:   fmt.Sprintf("The database %s was written by a newer Ngatu (schema %d, this one knows up to %d). Use the newer Ngatu; nothing was touched.", where, has, knows),
	}
}

func disordered(where string, number int64) error {
	return &content.Error{
		Code: content.Damaged,
		Vi:   fmt.Sprintf("Lược đồ của %s thiếu hoặc khác ở bước %d. Dữ liệu được giữ nguyên; hãy đặt bản sao lưu gần nhất vào chỗ của nó.", where, number),
		En:   fmt.Sprintf("The schema of %s lacks step %d or has another in its place. Nothing was touched; put the latest backup in its place.", where, number),
	}
}
