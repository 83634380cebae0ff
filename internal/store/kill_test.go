package store

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

// writeUntilKilled is the child process: it prints what was acknowledged, and nothing else.
func writeUntilKilled(path string) {
	ctx := context.Background()
	s, err := OpenBeside(ctx, path, beside(path))
	if err == nil {
		_, err = s.Claim(ctx, Real)
	}
	if err == nil {
		err = s.Attest(ctx)
	}
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	last, _ := s.LastChange(ctx)
	for seq := last; ; seq++ {
		number, err := s.Change(ctx, "child", func(tx *Tx) error {
			slide := content.Slide{ID: fmt.Sprint("s", tx.Number()), Title: strings.Repeat("Đống Đa ", rand.IntN(400)), State: content.Draft}
			if err := tx.PutSlide(ctx, slide); err != nil {
				return err
			}
			return tx.PutSetting(ctx, "last", slide.ID)
		})
		if err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		fmt.Println("change", number)
		id, err := approveOne(ctx, s, number)
		if err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		fmt.Println("approved", id)
		acked, err := s.StoreRuns(ctx, "HN-1", protocol.Plays{Journal: fmt.Sprint("j", last), Runs: []protocol.Run{{Seq: seq}}})
		if err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		fmt.Println("run", last, acked)
	}
}

// approveOne submits the slide of a change and approves it.
func approveOne(ctx context.Context, s *Store, number int64) (id string, err error) {
	id = fmt.Sprint("s", number)
	for _, verb := range []string{"submit", "approve"} {
		_, err = s.Change(ctx, verb, func(tx *Tx) error {
			d, err := tx.SlideDraft(ctx, id)
			if err != nil {
				return err
			}
			if err := tx.PutSetting(ctx, "last", fmt.Sprint("s", tx.Number())); err != nil {
				return err
			}
			if verb == "submit" {
				if d, err = d.Submit("child"); err != nil {
					return err
				}
				return tx.PutSlideDraft(ctx, verb, d)
			}
			live, err := content.Approve(d.Slide(), content.Approval{By: verb, At: tx.Time()}, false)
			if err != nil {
				return err
			}
			return tx.PutLive(ctx, live)
		})
		if err != nil {
			return id, err
		}
	}
	return id, nil
}

// What was acknowledged survives kill -9 at any moment; what was not is absent or whole;
// the database opens.
func TestKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "ngatu.db")
	changes, runs, approved := map[int64]bool{}, map[string]int64{}, map[string]bool{}
	for range 15 {
		for _, line := range killed(t, path, time.Duration(60+rand.IntN(140))*time.Millisecond) {
			words := strings.Fields(line)
			switch {
			case len(words) == 2 && words[0] == "change":
				changes[must[int64](t)(strconv.ParseInt(words[1], 10, 64))] = true
			case len(words) == 2 && words[0] == "approved":
				approved[words[1]] = true
			case len(words) == 3 && words[0] == "run":
				runs["j"+words[1]] = must[int64](t)(strconv.ParseInt(words[2], 10, 64))
			default:
				t.Fatalf("the child said %q", line)
			}
		}
		checkSurvived(t, path, changes, runs)
		checkApproved(t, path, approved)
	}
	if len(changes) < 15 {
		t.Errorf("only %d changes were made: the test says little", len(changes))
	}
	t.Logf("%d changes and %d journals survived 15 kills", len(changes), len(runs))
}

// killed runs the child, kills it after a while from its first line on, and gives the whole
// lines that it printed.
func killed(t *testing.T, path string, after time.Duration) (lines []string) {
	t.Helper()
	cmd := exec.Command(must[string](t)(os.Executable()))
	cmd.Env = append(os.Environ(), "NGATU_STORE_CHILD=write", "NGATU_STORE_PATH="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	kill := time.AfterFunc(time.Minute, func() { cmd.Process.Kill() })
	defer kill.Stop()
	reader := bufio.NewReader(out)
	for {
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

func checkSurvived(t *testing.T, path string, changes map[int64]bool, runs map[string]int64) {
	t.Helper()
	s := must[*Store](t)(Open(t.Context(), path))
	defer s.Close()
	for number := range changes {
		slide, err := s.Slide(t.Context(), fmt.Sprint("s", number))
		if err != nil {
			t.Fatalf("change %d was acknowledged and is lost: %v", number, err)
		}
		lines, err := s.ChangesOf(t.Context(), "slide", slide.ID, 0, 0)
		if err != nil || len(lines) == 0 || lines[len(lines)-1].Number != number {
			t.Fatalf("the log of change %d: %+v, %v", number, lines, err)
		}
	}
	last := must[int64](t)(s.LastChange(t.Context()))
	if setting, err := s.Setting(t.Context(), "last"); len(changes) > 0 && (err != nil || setting.Value != fmt.Sprint("s", last)) {
		t.Fatalf("the last change %d is there in part: %+v, %v", last, setting, err)
	}
	for journal, acked := range runs {
		got, err := s.StoreRuns(t.Context(), "HN-1", protocol.Plays{Journal: journal})
		if err != nil || got < acked {
			t.Fatalf("journal %s: acknowledged up to %d, there is %d (%v)", journal, acked, got, err)
		}
	}
}

// checkApproved finds every approval that was acknowledged, and what waits exactly where it was
// submitted.
func checkApproved(t *testing.T, path string, approved map[string]bool) {
	t.Helper()
	s := must[*Store](t)(Open(t.Context(), path))
	defer s.Close()
	for id := range approved {
		if one := must[content.Slide](t)(s.Slide(t.Context(), id)); one.State != content.Approved || one.Approval.By != "approve" {
			t.Fatalf("%s was approved and is %s by %q", id, one.State, one.Approval.By)
		}
	}
	for _, one := range must[[]Submission](t)(s.Submissions(t.Context())) {
		for _, i := range one.Waits() {
			if of := must[content.Slide](t)(s.Slide(t.Context(), i.ID)); of.State != content.Submitted {
				t.Fatalf("%s waits and is %s", i.ID, of.State)
			}
		}
	}
	submitted := must[[]content.Slide](t)(s.Slides(t.Context(), SlideQuery{State: content.Submitted}))
	for _, one := range submitted {
		must[Item](t)(s.Waiting(t.Context(), DraftKey{NounSlide, one.ID}))
	}
}
