package store

import (
	"context"
	"fmt"

	"ngatu/content"
)

// Inspection is what a database says of itself.
type Inspection struct {
	Meta    Meta
	Number  int64 // of the last change; 0: none yet
	Screens int
	Slides  int
	Files   int              // of the inbox whose slides are on air
	Media   []content.Digest // bytes that it needs in the media folder: files and what was made of them
	Server  Server
	Nodes   []Node // servers that share the database and are here; Self is nobody
	Schema  int    // the step that its schema has come to
	Knows   int    // the last step that this program knows: a database may be one step or more ahead of it
}

// Inspect looks at the database at address, which a running server may have open, without changing
// anything; of an SQLite file at every page and every reference. Errors are those of [Open], and
// NotFound where there is no database.
func Inspect(ctx context.Context, address string) (Inspection, error) {
	var in Inspection
	steps, err := readSteps(migrations)
	if err != nil {
		return in, err
	}
	r, db, err := glance(ctx, address, steps)
	if err != nil {
		return in, err
	}
	defer db.Close()
	if err := r.whole(ctx); err != nil {
		return in, err
	}
	if in, err = r.inspect(ctx); err != nil {
		return in, err
	}
	done, err := r.steps(ctx)
	in.Schema, in.Knows = len(done), len(steps)
	return in, err
}

// whole checks what quick_check leaves out: that indices say what tables say, and that nothing
// refers to what is not there. PostgreSQL has tools of its own for that.
func (r Reader) whole(ctx context.Context) error {
	if r.dialect != lite {
		return nil
	}
	line := func(row scanner) (line string, err error) {
		err = row.Scan(&line)
		return line, err
	}
	verdict, err := list(ctx, r.conn, line, `PRAGMA integrity_check(5)`)
	if err == nil && (len(verdict) != 1 || verdict[0] != "ok") {
		err = damaged(r.where, fmt.Errorf("integrity_check: %q", verdict))
	}
	if err != nil {
		return err
	}
	broken, err := list(ctx, r.conn, line, `SELECT "table" || ' row ' || COALESCE(rowid, 0) FROM pragma_foreign_key_check LIMIT 5`)
	if err == nil && len(broken) > 0 {
		err = damaged(r.where, fmt.Errorf("foreign_key_check: %q", broken))
	}
	return err
}

func (r Reader) inspect(ctx context.Context) (in Inspection, err error) {
	if in.Meta, err = r.Meta(ctx); err != nil {
		return in, err
	}
	if in.Server, err = r.server(ctx); err != nil {
		return in, err
	}
	if in.Nodes, err = r.nodesHere(ctx); err != nil {
		return in, err
	}
	if in.Number, err = r.LastChange(ctx); err != nil {
		return in, err
	}
	if in.Screens, err = r.CountScreens(ctx); err != nil {
		return in, err
	}
	states, err := r.CountSlides(ctx)
	if err != nil {
		return in, err
	}
	for _, n := range states {
		in.Slides += n
	}
	err = r.q.QueryRowContext(ctx, `SELECT count(*) FROM inbox i JOIN slides s ON s.id = i.slide WHERE s.state = $1`, string(content.Approved)).Scan(&in.Files)
	if err != nil {
		return in, r.explain(err)
	}
	in.Media, err = list(ctx, r.conn, func(row scanner) (d content.Digest, err error) {
		err = row.Scan(&d)
		return d, err
	}, `SELECT digest FROM media UNION SELECT digest FROM renditions ORDER BY digest`)
	return in, err
}

// NoData is the error for a folder without a database. path is the database's.
func NoData(path string, err error) error {
	return &content.Error{
		Code: content.NotFound, Err: err,
		Vi: "Không có cơ sở dữ liệu " + path + ". Hãy chỉ đúng thư mục dữ liệu bằng --data.",
		En: "There is no database " + path + ". Name the right data folder with --data.",
	}
}
