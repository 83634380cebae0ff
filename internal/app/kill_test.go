package app_test

import (
	"bufio"
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/store"
	_ "ngatu/internal/worker/workertest"
	"ngatu/player/protocol"
)

var kills = flag.Int("kills", 6, "how often TestKilled kills the server")

// What a child process of these tests does, and in which folder.
const (
	childVar  = "NGATU_APP_CHILD"
	folderVar = "NGATU_APP_FOLDER"
)

func TestMain(m *testing.M) {
	switch os.Getenv(childVar) {
	case "":
		os.Exit(m.Run())
	case "open":
		os.Exit(openAsChild())
	case "publish":
		os.Exit(publishUntilKilled())
	case "few":
		os.Exit(serveFew())
	case "node":
		os.Exit(workAsNode())
	}
	os.Exit(2)
}

func child(ctx context.Context) (*app.App, error) {
	c := config.Config{Data: os.Getenv(folderVar), Listen: "127.0.0.1:0", Demo: true}
	return app.New(ctx, c, slog.New(slog.DiscardHandler), func(string) {})
}

// openAsChild prints with which error it is refused.
func openAsChild() int {
	_, err := child(context.Background())
	var e *content.Error
	if !errors.As(err, &e) {
		fmt.Println("no sentence:", err)
		return 2
	}
	fmt.Println(e.Code, e.Vi)
	return 1
}

// publishUntilKilled runs a whole server and prints each change that was acknowledged.
func publishUntilKilled() int {
	ctx := context.Background()
	a, err := child(ctx)
	if err == nil {
		err = a.Start(ctx)
	}
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	fmt.Println("up")
	for {
		id := ""
		number, err := a.Store().Change(ctx, "child", func(tx *store.Tx) error {
			id = fmt.Sprint("n", tx.Number())
			return publish(ctx, tx, id)
		})
		if err != nil {
			fmt.Println("error", err)
			return 1
		}
		fmt.Println("change", id, number)
		if err := approve(ctx, a.Store(), id); err != nil {
			fmt.Println("error", err)
			return 1
		}
		fmt.Println("approved", id)
		time.Sleep(time.Duration(rand.IntN(30)) * time.Millisecond) // so that Air, too, is at work at every moment
	}
}

// publish approves a slide and lets out figures, in one change.
func publish(ctx context.Context, tx *store.Tx, id string) error {
	s := content.Slide{
		ID: id, Campaign: "starter", Kind: content.Notice, Style: content.Slogan, Title: id, State: content.Approved,
		Words: content.Words{Head: "Thông báo " + id}, Approval: content.Approval{By: "child", At: tx.Time()},
	}
	if err := tx.PutSlide(ctx, s); err != nil {
		return err
	}
	f := figure.Figure{Area: area.Key{Period: area.Nov2024, Code: "001"}, Measure: figure.Accounts.ID, Value: tx.Number() % 1000, Target: 1000}
	return tx.PutRelease(ctx, store.Release{
		ID: id, Measure: figure.Accounts.ID, Period: area.Nov2024, AsOf: tx.Time(), Source: "child", By: "child", Sample: true,
	}, []figure.Figure{f})
}

// approvedAs are the words of a slide once the change of it was approved.
func approvedAs(id string) string { return "Đã duyệt " + id }

// approve has the change of a slide wait, and another person approve it.
func approve(ctx context.Context, st *store.Store, id string) error {
	_, err := st.Change(ctx, "writer", func(tx *store.Tx) error {
		d, err := tx.SlideDraft(ctx, id)
		if err != nil {
			return err
		}
		doc := d.Doc
		doc.Words.Head = approvedAs(id)
		if d, err = d.Save(doc, "writer", tx.Time()).Submit("writer"); err != nil {
			return err
		}
		return tx.PutSlideDraft(ctx, "submit", d)
	})
	if err != nil {
		return err
	}
	_, err = st.Change(ctx, "child", func(tx *store.Tx) error {
		d, err := tx.SlideDraft(ctx, id)
		if err != nil {
			return err
		}
		live, err := d.Approve(content.Approval{By: "child", At: tx.Time()}, d.Sight(nil), d.Sight(nil), false)
		if err != nil {
			return err
		}
		return tx.PutLive(ctx, live)
	})
	return err
}

// command is this test's own program as a child.
func command(t *testing.T, path, what, folder string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), path)
	cmd.Env = append(os.Environ(), childVar+"="+what, folderVar+"="+folder)
	cmd.Dir = folder
	return cmd
}

