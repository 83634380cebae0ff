package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"

	"ngatu/content"
	"ngatu/internal/witness"
)

// nodeTables hold what servers that share a database tell each other. Nothing in them outlives
// the servers, so they are no migration, and no copy has them. What is added comes last, and
// leaves servers of before able to go on: nodeTablesReady looks for it.
const nodeTables = `
	CREATE TABLE IF NOT EXISTS nodes (name TEXT NOT NULL PRIMARY KEY, run TEXT NOT NULL, holder TEXT NOT NULL, key TEXT NOT NULL, seen_ms BIGINT NOT NULL);
	CREATE TABLE IF NOT EXISTS node_screens (node TEXT NOT NULL, screen TEXT NOT NULL, at BIGINT NOT NULL, doc TEXT NOT NULL, PRIMARY KEY (node, screen));
	CREATE TABLE IF NOT EXISTS attempts (key TEXT NOT NULL PRIMARY KEY, count BIGINT NOT NULL, last_ms BIGINT NOT NULL, until_ms BIGINT NOT NULL);
	CREATE TABLE IF NOT EXISTS outbox (seq BIGINT NOT NULL PRIMARY KEY, at BIGINT NOT NULL, things TEXT NOT NULL);
	ALTER TABLE nodes ADD COLUMN IF NOT EXISTS release TEXT NOT NULL DEFAULT '', ADD COLUMN IF NOT EXISTS schema BIGINT NOT NULL DEFAULT 0, ADD COLUMN IF NOT EXISTS page TEXT NOT NULL DEFAULT '';
	CREATE TABLE IF NOT EXISTS node_pages (build TEXT NOT NULL PRIMARY KEY, at BIGINT NOT NULL, body BYTEA NOT NULL);
	ALTER TABLE nodes ADD COLUMN IF NOT EXISTS address TEXT NOT NULL DEFAULT '', ADD COLUMN IF NOT EXISTS began_ms BIGINT NOT NULL DEFAULT 0;
	CREATE TABLE IF NOT EXISTS node_assets (name TEXT NOT NULL PRIMARY KEY, at BIGINT NOT NULL, body BYTEA NOT NULL);
	CREATE INDEX IF NOT EXISTS node_screens_at ON node_screens (at)`

// nodeTablesReady says whether all of these tables are there as this program needs them.
const nodeTablesReady = `SELECT to_regclass('node_screens_at') IS NOT NULL`

// nodeGone is how long a node may be silent until it counts as gone.
const nodeGone = 15 * time.Second

// Nodes are the servers that share a PostgreSQL database; of one that has its database alone, none.
type Nodes struct{ store *Store }

// Node is a server that shares a PostgreSQL database with others.
type Node struct {
	Name  string
	Maker bool // it is the one that resolves, signs and stores
	Self  bool // it is this server
	Build
	Schema int64 // the last step of the schema that its program knows; 0: it is of a version that does not say
}

// Self is this server's name among several; "" where it has the database alone.
func (n Nodes) Self() string { return n.store.lease.name() }

// name is that of a node.
func (l *lease) name() string {
	if l == nil {
		return ""
	}
	return l.node
}

// Here lists the servers that are here, by name; none where this one has the database alone.
func (n Nodes) Here(ctx context.Context) ([]Node, error) {
	if n.Self() == "" {
		return nil, nil
	}
	all, err := n.store.nodesHere(ctx)
	for i := range all {
		all[i].Self = all[i].Name == n.Self()
	}
	return all, err
}

func (r conn) nodesHere(ctx context.Context) ([]Node, error) {
	if r.dialect != post {
		return nil, nil
	}
	var shared bool // a database that no server of today has opened yet may lack the tables
	if err := r.q.QueryRowContext(ctx, nodeTablesReady).Scan(&shared); err != nil || !shared {
		return nil, r.explain(err)
	}
	return list(ctx, r, func(row scanner) (one Node, err error) {
		err = row.Scan(&one.Name, &one.Maker, &one.Release, &one.Schema, &one.Page)
		return one, err
	}, `SELECT n.name, EXISTS (SELECT 1 FROM lease l WHERE l.node = n.name AND l.until_ms > `+r.dialect.now+`), n.release, n.schema, n.page
		FROM nodes n WHERE n.seen_ms > `+r.dialect.now+` - $1 ORDER BY n.name`, nodeGone.Milliseconds())
}

