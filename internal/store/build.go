package store

import (
	"context"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Build is what the program of a node is.
type Build struct {
	Release string // the version that people name, such as 1.2.0; "dev" and more for one that is none
	Page    string // build of the page for screens that it carries
}

// released is how a release is written.
var released = regexp.MustCompile(`^\d{1,9}\.\d{1,9}\.\d{1,9}$`)

// parts are the numbers of a release; nil: it is none.
func parts(release string) (all []int) {
	if !released.MatchString(release) {
		return nil
	}
	for word := range strings.SplitSeq(release, ".") {
		n, _ := strconv.Atoi(word) // digits, few enough
		all = append(all, n)
	}
	return all
}

// Older says whether a node's program is of an older version: it knows less of the schema, or is an
// earlier release. Of two of one schema that are no releases nobody can say.
func (n Node) Older(than Node) bool {
	if n.Schema != than.Schema {
		return n.Schema < than.Schema
	}
	a, b := parts(n.Release), parts(than.Release)
	return a != nil && b != nil && slices.Compare(a, b) < 0
}

// FleetPage is the build of the page that all nodes serve while some are of another version: that of
// the oldest. Each node works it out for itself, so it depends on nothing but who is here.
func FleetPage(here []Node) string {
	if len(here) == 0 {
		return ""
	}
	return slices.MinFunc(here, func(a, b Node) int {
		switch {
		case a.Older(b):
			return -1
		case b.Older(a):
			return 1
		}
		return strings.Compare(a.Page, b.Page)
	}).Page
}

// olderHere says whether a node of an older version is here, which can go on as the maker.
func (l *lease) olderHere(ctx context.Context, r Reader) (bool, error) {
	if l.node == "" {
		return false, nil
	}
	me := Node{Build: l.build, Schema: l.schema}
	older, err := list(ctx, r.conn, func(row scanner) (one Node, err error) {
		err = row.Scan(&one.Release, &one.Schema)
		return one, err
	}, `SELECT release, schema FROM nodes WHERE name <> $1 AND seen_ms > `+r.dialect.now+` - $2`, l.node, leaseFor.Milliseconds())
	return slices.ContainsFunc(older, func(one Node) bool { return one.Older(me) }), err
}

// KeepPage keeps a page for screens, so that nodes of another version can serve it for as long as a
// node with this build of it is here.
func (n Nodes) KeepPage(ctx context.Context, build string, body []byte) error {
	if n.Self() == "" {
		return nil
	}
	_, err := n.store.exec(ctx, `INSERT INTO node_pages (build, at, body) VALUES ($1, `+n.store.dialect.now+`, $2) ON CONFLICT (build) DO UPDATE SET at = excluded.at`, build, body)
	return err
}

// Page is a page for screens that a node has kept; NotFound where none has kept that build.
func (n Nodes) Page(ctx context.Context, build string) (body []byte, err error) {
	err = n.store.q.QueryRowContext(ctx, `SELECT body FROM node_pages WHERE build = $1`, build).Scan(&body)
	return body, orMissing(n.store.explain(err), "trang phát", "page", build)
}

// KeepAssets keeps what pages of this node's studio load, by names that hold the digests of the bytes,
// so that nodes of another version can serve it. It stays for a day; a node that is here says it again.
func (n Nodes) KeepAssets(ctx context.Context, all map[string][]byte) error {
	if n.Self() == "" {
		return nil
	}
	return transact(ctx, n.store, func(r Reader) error {
		for _, name := range slices.Sorted(maps.Keys(all)) { // nodes that do this at once wait for each other in one order
			if _, err := r.exec(ctx, `INSERT INTO node_assets (name, at, body) VALUES ($1, `+r.dialect.now+`, $2) ON CONFLICT (name) DO UPDATE SET at = excluded.at`, name, all[name]); err != nil {
				return err
			}
		}
		return nil
	})
}

// AssetNames are the names of all that nodes have kept.
func (n Nodes) AssetNames(ctx context.Context) ([]string, error) {
	return list(ctx, n.store.conn, func(row scanner) (name string, err error) {
		err = row.Scan(&name)
		return name, err
	}, `SELECT name FROM node_assets`)
}

// Asset is what a node has kept under a name; NotFound where none has.
func (n Nodes) Asset(ctx context.Context, name string) (body []byte, err error) {
	err = n.store.q.QueryRowContext(ctx, `SELECT body FROM node_assets WHERE name = $1`, name).Scan(&body)
	return body, orMissing(n.store.explain(err), "tệp của trang quản lý", "asset of the studio", name)
}
