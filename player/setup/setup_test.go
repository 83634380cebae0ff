//go:build linux

package setup

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/content"
)

func program(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ngatu-player")
	if err := os.WriteFile(path, []byte("\x7fELF\x00 a program"), 0o755); err != nil {
		t.Fatal(err)
	}
	return path
}

func tree(t *testing.T, root string) map[string]string {
	t.Helper()
	out := map[string]string{}
	filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			b, _ := os.ReadFile(path)
			out[strings.TrimPrefix(path, root)] = string(b)
		}
		return err
	})
	return out
}

func do(t *testing.T, p *Plan) string {
	t.Helper()
	var out bytes.Buffer
	if err := p.Do(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func install(t *testing.T, root string) *Plan {
	t.Helper()
	p, err := Install(root, program(t))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestInstallAndUninstall(t *testing.T) {
	root := t.TempDir()
	var dry bytes.Buffer
	p := install(t, root)
	p.Print(&dry)
	if len(tree(t, root)) != 0 {
		t.Fatal("printing did something")
	}
	for _, want := range []string{
		"/etc/systemd/system/ngatu-player.service", "StartLimitIntervalSec=0", "Restart=always", "useradd --system", "DeveloperToolsAvailability",
		"systemctl enable ngatu-player.service", "12345678", "88888888", "29/7/2016",
	} {
		if !strings.Contains(dry.String(), want) {
			t.Errorf("--dry-run does not say %q", want)
		}
	}
	do(t, p)
	got := tree(t, root)
	if len(got) != 7 || got[Program] == "" {
		t.Fatalf("installed: %d files", len(got))
	}
	if info, err := os.Stat(filepath.Join(root, Program)); err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("the program: %v, %v", info, err)
	}
	const own = "NGATU_PLAYER_SERVER=https://a.example\n"
	settings := filepath.Join(root, "etc/default/ngatu-player")
	os.WriteFile(settings, []byte(own), 0o600)
	do(t, install(t, root)) // once more: an update
	if b, _ := os.ReadFile(settings); string(b) != own {
		t.Error("the operator's settings are written over")
	}
	do(t, Uninstall(root, false))
	if got := tree(t, root); len(got) != 1 || got["/etc/default/ngatu-player"] != own {
		t.Errorf("left after uninstall: %v", got)
	}
	do(t, Uninstall(root, true))
	if got := tree(t, root); len(got) != 0 {
		t.Errorf("left after a purge: %v", got)
	}
	if _, err := os.Stat(filepath.Join(root, "etc/chromium")); err == nil {
		t.Error("an empty folder is left")
	}
	do(t, Uninstall(root, true)) // nothing there
}

func TestInstallFailuresAreSentences(t *testing.T) {
	if _, err := Install("/", "/no/such/program"); content.CodeOf(err) != content.Missing {
		t.Errorf("%v", err)
	}
	file := filepath.Join(t.TempDir(), "file")
	os.WriteFile(file, nil, 0o600)
	p := install(t, file)
	if err := p.Do(t.Context(), &bytes.Buffer{}); content.CodeOf(err) != content.Missing {
		t.Errorf("%v", err)
	}
}

func TestPolicyIsWhole(t *testing.T) {
	var p map[string]any
	if err := json.Unmarshal(policy, &p); err != nil {
		t.Fatal(err)
	}
	if p["TranslateEnabled"] != false || p["DeveloperToolsAvailability"] != float64(2) || p["PasswordManagerEnabled"] != false {
		t.Errorf("%v", p)
	}
}

// tell runs a program of Debian's, or skips.
func tell(t *testing.T, words ...string) string {
	t.Helper()
	if _, err := exec.LookPath(words[0]); err != nil {
		t.Skipf("no %s here", words[0])
	}
	out, err := exec.Command(words[0], words[1:]...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(words, " "), err, out)
	}
	return string(out)
}

// TestSystemdTakesTheUnit lets systemd judge the unit, in a root with what it names.
func TestSystemdTakesTheUnit(t *testing.T) {
	root := t.TempDir()
	for _, dir := range []string{"usr/bin", "lib/systemd/system"} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range map[string]string{"usr/bin/cage": "#!/bin/sh\n", "usr/bin/ngatu-player": "#!/bin/sh\n", "lib/systemd/system/" + Unit: string(unit)} {
		mode := fs.FileMode(0o755)
		if strings.HasSuffix(name, ".service") {
			mode = 0o644
		}
		if err := os.WriteFile(filepath.Join(root, name), []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	// Units of the system that this one names are there on every Debian; here they only have to
	// exist.
	for name, body := range map[string]string{
		"sysinit.target": "", "basic.target": "", "shutdown.target": "", "multi-user.target": "", "dbus.socket": "[Socket]\nListenStream=/run/x\n",
		"dbus.service": "[Service]\nExecStart=/usr/bin/cage\n", "systemd-logind.service": "[Service]\nExecStart=/usr/bin/cage\n",
		"getty@.service": "[Service]\nExecStart=/usr/bin/cage\n", "system.slice": "", "-.slice": "", "sockets.target": "", "tmp.mount": "",
		"paths.target": "", "timers.target": "", "slices.target": "",
	} {
		os.WriteFile(filepath.Join(root, "lib/systemd/system", name), []byte("[Unit]\nDescription=x\nDefaultDependencies=no\n"+body), 0o644)
	}
	out := tell(t, "systemd-analyze", "verify", "--man=no", "--recursive-errors=no", "--root="+root, filepath.Join("/lib/systemd/system", Unit))
	if strings.TrimSpace(out) != "" {
		t.Errorf("systemd says:\n%s", out)
	}
	for _, want := range []string{"Type=notify", "WatchdogSec=", "Restart=always", "RestartSec=2", "StartLimitIntervalSec=0", "NoNewPrivileges=yes"} {
		if !strings.Contains(string(unit), want) {
			t.Errorf("the unit lacks %s", want)
		}
	}
	if bytes.Contains(unit, []byte("no-sandbox")) || bytes.Contains(unit, []byte("RestrictNamespaces")) {
		t.Error("the unit takes the browser's sandbox away")
	}
}

func TestSaysWhatIsLacking(t *testing.T) {
	for _, c := range []struct{ here, want string }{
		{"", "cage xwayland chromium"},
		{"cage Xwayland", "chromium"},
		{"cage Xwayland chromium", ""},
		{"cage Xwayland chromium-browser", ""},
		{"cage chromium", "xwayland"},
		{"chromium Xwayland", "cage"},
	} {
		got := lacking(func(name string) (string, error) {
			for _, h := range strings.Fields(c.here) {
				if h == name {
					return name, nil
				}
			}
			return "", exec.ErrNotFound
		})
		if strings.Join(got, " ") != c.want {
			t.Errorf("with %q: %v", c.here, got)
		}
	}
}

func TestRestartOnlyWhereAllowed(t *testing.T) {
	root := t.TempDir()
	do(t, install(t, root))
	for path, text := range tree(t, root) {
		if path != Program && (strings.Contains(path, "polkit") || strings.Contains(text, "ALLOW_RESTART=1")) {
			t.Errorf("%s allows it", path)
		}
	}
	p := install(t, root)
	p.AllowRestart()
	do(t, p)
	got := tree(t, root)
	if rule := got["/etc/polkit-1/rules.d/60-ngatu-player.rules"]; !strings.Contains(rule, `"`+User+`"`) || !strings.Contains(rule, "login1.reboot") || strings.Contains(rule, "power-off") {
		t.Errorf("the right is %q", rule)
	}
	if got["/etc/systemd/system/ngatu-player.service.d/restart.conf"] == "" {
		t.Error("the agent is not told")
	}
	do(t, Uninstall(root, true))
	if got := tree(t, root); len(got) != 0 {
		t.Errorf("left after a purge: %v", got)
	}
	if _, err := os.Stat(filepath.Join(root, unitFolder, Unit+".d")); err == nil {
		t.Error("an empty folder is left")
	}
}

// TestPolicyLeavesDevtoolsToTheAgent: nobody at the keyboard opens developer tools, yet the agent
// may photograph its own page over its pipe. RemoteDebuggingAllowed would end the pipe too.
func TestPolicyLeavesDevtoolsToTheAgent(t *testing.T) {
	var p struct {
		Tools   int      `json:"DeveloperToolsAvailability"`
		Pages   []string `json:"DeveloperToolsAvailabilityAllowlist"`
		Allowed []string `json:"URLAllowlist"`
		Remote  *bool    `json:"RemoteDebuggingAllowed"`
	}
	if err := json.Unmarshal(policy, &p); err != nil {
		t.Fatal(err)
	}
	if p.Tools != 2 || p.Remote != nil || len(p.Pages) == 0 || strings.Join(p.Pages, " ") != strings.Join(p.Allowed, " ") {
		t.Errorf("%+v", p)
	}
}
