package store

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/content"
)

// laterBy are today's steps and one of a version to come, which only adds.
func laterBy(t *testing.T, oldest int64) []step {
	t.Helper()
	steps := must[[]step](t)(readSteps(migrations))
	return append(steps, step{
		int64(len(steps) + 1), "later",
		"ALTER TABLE settings ADD COLUMN note TEXT NOT NULL DEFAULT 'x';\nCREATE TABLE remarks (id TEXT NOT NULL PRIMARY KEY, doc TEXT NOT NULL);\nINSERT INTO remarks (id, doc) VALUES ('r', 'kept')",
		oldest,
	})
}

// byLater opens a database as a program of a version to come.
func byLater(ctx context.Context, address string, b *Beside, steps []step) (s *Store, err error) {
	if Remote(address) {
		s, err = openPostgres(ctx, address, b, steps)
	} else {
		s, err = openSQLite(ctx, address, b, steps)
	}
	if err == nil {
		s.Nodes = Nodes{s}
	}
	return s, err
}

// A program goes on with the database of a later one for as long as nothing that it uses was taken
// away: it reads, writes, looks and copies, with what it does not know. It refuses the rest with
// what to do.
func TestAProgramOfBefore(t *testing.T) {
	for _, db := range databases {
		t.Run(db.name, func(t *testing.T) {
			address := db.address(t)
			later := must[*Store](t)(byLater(t.Context(), address, nil, laterBy(t, 0)))
			must[Meta](t)(later.Claim(t.Context(), Real))
			if err := later.Close(); err != nil {
				t.Fatal(err)
			}
			in := must[Inspection](t)(Inspect(t.Context(), address))
			if in.Schema != in.Knows+1 {
				t.Errorf("schema %d, known %d", in.Schema, in.Knows)
			}
			s := must[*Store](t)(Open(t.Context(), address))
			number := putSetting(t, s, "1")
			if _, err := s.named(t.Context()); err != nil {
				t.Error(err)
			}
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			for _, to := range []string{filepath.Join(t.TempDir(), "copy.db"), postgresAddress(t)} {
				if err := Copy(t.Context(), address, to); err != nil {
					t.Fatal(err)
				}
				s := opened(t, to)
				var kept, note string
				if err := s.q.QueryRowContext(t.Context(), `SELECT r.doc, s.note FROM remarks r, settings s`).Scan(&kept, &note); err != nil || kept != "kept" || note != "x" {
					t.Errorf("the copy has %q, %q (%v)", kept, note, err)
				}
				if last := must[int64](t)(s.LastChange(t.Context())); last != number {
					t.Errorf("the copy ends with %d, want %d", last, number)
				}
			}
			address = db.address(t)
			contracted := laterBy(t, int64(in.Knows+1))
			later = must[*Store](t)(byLater(t.Context(), address, nil, contracted))
			if err := later.Close(); err != nil {
				t.Fatal(err)
			}
			_, err := Open(t.Context(), address)
			refused(t, err, content.Conflict)
			if err != nil && !strings.Contains(err.Error(), "sao lưu") {
				t.Errorf("it does not say what to do: %v", err)
			}
			_, err = Inspect(t.Context(), address)
			refused(t, err, content.Conflict)
		})
	}
}

// Two nodes of a later version start beside two of before, at once: the schema is brought up once,
// and who writes meanwhile waits for nothing but the table that changes. The lease stays with the
// version of before while a node of it is here, and goes to the later one then.
func TestTwoVersionsInAFleet(t *testing.T) {
	address, ctx := postgresAddress(t), t.Context()
	is := func(name string) *Beside {
		return &Beside{Node: name, Witness: filepath.Join(t.TempDir(), "witness"), Build: Build{Release: "1.2.0"}}
	}
	var before []*Store
	for _, name := range []string{"a", "b"} {
		before = append(before, must[*Store](t)(OpenBeside(ctx, address, *is(name))))
	}
	must[Meta](t)(before[0].Claim(ctx, Real))
	for _, s := range before {
		if err := s.Attest(ctx); err != nil {
			t.Fatal(err)
		}
	}
	inside, resume := make(chan struct{}), make(chan struct{})
	wrote, later := make(chan error, 1), make(chan *Store, 2)
	go func() {
		_, err := before[0].Change(ctx, "an", func(tx *Tx) error {
			err := tx.PutSetting(ctx, "a", "1")
			close(inside)
			<-resume
			return err
		})
		wrote <- err
	}()
	<-inside
	for _, name := range []string{"c", "d"} {
		go func() {
			s, err := byLater(ctx, address, is(name), laterBy(t, 0))
			if err != nil {
				t.Errorf("%s did not start: %v", name, err)
			}
			later <- s
		}()
	}
	waits := `SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation WHERE NOT l.granted AND c.relname = 'settings' AND c.relnamespace = current_schema()::regnamespace`
	for n := 0; n == 0; {
		if err := before[1].q.QueryRowContext(ctx, waits).Scan(&n); err != nil {
			t.Fatal(err)
		}
	}
	if err := before[1].Nodes.KeepPage(ctx, "p1", []byte("page")); err != nil { // a table of the nodes
		t.Error(err)
	}
	if _, err := before[1].exec(ctx, `UPDATE lease SET node = node WHERE id = 1`); err != nil { // who writes reads it
		t.Error(err)
	}
	close(resume)
	if err := <-wrote; err != nil {
		t.Error(err)
	}
	c, d := <-later, <-later
	if c == nil || d == nil {
		t.FailNow()
	}
	putSetting(t, before[1], "2")
	if page, err := c.Nodes.Page(ctx, "p1"); err != nil || string(page) != "page" {
		t.Errorf("the page of a node of before: %q (%v)", page, err)
	}
	here := must[[]Node](t)(d.Nodes.Here(ctx))
	if len(here) != 4 || here[0].Release != "1.2.0" || here[2].Schema != here[0].Schema+1 {
		t.Errorf("the nodes say %+v", here)
	}
	makes := func(what string, one ...*Store) {
		t.Helper()
		made := make(chan struct{}, len(one))
		for _, s := range one {
			go func() { <-s.Nodes.Made(); made <- struct{}{} }()
		}
		select {
		case <-made:
		case <-time.After(20 * time.Second):
			t.Fatal(what)
		}
	}
	before[0].Close()
	makes("the other node of before is not the maker", before[1])
	if c.Nodes.Making() || d.Nodes.Making() {
		t.Error("a later node makes while one of before is here")
	}
	if n := before[1].Nodes.Count(); n != 3 { // its beat made it the maker
		t.Errorf("%d nodes are counted, want 3", n)
	}
	before[1].Close()
	makes("no later node became the maker", c, d)
	if n := max(c.Nodes.Count(), d.Nodes.Count()); n != 3 && n != 2 {
		t.Errorf("%d nodes are counted, want 2, or 3 as of a beat before", n)
	}
	c.Close()
	d.Close()
}

