package app_test

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/internal/testkit/postgres"
	"ngatu/internal/testkit/s3server"
)

// What a node of these tests is called, and what it shares with the others.
const (
	nodeVar     = "NGATU_APP_NODE"
	databaseVar = "NGATU_APP_DATABASE"
	endpointVar = "NGATU_APP_S3"
	bucketVar   = "NGATU_APP_BUCKET"
)

// publishAsNode runs a node and prints each change that was acknowledged, until it is killed or has
// lost the lease.
func publishAsNode() int {
	ctx := context.Background()
	folder := os.Getenv(folderVar)
	a, err := app.New(ctx, config.Config{
		Node: os.Getenv(nodeVar), Data: folder, Listen: "127.0.0.1:0", Database: config.Database{Database: os.Getenv(databaseVar)},
		Media: config.Media{
			Media: "s3://" + os.Getenv(bucketVar), Endpoint: os.Getenv(endpointVar), Region: "us-east-1", KeyFile: filepath.Join(folder, "s3.key"), Cache: 1,
		},
	}, slog.New(slog.DiscardHandler), func(string) {})
	if err == nil {
		err = a.Start(ctx)
	}
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	_, err = a.Store().Change(ctx, "child", func(tx *store.Tx) error {
		var errs []error
		for _, one := range screensOf(6) {
			errs = append(errs, tx.PutScreen(ctx, one))
		}
		return errors.Join(errs...)
	})
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	fmt.Println("up")
	for {
		select {
		case <-a.Failed(): // its unit starts it again
			return 1
		default:
		}
		id := ""
		_, err := a.Store().Change(ctx, "child", func(tx *store.Tx) error {
			id = fmt.Sprint("n", tx.Number())
			return publish(ctx, tx, id)
		})
		if err == nil {
			fmt.Println("change", id)
			if approve(ctx, a.Store(), id) == nil {
				fmt.Println("approved", id)
			}
		}
		time.Sleep(time.Duration(rand.IntN(60)) * time.Millisecond)
	}
}

// cluster is three nodes as processes.
type cluster struct {
	*testing.T
	env   []string
	mu    sync.Mutex
	acked map[string]bool
	nodes map[string]*running
}

// running is a node's process.
type running struct {
	cmd   *exec.Cmd
	up    chan struct{} // closed once it serves
	ended chan struct{}
}

func (c *cluster) start(name, folder string) {
	c.Helper()
	cmd := command(c.T, self(c.T), "node", folder)
	cmd.Env = append(append(cmd.Env, c.env...), nodeVar+"="+name)
	out, err := cmd.StdoutPipe()
	if err != nil {
		c.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		c.Fatal(err)
	}
	r := &running{cmd, make(chan struct{}), make(chan struct{})}
	c.nodes[name] = r
	go func() {
		defer close(r.ended)
		in := bufio.NewReader(out)
		for {
			line, err := in.ReadString('\n')
			if err != nil {
				break // the last line may be torn, then nobody heard it
			}
			switch words := strings.Fields(line); words[0] {
			case "up":
				close(r.up)
			case "change":
				c.ack(words[1])
			case "approved":
				c.ack(approval + words[1])
			default:
				c.Logf("node %s said %q", name, line)
			}
		}
		cmd.Wait()
	}()
}

func (c *cluster) ack(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.acked[id] = true
}

// Three nodes publish at once, and one of them is killed again and again, the maker too: nothing that
// was acknowledged is lost, every frame in the record is whole and signed, and there never are two
// bodies of a thing under one number.
func TestNodesKilled(t *testing.T) {
	pg, media := postgres.New(t), s3server.New(t)
	c := &cluster{T: t, acked: map[string]bool{}, nodes: map[string]*running{}}
	c.env = []string{databaseVar + "=" + pg.Address(), endpointVar + "=" + media.Endpoint(), bucketVar + "=" + media.Bucket(t)}
	folders := map[string]string{}
	names := []string{"a", "b", "c"}
	for i, name := range names {
		folders[name] = t.TempDir()
		if _, err := s3server.KeyFile(folders[name]); err != nil {
			t.Fatal(err)
		}
		if i > 0 {
			testkit.CopyKeys(t, folders["a"], folders[name])
		}
		c.start(name, folders[name])
		c.await(name)
	}
	st, err := sql.Open("pgx", pg.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	rounds := max(1, *kills/6) // a node that was killed waits until its name is free again: 8 s each
	for range rounds {
		time.Sleep(time.Duration(rand.IntN(1500)) * time.Millisecond)
		name := names[rand.IntN(3)]
		c.nodes[name].cmd.Process.Kill()
		<-c.nodes[name].ended
		c.start(name, folders[name])
		c.await(name)
	}
	for _, r := range c.nodes {
		r.cmd.Process.Kill()
		<-r.ended
	}
	if len(c.acked) < rounds {
		t.Errorf("only %d changes were made: the test says little", len(c.acked))
	}
	survived(t, pg.Address(), folders["a"], c.acked)
	var twice int
	err = st.QueryRowContext(t.Context(), `SELECT count(*) FROM (SELECT 1 FROM sent GROUP BY type, thing, number, from_ms HAVING count(DISTINCT hash) > 1) x`).Scan(&twice)
	if err != nil || twice > 0 {
		t.Errorf("%d things have two bodies under one number (%v)", twice, err)
	}
	t.Logf("%d changes survived %d kills", len(c.acked), rounds)
}

// await waits until a node serves. One that ended by itself is started once more, as its unit does.
func (c *cluster) await(name string) {
	c.Helper()
	r := c.nodes[name]
	select {
	case <-r.up:
	case <-r.ended:
		c.start(name, r.cmd.Dir)
		c.await(name)
	case <-time.After(2 * time.Minute):
		c.Fatalf("node %s does not come up", name)
	}
}

// screensOf are what programmes go to.
func screensOf(n int) (all []content.Screen) {
	for i := range n {
		all = append(all, content.Screen{Code: fmt.Sprintf("NUT-%02d", i), Name: "Nút", Places: []content.Place{{
			Area: "2024-11/006", Areas: []string{"2024-11/006", "2024-11/01"}, Names: []string{"Quận Đống Đa", "Thành phố Hà Nội"},
			Venue: content.Reception, Kind: content.Monitor, Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15}, Zone: content.DefaultZone,
		}}})
	}
	return all
}