func self(t *testing.T) string {
	t.Helper()
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// What was acknowledged survives kill -9 at any moment of a publish; what was not is absent or
// whole; the database opens, and every frame in the record is whole and signed.
func TestKilled(t *testing.T) {
	folder := t.TempDir()
	acked := map[string]bool{}
	rounds := 0
	for ; rounds < *kills || len(acked) < *kills && rounds < 10**kills; rounds++ { // on a busy machine some are killed before their first change
		for _, id := range killed(t, folder) {
			acked[id] = true
		}
		checkSurvived(t, folder, acked)
	}
	if len(acked) < *kills {
		t.Errorf("only %d changes were made: the test says little", len(acked))
	}
	t.Logf("%d changes survived %d kills", len(acked), rounds)
}

// approval stands before the ID of a slide whose change was approved, among what was acknowledged.
const approval = "approval:"

// killed runs the server and kills it after a while, and gives what it acknowledged.
func killed(t *testing.T, folder string) (acked []string) {
	t.Helper()
	cmd := command(t, self(t), "publish", folder)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill := time.AfterFunc(2*time.Minute, func() { cmd.Process.Kill() })
	defer kill.Stop()
	in := bufio.NewReader(out)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			break // the last line may be torn, then nobody heard it
		}
		switch words := strings.Fields(line); {
		case words[0] == "up":
			kill.Reset(time.Duration(rand.IntN(250)) * time.Millisecond)
		case words[0] == "change" && len(words) == 3:
			acked = append(acked, words[1])
		case words[0] == "approved" && len(words) == 2:
			acked = append(acked, approval+words[1])
		default:
			t.Errorf("the child said %q", line)
		}
	}
	cmd.Wait()
	return acked
}

func checkSurvived(t *testing.T, folder string, acked map[string]bool) {
	t.Helper()
	survived(t, filepath.Join(folder, "ngatu.db"), folder, acked)
}

// survived opens a database whose server was killed, and holds it against what was acknowledged.
func survived(t *testing.T, address, folder string, acked map[string]bool) {
	t.Helper()
	s, err := store.Open(t.Context(), address)
	if err != nil {
		t.Fatalf("the database does not open: %v", err)
	}
	defer s.Close()
	slides, err := s.ApprovedSlides(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, one := range slides {
		if one.Approval.By != "child" {
			continue
		}
		there[one.ID] = true
		r, err := s.Release(t.Context(), one.ID)
		if err != nil {
			t.Fatalf("slide %s is there without its figures: %v", one.ID, err)
		}
		if f, err := s.Figures(t.Context(), r); err != nil || len(f) != 1 {
			t.Fatalf("the figures of %s are there in part: %d, %v", one.ID, len(f), err)
		}
	}
	for id := range acked {
		if of, ok := strings.CutPrefix(id, approval); ok {
			checkApproved(t, s, of)
		} else if !there[id] {
			t.Fatalf("%s was acknowledged and is lost", id)
		}
	}
	checkFrames(t, s, folder)
}

// checkApproved holds an approval that was acknowledged against the slide and its submission: what
// was approved is live, nothing waits any more, and the record says by whom.
func checkApproved(t *testing.T, s *store.Store, id string) {
	t.Helper()
	d, err := s.SlideDraft(t.Context(), id)
	if err != nil || d.Begun() || d.Live.State != content.Approved || d.Live.Words.Head != approvedAs(id) {
		t.Fatalf("the approval of %s was acknowledged, and it is %s %q with a draft %v, %v", id, d.Live.State, d.Live.Words.Head, d.Begun(), err)
	}
	i, err := s.Decided(t.Context(), store.DraftKey{Noun: store.NounSlide, ID: id})
	if err != nil || i.Outcome != store.ItemApproved || i.By != "child" {
		t.Fatalf("the record of it: %+v, %v", i, err)
	}
}

func checkFrames(t *testing.T, s *store.Store, folder string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(folder, "keys", "working.key"))
	if err != nil {
		t.Fatal(err)
	}
	seed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(string(b)))
	if err != nil || len(seed) != ed25519.SeedSize {
		t.Fatalf("the key is %d bytes: %v", len(seed), err)
	}
	trusted := []ed25519.PublicKey{ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)}
	screens, err := s.AllScreens(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	things := map[protocol.Type][]string{protocol.TypeFigures: {figure.Accounts.ID + "@" + area.City(area.Nov2024).String()}}
	for _, one := range screens {
		f, err := s.NewestFrame(t.Context(), protocol.TypeScreen, one.Code)
		if content.CodeOf(err) == content.NotFound {
			continue // killed before it was on air
		}
		var truth protocol.Screen
		if err != nil || f.Verify(trusted) != nil || f.Open(&truth) != nil {
			t.Fatalf("the frame of %s is not whole: %v", one.Code, err)
		}
		things[protocol.TypeProgramme] = append(things[protocol.TypeProgramme], truth.Audience)
	}
	for typ, all := range things {
		for _, thing := range all {
			frames, err := s.Frames(t.Context(), typ, thing, time.Time{}, time.Now().Add(time.Hour))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range frames {
				if err := f.Verify(trusted); err != nil {
					t.Fatalf("%s number %d: %v", f.Thing(), f.Number, err)
				}
			}
		}
	}
}

// A folder that cannot be written gives a sentence that says so. Root may write everywhere, so the
// child runs as another user.
func TestUnwritableFolder(t *testing.T) {
	const nobody = 65534
	top := t.TempDir()
	for dir := top; dir != os.TempDir() && len(dir) > 1; dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(self(t))
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(top, "program") // the test's own lies where nobody else may go
	if err := os.WriteFile(program, b, 0o755); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(top, "data")
	if err := os.Mkdir(folder, 0o555); err != nil {
		t.Fatal(err)
	}
	cmd := command(t, program, "open", folder)
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	}
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	if code := cmd.ProcessState.ExitCode(); code != 1 || !strings.HasPrefix(string(out), "denied Không ghi được vào thư mục "+folder) {
		t.Errorf("status %d: %s", code, out)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 0 {
		t.Errorf("%d files were left there, %v", len(left), err)
	}
}