func TestOlder(t *testing.T) {
	node := func(schema int64, release, page string) Node {
		return Node{Schema: schema, Build: Build{Release: release, Page: page}}
	}
	old, odd := node(50, "1.2.9", "b"), node(50, "dev 3e76093f1a2b", "a")
	for _, c := range []struct {
		a, b Node
		want bool
	}{
		{old, node(50, "1.10.0", ""), true},
		{node(50, "1.10.0", ""), old, false},
		{old, old, false},
		{node(0, "", ""), old, true}, // of a version that does not say
		{old, node(51, "1.2.9", ""), true},
		{node(50, "9.0.0", ""), node(51, "1.0.0", ""), true}, // the schema says more
		{old, odd, false},
		{odd, old, false},
	} {
		if got := c.a.Older(c.b); got != c.want {
			t.Errorf("%+v older than %+v: %v", c.a, c.b, got)
		}
	}
	for want, here := range map[string][]Node{
		"":  nil,
		"b": {node(51, "1.3.0", "a"), old, node(50, "1.2.10", "c")},
		"a": {old, odd}, // all nodes have to say the same
	} {
		if got := FleetPage(here); got != want {
			t.Errorf("the page of %+v is %q, want %q", here, got, want)
		}
	}
}

// A migration beside nodes of before gets out of their way: it waits for a table only for a moment at
// a time, so that they can write in between, and gives up with a sentence where it gets no turn or
// takes too long. Then nothing is changed.
func TestAMigrationBesideNodesGivesWay(t *testing.T) {
	address, ctx := postgresAddress(t), t.Context()
	before := node(t, address, "a")
	putSetting(t, before, "1")
	hurried := turn{wait: 100 * time.Millisecond, take: 300 * time.Millisecond, tries: 3}
	start := func(steps []step) (*Store, error) {
		return byLater(ctx, address, &Beside{Node: "b", Witness: filepath.Join(t.TempDir(), "witness"), turn: hurried}, steps)
	}
	holds := func() func() { // a table, as a long report would
		t.Helper()
		tx, err := before.writes.BeginTx(ctx, nil)
		if err == nil {
			_, err = tx.ExecContext(ctx, `LOCK TABLE settings IN ROW EXCLUSIVE MODE`)
		}
		if err != nil {
			t.Fatal(err)
		}
		return func() { _ = tx.Rollback() }
	}
	unchanged := func(what string, err error) {
		t.Helper()
		refused(t, err, content.Exhausted)
		if err != nil && !strings.Contains(err.Error(), "giờ vắng") {
			t.Errorf("%s: it does not say what to do: %v", what, err)
		}
		in := must[Inspection](t)(Inspect(ctx, address))
		if in.Schema != in.Knows {
			t.Errorf("%s: the schema is %d, was %d", what, in.Schema, in.Knows)
		}
		if n := len(must[[]Node](t)(before.Nodes.Here(ctx))); n != 1 {
			t.Errorf("%s: %d nodes are here", what, n)
		}
		putSetting(t, before, what)
	}

	let := holds()
	_, err := start(laterBy(t, 0))
	let()
	unchanged("no turn", err)

	long := laterBy(t, 0)
	long[len(long)-1].text += ";\nSELECT pg_sleep(5)"
	_, err = start(long)
	unchanged("too long", err)

	let = holds()
	started := make(chan error, 1)
	var later *Store
	go func() {
		var err error
		later, err = start(laterBy(t, 0))
		started <- err
	}()
	for n := 0; n == 0; { // it waits in line
		if err := before.q.QueryRowContext(ctx, `SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
			WHERE NOT l.granted AND c.relname = 'settings' AND c.relnamespace = current_schema()::regnamespace`).Scan(&n); err != nil {
			t.Fatal(err)
		}
	}
	putSetting(t, before, "behind it") // until its turn is over
	let()
	if err := <-started; err != nil {
		t.Fatalf("it gets no turn though nobody uses the table any more: %v", err)
	}
	defer later.Close()
	putSetting(t, before, "2")
	if in := must[Inspection](t)(Inspect(ctx, address)); in.Schema != in.Knows+1 {
		t.Errorf("the schema is %d, want %d", in.Schema, in.Knows+1)
	}
}
