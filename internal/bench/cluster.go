package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"ngatu/internal/config"
	"ngatu/internal/testkit/postgres"
	"ngatu/internal/testkit/s3server"
)

// clusterSize is how many servers share a database and a bucket, and for how many players.
type clusterSize struct {
	Nodes   int // 0: one server that has the database alone
	Players int
	Screens int // in the store; those without a player are not connected
}

func (s clusterSize) String() string {
	name := fmt.Sprintf("%d nodes", s.Nodes)
	switch s.Nodes {
	case 0:
		name = "a server alone"
	case 1:
		name = "one node"
	}
	if s.Screens > s.Players {
		name += fmt.Sprintf(", %d screens", s.Screens)
	}
	return name
}

// cluster is nodes on a PostgreSQL database and a bucket of their own, and their players. The
// database does not wait for its disk.
type cluster struct {
	*fleet
	kind  clusterSize
	nodes []*fleet // the first is the maker
	pg    *postgres.Server
	db    *sql.DB
	ends  []func()
}

// countsStatements are the settings of PostgreSQL with which it counts statements (its contrib modules have to
// be installed).
var countsStatements = []string{"shared_preload_libraries=pg_stat_statements", "pg_stat_statements.max=10000"}

// cluster starts one. Nobody is connected yet.
func (b *bench) cluster(ctx context.Context, kind clusterSize) (*cluster, error) {
	c := &cluster{kind: kind}
	if err := c.begin(ctx, b); err != nil {
		c.end()
		return nil, err
	}
	return c, nil
}

func (c *cluster) begin(ctx context.Context, b *bench) (err error) {
	if c.pg, err = postgres.Begin(countsStatements...); err != nil {
		return err
	}
	c.ends = append(c.ends, c.pg.End)
	if c.db, err = sql.Open("pgx", c.pg.Address()); err != nil {
		return err
	}
	c.ends = append(c.ends, func() { c.db.Close() })
	if _, err := c.db.ExecContext(ctx, `CREATE EXTENSION pg_stat_statements`); err != nil {
		return fmt.Errorf("PostgreSQL's contrib modules: %w", err)
	}
	base, err := b.folder("nodes")
	if err != nil {
		return err
	}
	media, err := c.bucket(ctx, base)
	if err != nil {
		return err
	}
	size := b.few()
	size.Screens = c.kind.Screens
	child := func(name, do, profile string) []string {
		node := name
		if c.kind.Nodes == 0 {
			node = ""
		}
		set, err := json.Marshal(config.Config{Node: node, PerAddress: 100_000, Database: config.Database{Database: c.pg.Address()}, Media: media})
		if err != nil {
			panic(err) // texts and numbers alone
		}
		return []string{asFleet, do, filepath.Join(base, name), size.text(), profile, string(set)}
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	fill := exec.CommandContext(ctx, self, child("a", "fill", "")...)
	fill.Stderr = os.Stderr
	if err := fill.Run(); err != nil {
		return fmt.Errorf("fill the database: %w", err)
	}
	if _, err := c.db.ExecContext(ctx, `ANALYZE`); err != nil { // as the database does by itself within minutes
		return err
	}
	for i := range max(c.kind.Nodes, 1) {
		name := string(rune('a' + i))
		if i > 0 {
			to := filepath.Join(base, name, "keys")
			if err := errors.Join(os.CopyFS(to, os.DirFS(filepath.Join(base, "a", "keys"))), os.Remove(filepath.Join(to, "witness"))); err != nil {
				return err
			}
		}
		profile, err := b.profileOf(fmt.Sprintf("nodes-%d%s", c.kind.Nodes, name))
		if err != nil {
			return err
		}
		one, err := startChild(ctx, self, child(name, "serve", profile)...)
		if err != nil {
			return err
		}
		c.ends = append(c.ends, one.stop)
		node := &fleet{child: one, size: size, playing: c.kind.Players}
		one.address, node.control, _ = strings.Cut(one.address, " ")
		c.nodes = append(c.nodes, node)
	}
	c.fleet = c.nodes[0]
	c.beside = c.nodes[1:]
	c.ends = append(c.ends, c.stop)
	return c.players(ctx, b)
}

// bucket starts an S3 server, and gives the settings of a bucket there.
func (c *cluster) bucket(ctx context.Context, base string) (m config.Media, err error) {
	objects, notes := filepath.Join(base, "objects"), filepath.Join(base, "notes")
	key, err := s3server.KeyFile(base)
	if err := errors.Join(err, os.Mkdir(objects, 0o700), os.Mkdir(notes, 0o700)); err != nil {
		return m, err
	}
	media, err := s3server.Begin(objects, notes)
	if err != nil {
		return m, err
	}
	c.ends = append(c.ends, media.Stop)
	bucket, err := media.Make(ctx)
	return config.Media{Media: "s3://" + bucket, Endpoint: media.Endpoint(), Region: "us-east-1", KeyFile: key, Cache: 1}, err
}

// end ends all of it.
func (c *cluster) end() {
	for i := len(c.ends) - 1; i >= 0; i-- {
		c.ends[i]()
	}
}
