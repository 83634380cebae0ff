package e2e

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image/color"
	"io"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
)

// kills is how often the server is killed in each way: NGATU_KILLS says more than
// the few of every day.
func kills() int {
	if n, err := strconv.Atoi(os.Getenv("NGATU_KILLS")); err == nil && n > 0 {
		return n
	}
	return 2
}

// TestKill ends a real server with SIGKILL at random moments of an import, a publish and an
// upload of figures. What it had acknowledged is there afterwards; what it had not is absent or
// whole; the database opens.
func TestKill(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("starts a server many times")
	}
	dir := t.TempDir()
	program := filepath.Join(dir, "ngatu")
	if out, err := exec.Command("go", "build", "-o", program, "ngatu/cmd/ngatu").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	k := &killing{T: t, program: program, data: filepath.Join(dir, "data"), state: content.Approved}
	k.prepare()
	for _, act := range []struct {
		name string
		do   func(n int) (acknowledged string)
		kept func(r store.Reader, acknowledged string) error
	}{
		{"import", k.importPicture, k.slideKept},
		{"publish", k.publish, k.publishKept},
		{"figures", k.figures, k.releaseKept},
	} {
		t.Run(act.name, func(t *testing.T) {
			k.T = t
			all := 0
			for range kills() {
				all += len(k.round(act.do, act.kept))
			}
			t.Logf("%d kills, %d acknowledged, all there", kills(), all)
		})
	}
}

type killing struct {
	*testing.T
	program, data string
	desk          *desk
	made          int
	state         content.State // in which the last acknowledged step left the slide that is published
}

const killTokens = 100

func killToken(scope string, n int) string { return fmt.Sprintf("phep-thu-%s-%d", scope, n%killTokens) }

