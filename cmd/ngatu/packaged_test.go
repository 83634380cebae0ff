//go:build unix

package main

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/alecthomas/kong"

	"ngatu/internal/config"
)

const packaged = "../../internal/release/server"

func readPackaged(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(packaged, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

var (
	runs    = regexp.MustCompile(`(?m)^ExecStart=(.+)$`)
	sets    = regexp.MustCompile(`(?m)^#?(NGATU_[A-Z_]+)="(.*)"$`)
	set     = regexp.MustCompile(`(NGATU_[A-Z_]+)=(\S+)`)
	starts  = regexp.MustCompile(`(?m)^(?:ENTRYPOINT|CMD) \["([^"]+)"\]$`)
	copied  = regexp.MustCompile(`(?m)^COPY (?:--chown=(\d+):\d+ )?(\S+) (\S+)$`)
	running = regexp.MustCompile(`(?m)^ENV (.+)$`)
)

// What the unit, its settings and the images say is what this program takes: the command, and every
// variable, those that are commented out too.
func TestWhatIsPackagedIsUnderstood(t *testing.T) {
	for name, p := range map[string]struct {
		settings [][]string
		words    string
	}{
		"ngatu.service": {sets.FindAllStringSubmatch(readPackaged(t, "ngatu.env"), -1), runs.FindStringSubmatch(readPackaged(t, "ngatu.service"))[1]},
		"Containerfile": {set.FindAllStringSubmatch(readPackaged(t, "Containerfile"), -1), words(t, readPackaged(t, "Containerfile"))},
		"Containerfile.office": {
			set.FindAllStringSubmatch(readPackaged(t, "Containerfile.office"), -1), words(t, readPackaged(t, "Containerfile.office")),
		},
	} {
		known := map[string]bool{}
		var c commands
		parser := kong.Must(&c, config.Paths)
		for _, group := range parser.Model.Leaves(false) {
			if group.Name == "serve" {
				for _, flag := range group.Flags {
					for _, env := range flag.Envs {
						known[env] = true
					}
				}
			}
		}
		if len(p.settings) == 0 {
			t.Errorf("%s has no settings", name)
		}
		for _, s := range p.settings {
			if !known[s[1]] {
				t.Errorf("%s: the server knows no %s", name, s[1])
			}
			t.Setenv(s[1], s[2])
		}
		k, err := kong.Must(&c, config.Paths).Parse(strings.Fields(p.words)[1:])
		if err != nil || k.Command() != "serve" || c.Serve.Data != "/var/lib/ngatu" {
			t.Errorf("%s: %q is understood as %+v: %v", name, p.words, c.Serve, err)
		}
		for _, s := range p.settings {
			os.Unsetenv(s[1])
		}
	}
}

var (
	named  = regexp.MustCompile(`NGATU_[A-Z0-9_]+`)
	linked = regexp.MustCompile(`\]\(([^)#:]+)\)`)
)

// The page of each deployment names settings that exist, and leads to pages that do.
func TestPagesOfDeployments(t *testing.T) {
	pages, err := filepath.Glob("../../docs/operate/*.md")
	if err != nil || len(pages) == 0 {
		t.Fatal(pages, err)
	}
	var source string
	settings, err := filepath.Glob("../../internal/config/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range settings {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		source += string(b)
	}
	for _, page := range append(pages, "../../docs/operate.md") {
		b, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		if filepath.Base(page) != "operate.md" { // that page is about other programs too
			for _, env := range named.FindAllString(string(b), -1) {
				if env != "NGATU_PLAYER_SERVER" && !strings.Contains(source, `env:"`+env+`"`) {
					t.Errorf("%s: there is no setting %s", page, env)
				}
			}
		}
		for _, m := range linked.FindAllStringSubmatch(string(b), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), m[1])); err != nil {
				t.Errorf("%s leads to %s: %v", page, m[1], err)
			}
		}
	}
}

// words are what an image starts.
func words(t *testing.T, recipe string) string {
	t.Helper()
	var all []string
	for _, m := range starts.FindAllStringSubmatch(recipe, -1) {
		all = append(all, m[1])
	}
	return strings.Join(all, " ")
}

// The image that is the program alone runs: in a root that holds what its recipe copies and nothing
// else, as the user that it names, the server starts, and answers.
func TestTheImageRuns(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("SKIPPED: only root may change the root folder")
	}
	recipe, root := readPackaged(t, "Containerfile"), t.TempDir()
	if err := os.Chmod(root, 0o755); err != nil { // as that of an image
		t.Fatal(err)
	}
	from := map[string]string{"ngatu": static(t), "ca-certificates.crt": "/etc/ssl/certs/ca-certificates.crt"}
	user := 0
	for _, m := range copied.FindAllStringSubmatch(recipe, -1) {
		to := filepath.Join(root, m[3])
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			t.Fatal(err)
		}
		if m[2] == "data" { // the folder of the volume, empty
			user = 65532
			if err := os.Mkdir(to, 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.Chown(to, user, user); err != nil || m[1] != "65532" || !strings.Contains(recipe, "USER 65532:65532\n") {
				t.Fatalf("the folder is that of %s: %v", m[1], err)
			}
			continue
		}
		b, err := os.ReadFile(from[m[2]])
		if err != nil {
			t.Fatalf("the recipe copies %s: %v", m[2], err)
		}
		if err := os.WriteFile(to, b, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	words := strings.Fields(words(t, recipe))
	cmd := exec.CommandContext(t.Context(), words[0], append(words[1:], "--listen", "127.0.0.1:0")...)
	cmd.Path, cmd.Dir, cmd.Env = words[0], "/", strings.Fields(running.FindStringSubmatch(recipe)[1])
	cmd.SysProcAttr = &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: uint32(user), Gid: uint32(user)}}
	s := start(t, cmd)
	defer s.stop(t)
	r, err := http.Get(s.url + "/readyz")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	if r.StatusCode != http.StatusOK {
		t.Errorf("it answers %d", r.StatusCode)
	}
	for _, name := range []string{"ngatu.db", "keys", "inbox"} {
		if _, err := os.Stat(filepath.Join(root, "var/lib/ngatu", name)); err != nil {
			t.Error(err)
		}
	}
}
