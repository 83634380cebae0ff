package store

import (
	"context"
	"time"
)

// nodeTold is after how long a node counts as silent that has not said that it is here: three beats.
const nodeTold = 3 * leaseEvery

// nodeNamed is how long a node that fell silent stays on the list of nodes.
const nodeNamed = 24 * time.Hour

// ListedNode is a node as it stands on the list of nodes, also one that fell silent within a day. Instants
// are the database's.
type ListedNode struct {
	Node
	Address string        // where other machines reach it without the balancer, as it says itself; "": nowhere
	Began   time.Time     // when it was started; zero: that is not known
	Heard   time.Time     // when it last said that it is here
	Quiet   time.Duration // how long ago that is
	Screens int           // connected to it; 0 where it is gone
	Late    bool          // it has missed some beats
	Gone    bool          // it counts as gone: its screens are other nodes'
}

// List lists the nodes that are here or fell silent within a day, by name; none where this server has
// the database alone. One that was stopped in order is not listed.
func (n Nodes) List(ctx context.Context) ([]ListedNode, error) {
	if n.Self() == "" {
		return nil, nil
	}
	now := n.store.dialect.now
	return list(ctx, n.store.conn, func(row scanner) (one ListedNode, err error) {
		var began, heard, quiet int64
		err = row.Scan(&one.Name, &one.Maker, &one.Address, &began, &heard, &quiet, &one.Release, &one.Schema, &one.Page, &one.Screens)
		one.Self, one.Heard = one.Name == n.Self(), at(heard)
		if began != 0 {
			one.Began = at(began)
		}
		one.Quiet = time.Duration(quiet) * time.Millisecond
		if one.Late, one.Gone = one.Quiet > nodeTold, one.Quiet > nodeGone; one.Gone {
			one.Screens = 0
		}
		return one, err
	}, `SELECT n.name, EXISTS (SELECT 1 FROM lease l WHERE l.node = n.name AND l.until_ms > `+now+`), n.address, n.began_ms, n.seen_ms, `+now+` - n.seen_ms, n.release, n.schema, n.page,
		(SELECT count(*) FROM node_screens s WHERE s.node = n.name AND s.doc <> '')
		FROM nodes n WHERE n.seen_ms > `+now+` - $1 ORDER BY n.name`, nodeNamed.Milliseconds())
}
