package main

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// carried is how many bytes connections have carried.
type carried struct{ Sent, Got float64 }

// spending is what a cluster has used since its start, or within a while.
type spending struct {
	Seconds float64
	Nodes   []float64 // processor seconds, by node
	Base    float64   // of the database
	Load    float64   // of the players

	Statements, Rings, Rows, WAL float64   // of the database: statements, NOTIFYs, rows read or written, bytes of its log
	Sent, Got                    []float64 // bytes to the database and from it, by node
	Connections                  float64   // of all nodes, now
}

// spent is what was used until now.
func (c *cluster) spent(ctx context.Context) (s spending, err error) {
	s = c.processors()
	err = c.db.QueryRowContext(ctx, `SELECT coalesce(sum(calls), 0), coalesce(sum(calls) FILTER (WHERE query LIKE '%pg_notify%'), 0), coalesce(sum(rows), 0),
		(SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()), pg_current_wal_lsn() - '0/0'
		FROM pg_stat_statements`).Scan(&s.Statements, &s.Rings, &s.Rows, &s.Connections, &s.WAL)
	if err != nil {
		return s, err
	}
	for _, n := range c.nodes {
		var bytes carried
		if err := n.ask(ctx, http.MethodGet, "/wire", &bytes); err != nil {
			return s, err
		}
		s.Sent, s.Got = append(s.Sent, bytes.Sent), append(s.Got, bytes.Got)
	}
	return s, nil
}

// processors is the processor time alone, which costs nothing to read.
func (c *cluster) processors() (s spending) {
	s.Seconds = float64(time.Now().UnixMicro()) / 1e6
	for _, n := range c.nodes {
		s.Nodes = append(s.Nodes, spent(n.cmd.Process.Pid))
	}
	s.Base = spent(c.pg.PID())
	if c.load != nil {
		s.Load = spent(c.load.Process.Pid)
	}
	return s
}

// since is what was used after before.
func (s spending) since(before spending) spending { return s.plus(before, -1) }

// plus adds a multiple of another. Connections are those of s.
func (s spending) plus(other spending, times float64) spending {
	both := func(a, b []float64) (out []float64) {
		for i := range max(len(a), len(b)) {
			v := 0.0
			if i < len(a) {
				v = a[i]
			}
			if i < len(b) {
				v += times * b[i]
			}
			out = append(out, v)
		}
		return out
	}
	return spending{
		Seconds: s.Seconds + times*other.Seconds, Nodes: both(s.Nodes, other.Nodes), Base: s.Base + times*other.Base, Load: s.Load + times*other.Load,
		Statements: s.Statements + times*other.Statements, Rings: s.Rings + times*other.Rings, Rows: s.Rows + times*other.Rows, WAL: s.WAL + times*other.WAL,
		Sent: both(s.Sent, other.Sent), Got: both(s.Got, other.Got), Connections: s.Connections,
	}
}

// during is what was used while something went on.
func (c *cluster) during(ctx context.Context, do func() error) (spending, error) {
	before, err := c.spent(ctx)
	if err != nil {
		return spending{}, err
	}
	if err := do(); err != nil {
		return spending{}, err
	}
	now, err := c.spent(ctx)
	return now.since(before), err
}

// mean is the mean of some values; 0 of none.
func mean(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	return sum(values) / float64(len(values))
}

func sum(values []float64) (s float64) {
	for _, v := range values {
		s += v
	}
	return s
}

// per is a share of it.
func (s spending) per(n float64) spending { return spending{Connections: s.Connections}.plus(s, 1/n) }

// meanOf is the mean of several.
func meanOf(all []spending) (s spending) {
	for _, one := range all {
		s = one.plus(s, 1)
	}
	return s.per(float64(len(all)))
}

// resident is what of a process lies in RAM, in MB.
func resident(pid int) float64 {
	kB, _ := strconv.ParseFloat(strings.TrimSuffix(field(fmt.Sprintf("/proc/%d/status", pid), "VmRSS"), " kB"), 64)
	return kB / 1000
}
