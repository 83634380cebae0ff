package app_test

import (
	"bufio"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"

	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/internal/testkit/postgres"
	"ngatu/internal/testkit/s3server"
)

// back is within what time players of a node that was killed are on another, of a hundred all but
// one.
const back = 5 * time.Second

// cluster is three nodes as processes, behind a balancer.
type cluster struct {
	*testing.T
	env     []string
	media   *s3server.Server
	bucket  string
	folders map[string]string
	balance *balance

	mu    sync.Mutex
	acked map[string]bool     // what was acknowledged, by kind and ID
	count map[string]int      // by what a node said
	acted map[string]chan int // closed when that node has begun that, by "node act"
	nodes map[string]*running
}

// running is a node's process.
type running struct {
	cmd   *exec.Cmd
	up    chan struct{} // closed once it serves
	ended chan struct{}
}

var nodeNames = []string{"a", "b", "c"}

// newCluster starts the nodes on a database.
func newCluster(t *testing.T, address string) *cluster {
	t.Helper()
	c := &cluster{
		T: t, media: s3server.New(t), folders: map[string]string{}, balance: newBalance(t),
		acked: map[string]bool{}, count: map[string]int{}, acted: map[string]chan int{}, nodes: map[string]*running{},
	}
	c.bucket = c.media.Bucket(t)
	c.env = []string{databaseVar + "=" + address, endpointVar + "=" + c.media.Endpoint(), bucketVar + "=" + c.bucket}
	for i, name := range nodeNames {
		c.folders[name] = t.TempDir()
		if _, err := s3server.KeyFile(c.folders[name]); err != nil {
			t.Fatal(err)
		}
		if i > 0 {
			testkit.CopyKeys(t, c.folders["a"], c.folders[name])
		}
		c.start(name)
		if i == 0 {
			c.await(name) // it makes the keys
		}
	}
	for _, name := range nodeNames {
		c.await(name)
	}
	return c
}

func (c *cluster) start(name string) {
	c.Helper()
	cmd := command(c.T, self(c.T), "node", c.folders[name])
	cmd.Env = append(append(cmd.Env, c.env...), nodeVar+"="+name)
	out, err := cmd.StdoutPipe()
	if err != nil {
		c.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		c.Fatal(err)
	}
	r := &running{cmd, make(chan struct{}), make(chan struct{})}
	c.mu.Lock()
	c.nodes[name] = r
	c.mu.Unlock()
	go func() {
		defer close(r.ended)
		in := bufio.NewReader(out)
		for {
			line, err := in.ReadString('\n')
			if err != nil {
				break // the last line may be torn, then nobody heard it
			}
			c.hear(name, r, strings.Fields(line))
		}
		c.balance.put(name, "")
		cmd.Wait()
	}()
}

// hear takes what a node says.
func (c *cluster) hear(name string, r *running, words []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(words) != 2 {
		c.Logf("node %s said %q", name, words)
		return
	}
	c.count[words[0]]++
	switch words[0] {
	case "up":
		c.balance.put(name, strings.TrimPrefix(words[1], "http://"))
		close(r.up)
	case "at":
		if begun := c.acted[name+" "+words[1]]; begun != nil {
			close(begun)
			delete(c.acted, name+" "+words[1])
		}
	case "change":
		c.acked[words[1]] = true
	case "approved":
		c.acked[approval+words[1]] = true
	case "sent", "pressed":
		c.acked[words[0]+":"+words[1]] = true
	default:
		c.Logf("node %s said %q", name, words)
	}
}

// acknowledged is how many were, of a kind.
func (c *cluster) acknowledged(kind string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.count[kind]
}

func (c *cluster) node(name string) *running {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.nodes[name]
}

// await waits until a node serves. One that ended by itself is started once more, as its unit does.
func (c *cluster) await(name string) {
	c.Helper()
	r := c.node(name)
	select {
	case <-r.up:
	case <-r.ended:
		c.start(name)
		c.await(name)
	case <-time.After(2 * time.Minute):
		c.Fatalf("node %s does not come up", name)
	}
}

// serving lists the nodes that serve. One that ended by itself is started again.
func (c *cluster) serving() (all []string) {
	for _, name := range nodeNames {
		r := c.node(name)
		select {
		case <-r.ended:
			c.start(name)
			continue
		default:
		}
		select {
		case <-r.up:
			all = append(all, name)
		default:
		}
	}
	return all
}

// killAt kills a node that is in the middle of an act.
func (c *cluster) killAt(name, act string) {
	c.Helper()
	begun := make(chan int)
	c.mu.Lock()
	c.acted[name+" "+act] = begun
	c.mu.Unlock()
	r := c.node(name)
	select {
	case <-begun:
		time.Sleep(time.Duration(rand.IntN(20)) * time.Millisecond) // a change takes some ten
	case <-r.ended:
	case <-time.After(time.Minute):
		c.Fatalf("node %s does nothing", name)
	}
	r.cmd.Process.Kill()
	<-r.ended
}

func (c *cluster) end() {
	for _, name := range nodeNames {
		r := c.node(name)
		r.cmd.Process.Kill()
		<-r.ended
	}
}

// maker is the node that has the lease.
func maker(t *testing.T, db *sql.DB) (name string) {
	t.Helper()
	if err := db.QueryRowContext(t.Context(), `SELECT node FROM lease`).Scan(&name); err != nil {
		t.Fatal(err)
	}
	return name
}

