package e2e

import (
	"bufio"
	"database/sql"
	"fmt"
	"image/color"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"ngatu/internal/config"
	"ngatu/internal/testkit"
	"ngatu/internal/testkit/postgres"
)

// upgradeEnv names the commit whose server was there before: make soak sets it.
const upgradeEnv = "NGATU_UPGRADE_FROM"

// TestUpgrade: a server of before is built from the repository's own history and runs a while; then
// this one starts in its place. Each frame that was sent is still there to the byte, the same tab
// goes on and shows what is added now, and who was signed in still is.
func TestUpgrade(t *testing.T) {
	before := os.Getenv(upgradeEnv)
	if before == "" {
		t.Skip("builds a server of before: " + upgradeEnv + " names its commit, as make soak does")
	}
	program := builtAt(t, before, "")
	pg := postgres.New(t)
	for _, at := range []struct{ name, driver, database string }{
		{"a folder", "sqlite", ""},
		{"PostgreSQL", "pgx", pg.Schema(t)},
	} {
		t.Run(at.name, func(t *testing.T) {
			data := filepath.Join(t.TempDir(), "data")
			source := at.database
			if source == "" {
				source = filepath.Join(data, "ngatu.db")
			}
			old := startOld(t, program, data, at.database)
			link, err := os.ReadFile(filepath.Join(data, "studio-link.txt"))
			if err != nil {
				t.Fatal(err)
			}
			d, err := sitAt(old.address, strings.TrimSpace(string(link)))
			if err != nil {
				t.Fatal(err)
			}
			hall := testkit.Chromium(t).Open(t, old.address+"/play?screen=SANH-01", 960, 540)
			green := color.RGBA{20, 180, 60, 255}
			drop := func(name string, c color.RGBA) {
				if err := os.WriteFile(filepath.Join(data, "inbox", name), plain(t, 1600, 900, c), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			drop("công viên.jpg", green)
			until(t, "the picture, from the server of before", 30*time.Second, func() bool { return looks(t, hall, green) })
			var build string
			hall.Eval(`document.documentElement.dataset.build`, &build)
			old.stop(t)
			was, schema := sentIn(t, at.driver, source)

			testkit.Server(t, config.Config{
				Data: data, Demo: true, Listen: strings.TrimPrefix(old.address, "http://"), Database: config.Database{Database: at.database},
			})
			hall.Until("the page of this server, in the same tab", `document.documentElement.dataset.build !== '`+build+`' && window.Ngatu && Ngatu.debug && Ngatu.debug.slide`, time.Minute)
			var programme string
			hall.Eval(`Ngatu.debug.programme`, &programme)
			drop("hồ sen.jpg", color.RGBA{150, 40, 200, 255}) // checks that are newer than the folder's standing approval may leave it to a person
			until(t, "the studio lists what is dropped now", 30*time.Second, func() bool { return d.approveNamed("hồ sen") })
			hall.Until("what this server adds, in the same tab", `Ngatu.debug.linked && Ngatu.debug.programme !== '`+programme+`'`, time.Minute)
			if page, err := d.get("/studio/slides"); err != nil || !strings.Contains(page, "công viên") {
				t.Errorf("the studio, for who was signed in: %v %.300s", err, page)
			}
			is, now := sentIn(t, at.driver, source)
			for key, frame := range was {
				if is[key] != frame {
					t.Errorf("what was sent as %s is %.120q now, was %.120q", key, is[key], frame)
				}
			}
			if len(was) == 0 || now <= schema {
				t.Errorf("nothing was tried: %d frames, schema %d, then %d", len(was), schema, now)
			}
			t.Logf("schema %d, then %d; %d frames kept to the byte, %d sent since", schema, now, len(was), len(is)-len(was))
		})
	}
}

var slideAt = regexp.MustCompile(`/studio/slides/s-[a-z0-9]+`)

// approveNamed approves the slide of a title, if it is there and waits; it says whether it is there.
func (d *desk) approveNamed(title string) bool {
	list, err := d.get("/studio/slides?state=submitted")
	if err != nil {
		return false
	}
	for _, path := range slideAt.FindAllString(list, -1) {
		if page, err := d.get(path); err == nil && strings.Contains(page, "<title>"+title) && d.approve(path) == nil {
			return true
		}
	}
	return false
}

// builtAt is the server's program as the source was at a commit, under the number of a release; "":
// it is none.
func builtAt(t *testing.T, commit, release string) string {
	t.Helper()
	if out, err := exec.Command("git", "cat-file", "-e", commit+"^{commit}").CombinedOutput(); err != nil {
		t.Skipf("this clone does not hold %s (%s): fetch its history", commit, out)
	}
	source := t.TempDir()
	tree := filepath.Join(source, "source.tar")
	program := filepath.Join(source, "ngatu")
	for _, words := range [][]string{
		{"git", "-C", "../..", "archive", "--output", tree, commit},
		{"tar", "-xf", tree, "-C", source},
		{"go", "build", "-ldflags", "-X main.release=" + release, "-o", program, "./cmd/ngatu"},
	} {
		cmd := exec.Command(words[0], words[1:]...)
		if words[0] == "go" {
			cmd.Dir = source
		}
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", words, err, out)
		}
	}
	return program
}

// oldServer is a running program of before.
type oldServer struct {
	cmd     *exec.Cmd
	address string
}

func startOld(t *testing.T, program, data, database string) *oldServer {
	t.Helper()
	cmd := exec.Command(program, "demo", "--data", data, "--listen", "127.0.0.1:0")
	cmd.Env = append(os.Environ(), "NGATU_DATABASE="+database)
	cmd.Stderr = t.Output()
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() }) // it ended long before, unless the test failed
	s := &oldServer{cmd: cmd}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if at := wallAt.FindString(lines.Text()); at != "" {
			s.address = strings.TrimSuffix(at, "/")
		}
		if strings.Contains(lines.Text(), "Ctrl-C") { // the last line: the link's file is written
			go io.Copy(io.Discard, out) //nolint:errcheck // it ends with the program
			return s
		}
	}
	t.Fatal("the server of before did not start")
	return nil
}

func (s *oldServer) stop(t *testing.T) {
	t.Helper()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Fatalf("the server of before did not stop in order: %v", err)
	}
}

// sentIn reads with nothing of ours each frame that was sent, and the number of the schema.
func sentIn(t *testing.T, driver, source string) (frames map[string]string, schema int) {
	t.Helper()
	db, err := sql.Open(driver, source)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow(`SELECT max(number) FROM migrations`).Scan(&schema); err != nil {
		t.Fatal(err)
	}
	rows, err := db.Query(`SELECT s.type, s.thing, s.number, s.from_ms, s.until_ms, s.hash, s.key, s.sig, b.body FROM sent s JOIN bodies b ON b.hash = s.hash`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	frames = map[string]string{}
	for rows.Next() {
		var kind, thing, hash, key string
		var number, from, end int64
		var sig, body []byte
		if err := rows.Scan(&kind, &thing, &number, &from, &end, &hash, &key, &sig, &body); err != nil {
			t.Fatal(err)
		}
		frames[fmt.Sprintf("%s %s %d from %d", kind, thing, number, from)] = fmt.Sprintf("%d %s %s %x %s", end, hash, key, sig, body)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return frames, schema
}
