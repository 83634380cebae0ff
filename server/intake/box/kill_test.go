package box

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/blob"
	"ngatu/internal/store"
	"ngatu/internal/worker"
	"ngatu/server/figures"
	"ngatu/server/intake"
	"ngatu/server/rendition"
	"ngatu/server/rendition/renditiontest"
)

// importUntilKilled is the child: it takes files and figures in and prints what was
// acknowledged, and nothing else.
func importUntilKilled(dir string) {
	ctx := context.Background()
	fail := func(err error) {
		if err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
	}
	s, err := store.Open(ctx, filepath.Join(dir, "ngatu.db"))
	fail(err)
	folder, err := blob.Open(filepath.Join(dir, "media"))
	fail(err)
	workers := worker.New(worker.Options{})
	sheets := figures.New(figures.Options{Store: s, Workers: workers, Areas: units()})
	in := intake.New(intake.Options{Store: s, Renditions: rendition.New(rendition.Options{Store: s, Media: folder, Workers: workers})})
	for {
		photo := append(renditiontest.Photograph(160, 90), fmt.Sprint(rand.Uint64())...)
		made, err := in.Files(ctx, "child", intake.Upload{Name: "p.jpg", Reader: bytes.NewReader(photo), Size: int64(len(photo))}, func(int, int) {})
		fail(err)
		fmt.Println("slide", made.Slides[0].ID)
		r, err := sheets.Take(ctx, "child", "x.csv", strings.NewReader(good), figures.TakeOptions{})
		fail(err)
		fmt.Println("release", r.Release.ID)
	}
}

// What was acknowledged survives kill -9 at any moment; what was not is absent or whole;
// the database opens.
func TestKilledWhileImporting(t *testing.T) {
	r := newRig(t, nil)
	r.screens(renditiontest.Demo[1], renditiontest.Demo[0])
	dir, acked := r.dir, map[string]string{}
	kills := 0
	for ; kills < 5 || kills < 15 && len(acked) < 10; kills++ {
		r.shut()
		for _, line := range killed(t, dir, time.Duration(rand.IntN(250))*time.Millisecond) {
			kind, id, _ := strings.Cut(line, " ")
			if kind != "slide" && kind != "release" {
				t.Fatalf("the child said %q", line)
			}
			acked[id] = kind
		}
		r.open(nil)
	}
	r.no(r.Renditions.Complete(t.Context())) // as the next start does
	found := map[string]bool{}
	for _, s := range r.slides() {
		found[s.ID] = true
		r.whole(s, renditiontest.Demo[1], renditiontest.Demo[0])
	}
	for _, rel := range must(r.Store.Releases(t.Context(), "", 0, 0))(t) {
		found[rel.ID] = true
		if n := len(must(r.Store.Figures(t.Context(), rel))(t)); n != 2 || rel.Period != area.Nov2024 {
			t.Errorf("the release %s has %d figures", rel.ID, n)
		}
	}
	for id, kind := range acked {
		if !found[id] {
			t.Errorf("%s %s was acknowledged and is lost", kind, id)
		}
	}
	if len(acked) < 10 {
		t.Errorf("%d acknowledged: the test says little", len(acked))
	}
	r.no(r.Media.Walk(t.Context(), func(d content.Digest, _ int64) error { return r.Media.Verify(t.Context(), d) }))
	t.Logf("%d acknowledged, %d found after %d kills", len(acked), len(found), kills)
}

// killed runs the child, kills it a while after its first line, and gives the whole
// lines that it printed.
func killed(t *testing.T, dir string, after time.Duration) (lines []string) {
	t.Helper()
	cmd := exec.Command(must(os.Executable())(t))
	cmd.Env = append(os.Environ(), "NGATU_INTAKE_CHILD="+dir)
	out := must(cmd.StdoutPipe())(t)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill := time.AfterFunc(2*time.Minute, func() { cmd.Process.Kill() })
	defer kill.Stop()
	for reader := bufio.NewReader(out); ; {
		line, err := reader.ReadString('\n')
		if err != nil {
			break // the last line may be torn, then nobody heard it
		}
		if len(lines) == 0 {
			kill.Reset(after)
		}
		lines = append(lines, strings.TrimSpace(line))
	}
	cmd.Wait()
	return lines
}