// Players watch three nodes at which people publish, put takeovers on and send files, all at once,
// while one node after the other is killed in the middle of it, the maker first: nothing that was
// acknowledged is lost, every frame in the record is whole and signed, no players are sent two
// bodies of a thing under one number (see took), and players are on another node soon.
func TestNodesKilled(t *testing.T) {
	pg := postgres.New(t)
	c := newCluster(t, pg.Address())
	db, err := sql.Open("pgx", pg.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	people := watch(t, c.balance)
	rounds := max(2, *kills/6) // a node that was killed waits until its name is free again: 8 s each
	for i := range rounds {
		var up []string
		began := time.Now()
		for up = c.serving(); len(up) < 2; up = c.serving() {
			if time.Since(began) > 2*time.Minute {
				t.Fatalf("only the nodes %v come up", up)
			}
			time.Sleep(20 * time.Millisecond)
		}
		name := up[rand.IntN(len(up))]
		if i == 0 {
			name = maker(t, db)
		}
		c.killAt(name, []string{atPublish, atTakeover, atUpload}[i%3])
		if rounds > len(nodeNames)-1 {
			c.start(name)
		}
		people.whole()
	}
	c.end()
	c.kept(pg.Address(), db, rounds)
	all := people.back()
	if len(all) == 0 {
		t.Fatal("no player lost its node: the test says little")
	}
	p99 := all[min(len(all)-1, len(all)*99/100)]
	if p99 > back {
		t.Errorf("players are on another node after %v", p99)
	}
	t.Logf("%d kills; players that lost their node %d times are on another after %v in the median, p99 %v, at most %v",
		rounds, len(all), all[len(all)/2].Round(time.Millisecond), p99.Round(time.Millisecond), all[len(all)-1].Round(time.Millisecond))
}

// kept holds the database and the bucket against what was acknowledged.
func (c *cluster) kept(address string, db *sql.DB, atLeast int) {
	t := c.T
	t.Helper()
	t.Logf("acknowledged: %v", c.count)
	for _, kind := range []string{"change", "approved", "sent", "pressed"} {
		if c.count[kind] < min(atLeast, 2) {
			t.Errorf("of “%s” only %d were acknowledged: the test says little", kind, c.count[kind])
		}
	}
	if _, err := db.Exec(`UPDATE lease SET until_ms = 0; UPDATE nodes SET seen_ms = 0`); err != nil { // as if they had been gone for long
		t.Fatal(err)
	}
	slides := map[string]bool{}
	for id := range c.acked {
		if of, ok := strings.CutPrefix(id, "pressed:"); ok {
			var there bool
			if err := db.QueryRow(`SELECT EXISTS (SELECT 1 FROM changes WHERE number = $1 AND noun = $2)`, of, string(store.NounTakeover)).Scan(&there); err != nil || !there {
				t.Errorf("the takeover's change %s was acknowledged and is lost (%v)", of, err)
			}
		} else if of, ok := strings.CutPrefix(id, "sent:"); ok {
			c.arrived(db, of)
		} else {
			slides[id] = true
		}
	}
	survived(t, address, c.folders["a"], slides)
}

// arrived wants a file that was acknowledged: its draft, and its bytes in the bucket.
func (c *cluster) arrived(db *sql.DB, slide string) {
	c.Helper()
	var d string
	if err := db.QueryRow(`SELECT digest FROM media WHERE digest = (SELECT doc::jsonb->>'medium' FROM slides WHERE id = $1)`, slide).Scan(&d); err != nil {
		c.Errorf("the file of slide %s was acknowledged and is lost: %v", slide, err)
		return
	}
	key := fmt.Sprintf("%s/%s/%s", d[:2], d[2:4], d)
	if _, err := c.media.Client(c.T).StatObject(c.Context(), c.bucket, key, minio.StatObjectOptions{}); err != nil {
		c.Errorf("the bytes of slide %s are not in the bucket: %v", slide, err)
	}
}

// The machine of the database is lost while people work at three nodes and players watch, and the
// standby for which commits waited takes its place: nothing that was acknowledged is lost, no node
// stops, and players play on, and are sent what is new.
func TestTheDatabaseIsKilled(t *testing.T) {
	if *kills < 100 {
		t.Skip("make soak runs it")
	}
	first := postgres.New(t)
	second := first.Standby(t, "second")
	first.WaitFor(t, "second", true)
	c := newCluster(t, postgres.AnyOf(first, second))
	people := watch(t, c.balance)
	before := people.newest()
	people.newer(before)
	c.worked()
	first.Kill()
	lost := time.Now()
	second.Promote(t)
	t.Logf("promoted after %v", time.Since(lost).Round(time.Millisecond))
	c.worked()
	t.Logf("all kinds of work are acknowledged again after %v", time.Since(lost).Round(time.Millisecond))
	people.newer(people.newest())
	t.Logf("players have what is new after %v", time.Since(lost).Round(time.Millisecond))
	if n := len(people.back()); n > 0 {
		t.Errorf("players lost their node %d times", n)
	}
	for _, name := range nodeNames {
		select {
		case <-c.node(name).ended:
			t.Errorf("node %s stopped", name)
		default:
		}
	}
	c.end()
	db, err := sql.Open("pgx", second.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	c.kept(second.Address(), db, 2)
}

// worked waits until some more of each kind was acknowledged.
func (c *cluster) worked() {
	c.Helper()
	for _, kind := range []string{"approved", "sent", "pressed"} {
		was := c.acknowledged(kind)
		for began := time.Now(); c.acknowledged(kind) < was+10; time.Sleep(20 * time.Millisecond) {
			if time.Since(began) > 2*time.Minute {
				c.Fatalf("nothing more is acknowledged of “%s”", kind)
			}
		}
	}
}
