package store

import (
	"context"
	"slices"
	"strconv"
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

// sayAtOnce is how many screens are told of in one transaction, which others need not wait for.
const sayAtOnce = 1024

// SayScreens tells the other nodes who is connected to this one; each screen once at most. It
// leaves no line in the log and rings nobody: who wants to know reads every few seconds. Where it
// fails some may have been told of. It waits for no standby: words that are lost with the database's
// machine are to be said again ([Heard]).
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
			if _, err := r.exec(ctx, `SELECT `+unreplicated); err != nil {
				return err
			}
			return r.byRows(ctx, rows, 3, s.dialect.now, func(rows string) string {
				return `INSERT INTO node_screens (node, screen, doc, at) VALUES ` + rows + ` ON CONFLICT (node, screen) DO UPDATE SET doc = excluded.doc, at = excluded.at`
			}, func(r conn, text string, args []any) error {
				_, err := r.exec(ctx, text, args...)
				return err
			})
		})
	})
}

// How far back the rows are looked at among which those of new transactions are sought: to the last
// time that nobody wrote, and a second more, for an instant is taken just before its transaction has a
// number; and where somebody always writes, a minute.
const (
	readSlack   = time.Second
	readOverlap = time.Minute
)

// Heard is up to where a node has read what others say; the zero value is nothing. Server is the run of
// the database's server. At another one, which was a standby, the last words may be missing:
// whoever speaks says all again then, and all is read again.
type Heard struct {
	Server string
	at     int64 // what has an instant of before has been heard; Unix milliseconds by the database's clock
	xid    int64 // all transactions before this one had ended
}

// Screens lists what the other nodes have said and from had not heard, and up to where that is. What
// is being said meanwhile may come twice.
func (n Nodes) Screens(ctx context.Context, from Heard) (all []NodeScreen, until Heard, err error) {
	s := n.store
	var calm bool // nobody writes: a transaction that does holds a lock on its own number
	err = s.q.QueryRowContext(ctx, `SELECT pg_postmaster_start_time()::TEXT, `+s.dialect.now+`, pg_snapshot_xmin(pg_current_snapshot())::TEXT::BIGINT,
		NOT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'transactionid' AND mode = 'ExclusiveLock')`).Scan(&until.Server, &until.at, &until.xid, &calm)
	if err != nil {
		return nil, from, s.explain(err)
	}
	if from.Server != until.Server {
		from = Heard{}
	}
	if until.at -= readSlack.Milliseconds(); !calm {
		until.at = max(from.at, until.at-readOverlap.Milliseconds())
	}
	query, args := `SELECT node, screen, doc FROM node_screens WHERE node <> $1`, []any{n.Self()}
	if from.xid != 0 {
		// A row's own xmin is the transaction that wrote it: a commit that took long is found, however
		// long ago its instant is.
		query += ` AND at >= $2 AND age(xmin) <= age($3::TEXT::XID)`
		args = append(args, from.at, strconv.FormatUint(uint64(uint32(from.xid)), 10))
	}
	all, err = list(ctx, s.conn, func(row scanner) (one NodeScreen, err error) {
		err = row.Scan(&one.Node, &one.Screen, &one.Doc)
		return one, err
	}, query, args...)
	if err != nil {
		return nil, from, err
	}
	return all, until, nil
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
