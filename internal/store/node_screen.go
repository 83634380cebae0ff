package store

import (
	"context"
	"slices"
	"time"
)

// NodeScreen is what a node says of who is connected to it from one screen.
type NodeScreen struct {
	Node   string
	Screen string
	Doc    string // as the nodes agree on it; "": nobody is connected any more
}

// toldFor is how long it is kept that nobody is connected any more, for nodes that read late, and
// what a node has said that is gone.
const toldFor = time.Minute

// pageFor is how long a page is kept that no node has any more: browsers may still be loading it.
const pageFor = time.Hour

// sayAtOnce is how many screens are told of in one transaction, which is then over long before
// readOverlap is.
const sayAtOnce = 1024

// SayScreens tells the other nodes who is connected to this one; each screen once at most. It
// leaves no line in the log and rings nobody: who wants to know reads every few seconds. Where it
// fails some may have been told of.
func (n Nodes) SayScreens(ctx context.Context, all []NodeScreen) error {
	for some := range slices.Chunk(all, sayAtOnce) {
		var rows []any
		for _, one := range some {
			rows = append(rows, n.Self(), one.Screen, one.Doc)
		}
		if err := n.sayRows(ctx, rows); err != nil {
			return err
		}
	}
	return nil
}

func (n Nodes) sayRows(ctx context.Context, rows []any) error {
	s := n.store
	return s.retry(ctx, func() error {
		return transact(ctx, s, func(r Reader) error {
			return r.byRows(ctx, rows, 3, s.dialect.now, func(rows string) string {
				return `INSERT INTO node_screens (node, screen, doc, at) VALUES ` + rows + ` ON CONFLICT (node, screen) DO UPDATE SET doc = excluded.doc, at = excluded.at`
			}, func(r conn, text string, args []any) error {
				_, err := r.exec(ctx, text, args...)
				return err
			})
		})
	})
}

// readOverlap is for how long before the last reading words are read once more: a transaction commits
// later than it writes its instant.
const readOverlap = 2 * time.Second

// Screens lists what the other nodes have said from an instant of the database's on, in Unix
// milliseconds, and up to which instant that is: what was said shortly before comes twice.
func (n Nodes) Screens(ctx context.Context, from int64) (all []NodeScreen, until int64, err error) {
	if err := n.store.q.QueryRowContext(ctx, `SELECT `+n.store.dialect.now).Scan(&until); err != nil {
		return nil, from, n.store.explain(err)
	}
	all, err = list(ctx, n.store.conn, func(row scanner) (one NodeScreen, err error) {
		err = row.Scan(&one.Node, &one.Screen, &one.Doc)
		return one, err
	}, `SELECT node, screen, doc FROM node_screens WHERE node <> $1 AND at >= $2`, n.Self(), from-readOverlap.Milliseconds())
	return all, until, err
}

// Said lists the screens of which it stands in the database that they are connected to this node.
func (n Nodes) Said(ctx context.Context) ([]string, error) {
	return list(ctx, n.store.conn, func(row scanner) (screen string, err error) {
		err = row.Scan(&screen)
		return screen, err
	}, `SELECT screen FROM node_screens WHERE node = $1 AND doc <> ''`, n.Self())
}

// Sweep forgets what nodes said that have been gone for a while. Who reads goes by [Nodes.Here],
// so that a node which comes back soon need not say everything again; one that comes back later
// sees by [Nodes.Said] what is missing. Names and assets of nodes that are gone for a day, attempts of
// long ago and pages of versions that no node has any more are forgotten as well.
func (n Nodes) Sweep(ctx context.Context) error {
	_, err := n.store.exec(ctx, `DELETE FROM node_screens s WHERE s.at < `+n.store.dialect.now+` - $1
		AND (s.doc = '' OR NOT EXISTS (SELECT 1 FROM nodes n WHERE n.name = s.node AND n.seen_ms > `+n.store.dialect.now+` - $1))`,
		toldFor.Milliseconds())
	if err != nil {
		return err
	}
	if _, err = n.store.exec(ctx, `DELETE FROM nodes WHERE seen_ms < `+n.store.dialect.now+` - $1`, nodeNamed.Milliseconds()); err != nil {
		return err
	}
	if _, err = n.store.exec(ctx, `DELETE FROM attempts WHERE last_ms < `+n.store.dialect.now+` - $1`, attemptsFor.Milliseconds()); err != nil {
		return err
	}
	if _, err = n.store.exec(ctx, `DELETE FROM node_assets WHERE at < `+n.store.dialect.now+` - $1`, nodeNamed.Milliseconds()); err != nil {
		return err
	}
	_, err = n.store.exec(ctx, `DELETE FROM node_pages p WHERE p.at < `+n.store.dialect.now+` - $1
		AND NOT EXISTS (SELECT 1 FROM nodes n WHERE n.page = p.build AND n.seen_ms > `+n.store.dialect.now+` - $1)`, pageFor.Milliseconds())
	return err
}