// Introduce tells the other nodes the name of the key that this one signs with, and where other machines
// reach it without the balancer; "" where they do not.
// Conflict where a node that is here signs with another: screens would believe one of the two.
func (n Nodes) Introduce(ctx context.Context, key, address string) error {
	s := n.store
	if n.Self() == "" {
		return nil
	}
	return transact(ctx, s, func(r Reader) error {
		if _, err := r.q.ExecContext(ctx, leaseTurn); err != nil { // of two that come at once, the second sees the first
			return err
		}
		var other string
		err := r.q.QueryRowContext(ctx, `SELECT name FROM nodes WHERE name <> $1 AND key <> '' AND key <> $2 AND seen_ms > `+r.dialect.now+` - $3 ORDER BY name LIMIT 1`,
			s.lease.node, key, nodeGone.Milliseconds()).Scan(&other)
		if err == nil {
			return otherKey(s.lease.node, other)
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		_, err = r.exec(ctx, `UPDATE nodes SET key = $3, address = $4, began_ms = `+r.dialect.now+` WHERE name = $1 AND run = $2`, s.lease.node, s.lease.run, key, address)
		return err
	})
}

// join enters this server among the nodes. One that wants the database alone is refused beside
// any that is here, and a node beside one of its own name. It waits for what nodes that are gone
// are still writing, and forgets them.
func (l *lease) join(ctx context.Context, r Reader) error {
	var other heldElsewhere
	err := r.q.QueryRowContext(ctx, `SELECT name || ', ' || holder, seen_ms FROM nodes WHERE seen_ms > `+r.dialect.now+` - $1 AND ($2 = '' OR name = $2 AND run <> $3) ORDER BY seen_ms DESC LIMIT 1`,
		leaseFor.Milliseconds(), l.node, l.run).Scan(&other.holder, &other.until)
	if err == nil {
		return other
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if l.node == "" {
		_, err = r.exec(ctx, `DELETE FROM nodes`)
		return err
	}
	_, err = r.exec(ctx, `INSERT INTO nodes (name, run, holder, key, seen_ms, release, schema, page) VALUES ($1, $2, $3, '', `+r.dialect.now+`, $4, $5, $6)
		ON CONFLICT (name) DO UPDATE SET run = excluded.run, holder = excluded.holder, key = '', seen_ms = excluded.seen_ms,
			release = excluded.release, schema = excluded.schema, page = excluded.page`,
		l.node, l.run, me(), l.build.Release, l.schema, l.build.Page)
	return err
}

func ignoreNone(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	return err
}

// here says that this node is. The lease is lost where another server has its name by now.
func (l *lease) here(ctx context.Context, where string) error {
	if l.node == "" {
		return nil
	}
	var count int64
	err := l.db.QueryRowContext(ctx, `INSERT INTO nodes (name, run, holder, key, seen_ms, release, schema, page) SELECT $1, $2, $3, '', `+post.now+`, $4, $5, $6 WHERE `+unreplicated+`
		ON CONFLICT (name) DO UPDATE SET seen_ms = excluded.seen_ms WHERE nodes.run = excluded.run
		RETURNING (SELECT count(*) FROM nodes WHERE name <> $1 AND seen_ms > `+post.now+` - $7) + 1`,
		l.node, l.run, me(), l.build.Release, l.schema, l.build.Page, leaseFor.Milliseconds()).Scan(&count)
	if errors.Is(err, sql.ErrNoRows) {
		return l.lose(sameName(l.node, where))
	}
	if err == nil {
		l.count.Store(count)
	}
	return err
}

// Count is how many servers share the database and were here at this one's last beat, itself among
// them: 1 where it is alone. One that is silent for leaseFor is not counted, sooner than it is gone: its clients
// come to the others at once. While the database is away it stays what it was. It asks nobody.
func (n Nodes) Count() int {
	if n.store.lease == nil {
		return 1
	}
	return max(1, int(n.store.lease.count.Load()))
}

// Making says whether this server is the one that resolves, signs and stores what screens are
// sent. It stays so until it stops; see [Store.Lost].
func (n Nodes) Making() bool { return n.store.lease == nil || n.store.lease.epoch.Load() != 0 }

// Made is closed once [Nodes.Making] holds.
func (n Nodes) Made() <-chan struct{} {
	if n.store.lease == nil {
		made := make(chan struct{})
		close(made)
		return made
	}
	return n.store.lease.made
}

type makerKey struct{}

// AsMaker marks what only the maker does: a write with this context is refused where another node
// has become the maker, and waits for none.
func AsMaker(ctx context.Context) context.Context { return context.WithValue(ctx, makerKey{}, true) }

func isMaker(ctx context.Context) bool { return ctx.Value(makerKey{}) != nil }

// lastRead is the change that a node read last.
type lastRead struct {
	mu sync.Mutex
	witness.Record
}

// Look is the number of the last change, for whoever follows the log. A node also checks that the
// change that it read last is still there, line for line, and notes the newest in its witness:
// another may have gone on in a database that was set back, with higher numbers. Damaged then, and
// [Store.Lost] gives the reason.
func (n Nodes) Look(ctx context.Context) (number int64, err error) {
	s := n.store
	if n.Self() == "" {
		return s.LastChange(ctx)
	}
	err = s.View(ctx, func(r Reader) error {
		if number, err = r.LastChange(ctx); err != nil {
			return err
		}
		return stillThere(ctx, s, r)
	})
	return number, err
}

func stillThere(ctx context.Context, s *Store, r Reader) error {
	known := &s.lease.read
	known.mu.Lock()
	defer known.mu.Unlock()
	last, err := r.lastRecord(ctx)
	if err != nil {
		return err
	}
	if last == known.Record {
		return nil
	}
	if known.Number != 0 {
		sum, _, err := r.sumOf(ctx, known.Number)
		if err != nil {
			return err
		}
		if sum != known.Hash {
			return s.lease.lose(setBackMeanwhile(s.where))
		}
	}
	if known.Record = last; s.witness == nil {
		return nil
	}
	return s.witness.Write(last)
}

func otherKey(name, other string) error {
	return &content.Error{
		Code: content.Conflict,
		Vi:   fmt.Sprintf("Nút %s ký bằng khóa khác với nút %s đang chạy, nên màn hình sẽ chỉ tin một trong hai. Hãy chép thư mục keys (trừ tệp witness) của nút %s sang nút này rồi chạy lại.", name, other, other),
		En:   fmt.Sprintf("Node %s signs with another key than node %s, which is running: screens would believe one of the two. Copy the keys folder (without the file witness) of node %s to this one and start again.", name, other, other),
	}
}

func sameName(name, where string) *content.Error {
	return &content.Error{
		Code: content.Conflict,
		Vi:   fmt.Sprintf("Một máy chủ khác đang dùng tên nút %s ở %s, nên máy chủ này không ghi gì nữa và dừng lại. Hãy đặt cho mỗi máy chủ một tên riêng trong --node.", name, where),
		En:   fmt.Sprintf("Another server uses the node name %s in %s, so this one writes nothing more and stops. Give each server a name of its own in --node.", name, where),
	}
}

// inboxOwner is the key in meta of which node has the inbox.
const inboxOwner = "inbox_node"

// OwnInbox gives the node that takes in what lies in its inbox: the first that asked, until another
// takes it over. Conflict where the one that has it is here. "" for a server that has its database
// alone.
func (n Nodes) OwnInbox(ctx context.Context, take bool) (owner string, err error) {
	s := n.store
	if n.Self() == "" {
		return "", nil
	}
	err = transact(ctx, s, func(r Reader) error {
		if _, err := r.q.ExecContext(ctx, leaseTurn); err != nil { // of two that come at once one has it
			return err
		}
		if owner, err = r.metaValue(ctx, inboxOwner); ignoreNone(err) != nil {
			return err
		}
		if owner != "" && (owner == s.lease.node || !take) {
			return nil
		}
		var here bool
		err := r.q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM nodes WHERE name = $1 AND seen_ms > `+r.dialect.now+` - $2)`, owner, nodeGone.Milliseconds()).Scan(&here)
		if err != nil {
			return err
		}
		if here {
			return inboxTaken(s.lease.node, owner)
		}
		owner = s.lease.node
		_, err = r.exec(ctx, `INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value`, inboxOwner, owner)
		return err
	})
	return owner, err
}

func inboxTaken(name, owner string) error {
	return &content.Error{
		Code: content.Conflict,
		Vi:   fmt.Sprintf("Hộp thả tệp đang do nút %s giữ. Hãy dừng nút đó trước, hoặc chạy nút %s mà không có --inbox.", owner, name),
		En:   fmt.Sprintf("Node %s has the inbox. Stop that one first, or start node %s without --inbox.", owner, name),
	}
}