// prepare makes a demonstration with a token and an account.
func (k *killing) prepare() {
	k.Helper()
	a := testkit.Server(k.T, config.Config{Data: k.data, Demo: true})
	link, _, err := a.StudioLink(k.Context())
	if err != nil {
		k.Fatal(err)
	}
	if k.desk, err = sit(a, link); err != nil {
		k.Fatal(err)
	}
	staff, err := a.Store().AllStaff(k.Context(), "", 1)
	if err != nil || len(staff) != 1 {
		k.Fatal(len(staff), err)
	}
	_, err = a.Store().Change(k.Context(), staff[0].ID, func(tx *store.Tx) error { // a token acts as its maker
		for n := range killTokens { // each may call so often a minute, and no more
			for _, scope := range []string{"figures", "slides"} {
				secret := killToken(scope, n)
				err := tx.PutToken(k.Context(), store.Token{ID: secret, Hash: content.DigestOf([]byte(secret)), Name: secret, Scope: scope})
				if err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		k.Fatal(err)
	}
	if err := a.Stop(context.Background()); err != nil {
		k.Fatal(err)
	}
}

// round starts the server, acts until it is killed at a random moment, and looks at what is left.
func (k *killing) round(do func(int) string, kept func(store.Reader, string) error) (acknowledged []string) {
	k.Helper()
	child := k.start()
	var mu sync.Mutex
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			k.made++
			said := do(k.made)
			if said == "" {
				return
			}
			mu.Lock()
			acknowledged = append(acknowledged, said)
			mu.Unlock()
		}
	}()
	time.Sleep(time.Duration(rand.IntN(900)) * time.Millisecond)
	if err := child.Process.Kill(); err != nil {
		k.Fatal(err)
	}
	_ = child.Wait() // it was killed: that is its only answer
	<-done
	k.look(acknowledged, kept)
	return acknowledged
}

// start runs the real program on a free port and waits until it answers.
func (k *killing) start() *exec.Cmd {
	k.Helper()
	child := exec.Command(k.program, "demo", "--data", k.data, "--listen", "127.0.0.1:0")
	out, err := child.StdoutPipe()
	if err != nil {
		k.Fatal(err)
	}
	var trouble bytes.Buffer
	child.Stderr = &trouble
	if err := child.Start(); err != nil {
		k.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if at := wallAt.FindString(lines.Text()); at != "" {
			k.desk.base = strings.TrimSuffix(at, "/")
			go io.Copy(io.Discard, out) //nolint:errcheck // the child ends with the round
			return child
		}
	}
	k.Fatalf("the server did not start: %s", trouble.String())
	return nil
}

var wallAt = regexp.MustCompile(`http://127\.0\.0\.1:\d+/`)

// look opens what the killed server left.
func (k *killing) look(acknowledged []string, kept func(store.Reader, string) error) {
	k.Helper()
	st, err := store.Open(k.Context(), filepath.Join(k.data, "ngatu.db"))
	if err != nil {
		k.Fatalf("after a kill the database does not open: %v", err)
	}
	defer st.Close()
	for _, id := range acknowledged {
		if err := kept(st.Reader, id); err != nil {
			k.Errorf("acknowledged and lost: %s: %v", id, err)
		}
	}
	if _, state, err := k.published(st.Reader); err == nil {
		k.state = state
	}
	bucket, err := blob.Open(filepath.Join(k.data, "media"))
	if err != nil {
		k.Fatal(err)
	}
	media, err := st.Media(k.Context(), store.Medium{}, 0)
	if err != nil {
		k.Fatal(err)
	}
	for _, m := range media {
		renditions, err := st.Renditions(k.Context(), m.Digest)
		if err != nil {
			k.Fatal(err)
		}
		digests := []content.Digest{m.Digest}
		for _, r := range renditions {
			digests = append(digests, r.Ref.Digest)
		}
		for _, d := range digests {
			if err := bucket.Verify(k.Context(), d); err != nil {
				k.Errorf("the database names bytes that are not there whole: %v", err)
			}
		}
	}
}

// importPicture sends a picture by the API; the answer names its slide.
func (k *killing) importPicture(n int) string {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", fmt.Sprintf("anh-%d.jpg", n))
	if err != nil {
		return ""
	}
	if _, err := part.Write(plain(k.T, 640, 360+n%200, color.RGBA{uint8(n), uint8(n >> 3), 90, 255})); err != nil {
		return ""
	}
	if err := form.Close(); err != nil {
		return ""
	}
	var answer struct {
		ID string `json:"id"`
	}
	if !k.call("/api/slides", form.FormDataContentType(), "slides", body.Bytes(), &answer) {
		return ""
	}
	return answer.ID
}

func (k *killing) slideKept(r store.Reader, id string) error {
	s, err := r.Slide(k.Context(), id)
	if err != nil {
		return err
	}
	_, err = r.Medium(k.Context(), s.Medium)
	return err
}

// onAir is the slide that is published again and again, and steps is what follows
// each of its states.
const onAir = "starter-hotline"

var steps = map[content.State]struct {
	act  string
	next content.State
}{
	content.Approved:  {"", content.Draft}, // a change is written beside it
	content.Draft:     {"/submit", content.Submitted},
	content.Submitted: {"/approve", content.Approved},
}

// published is the slide as it is on air, and how far the change of it is.
func (k *killing) published(r store.Reader) (content.Slide, content.State, error) {
	d, err := r.SlideDraft(k.Context(), onAir)
	if d.Beside && d.Begun() {
		return d.Live, d.Doc.State, err
	}
	return d.Live, d.Live.State, err
}

// publish takes the slide a step on through the studio, as a person does.
func (k *killing) publish(n int) string {
	step := steps[k.state]
	path := "/studio/slides/" + onAir
	var err error
	switch step.act {
	case "":
		err = k.desk.post(path, "title", fmt.Sprint("Đường dây nóng ", n), "head", "Gọi 1022, nhánh 8", "brief", "Gọi 1022")
	case "/approve":
		err = k.desk.approve(path, "document", strconv.Itoa(n))
	default:
		err = k.desk.post(path + step.act)
	}
	if errors.As(err, &errRefused{}) {
		k.Error(err)
	}
	if err != nil { // the server is gone
		return ""
	}
	k.state = step.next
	return string(k.state)
}

// publishKept: the slide is where the last acknowledged step left it, or one step on, and whole.
func (k *killing) publishKept(r store.Reader, _ string) error {
	s, state, err := k.published(r)
	if err != nil {
		return err
	}
	if state != k.state && state != steps[k.state].next {
		return fmt.Errorf("it is %s, and %s was acknowledged", state, k.state)
	}
	if s.State == content.Approved && (s.Approval.By == "" || s.Approval.At.IsZero()) {
		return fmt.Errorf("approved by nobody: %+v", s.Approval)
	}
	return nil
}

// figures sends the sheet of the districts by the API; the answer names the release.
func (k *killing) figures(n int) string {
	var answer struct {
		ID string `json:"id"`
	}
	if !k.call("/api/figures", "text/csv", "figures", districts(k.T, 10+n%80), &answer) {
		return ""
	}
	return answer.ID
}

func (k *killing) releaseKept(r store.Reader, id string) error {
	rel, err := r.Release(k.Context(), id)
	if err != nil {
		return err
	}
	all, err := r.Figures(k.Context(), rel)
	if err == nil && len(all) != 30 {
		err = fmt.Errorf("%d of 30 districts", len(all))
	}
	return err
}

// call posts to the API and reads the answer; false where there was none or it was no yes.
func (k *killing) call(path, mime, scope string, body []byte, into any) bool {
	req, err := http.NewRequest(http.MethodPost, k.desk.base+path, bytes.NewReader(body))
	if err != nil {
		return false
	}
	req.Header.Set("Content-Type", mime)
	req.Header.Set("Authorization", "Bearer "+killToken(scope, k.made))
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		return false
	}
	if answer.StatusCode/100 != 2 {
		k.Errorf("%s: %d %s", path, answer.StatusCode, b)
		return false
	}
	return json.Unmarshal(b, into) == nil
}
