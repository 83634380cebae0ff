//go:build linux

package field

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

var deb = flag.String("deb", "", "install the package into a bare Debian: bare (what it depends on is imitated) or full (some 400 MB more are fetched)")

// mirrorEnv names the address of a Debian mirror; without it the machine's own is used.
const mirrorEnv = "NGATU_DEBIAN_MIRROR"

// TestPackageInABareDebian installs the package into a Debian of nothing but the base, looks at all
// that it did there, has systemd judge the unit, compares with what ngatu-player install puts
// there, and purges it without a trace.
func TestPackageInABareDebian(t *testing.T) {
	switch {
	case *deb == "":
		t.Skip("fetches a Debian and takes minutes: -deb bare, or -deb full")
	case os.Geteuid() != 0:
		t.Skip("not root: a Debian is made by root")
	}
	dist := packages(t)
	r := debian(t)
	before := r.files(t)
	if *deb != "full" {
		r.imitate(t, "cage", "xwayland", "chromium")
		before = r.files(t)
	}
	name := "ngatu-player_1.0.0_" + map[string]string{"amd64": "amd64", "arm64": "arm64", "arm": "armhf"}[runtime.GOARCH] + ".deb"
	r.put(t, filepath.Join(dist, name), "/tmp/"+name)
	if *deb == "full" {
		r.do(t, "apt-get", "update", "-qq")
		out := r.do(t, "apt-get", "install", "-y", "--no-install-recommends", "/tmp/"+name)
		t.Logf("apt-get: %d lines", strings.Count(out, "\n"))
	} else {
		t.Log(r.do(t, "dpkg", "-i", "/tmp/"+name))
	}
	r.installed(t)
	r.likeInstall(t)

	// Settings that somebody has changed stay when the package is removed, and go with a purge.
	setting := filepath.Join(r.dir, "etc/default/ngatu-player")
	if err := os.WriteFile(setting, []byte("NGATU_PLAYER_SERVER=https://ngatu.example.vn\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	r.do(t, "dpkg", "--remove", "ngatu-player")
	if b, err := os.ReadFile(setting); err != nil || !bytes.Contains(b, []byte("example.vn")) {
		t.Errorf("remove took the settings with it: %v", err)
	}
	r.do(t, "dpkg", "--purge", "ngatu-player")
	if *deb == "full" {
		t.Log(r.do(t, "apt-get", "purge", "-y", "--autoremove", "chromium", "cage", "xwayland"))
		return // what other packages leave is their matter
	}
	if left := r.files(t); !slices.Equal(left, before) {
		for _, f := range left {
			if !slices.Contains(before, f) {
				t.Errorf("left behind: %s", f)
			}
		}
		for _, f := range before {
			if !slices.Contains(left, f) {
				t.Errorf("taken away: %s", f)
			}
		}
	}
}

// packages builds the packages of all architectures twice, and they are the same bytes.
func packages(t *testing.T) string {
	t.Helper()
	sums := map[string]string{}
	var dir string
	for range 2 {
		dir = t.TempDir()
		if out, err := exec.Command("go", "run", "ngatu/internal/release", "--only", "ngatu-player", "--version", "1.0.0", "--out", dir).CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		all, err := filepath.Glob(filepath.Join(dir, "*.deb"))
		if err != nil || len(all) != 3 {
			t.Fatalf("%d packages: %v", len(all), err)
		}
		for _, path := range all {
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			name, sum := filepath.Base(path), fmt.Sprintf("%x", sha256.Sum256(b))
			if sums[name] != "" && sums[name] != sum {
				t.Errorf("%s built twice is not the same", name)
			}
			sums[name] = sum
			t.Logf("%s: %d bytes, %.12s", name, len(b), sum)
		}
	}
	return dir
}

// root is a Debian in a folder.
type root struct{ dir string }

// debian makes one of the base system and what of systemd every installed Debian has.
func debian(t *testing.T) root {
	t.Helper()
	if _, err := exec.LookPath("debootstrap"); err != nil {
		t.Skip("the command debootstrap is not installed: no bare Debian can be made")
	}
	r := root{t.TempDir()}
	if err := os.Chmod(r.dir, 0o755); err != nil { // apt's own account has to get in
		t.Fatal(err)
	}
	cmd := exec.Command("debootstrap", "--variant=minbase", "--include=systemd,dbus,libpam-systemd,udev,ca-certificates", "bookworm", r.dir, mirror(t))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("debootstrap: %v\n%s", err, tail(string(out)))
	}
	return r
}

var mirrorIn = regexp.MustCompile(`(?m)^(?:URIs:|deb(?:\s+\[[^\]]*\])?)\s+(https?://\S+)`)

// mirror is where this machine gets its own packages from.
func mirror(t *testing.T) string {
	t.Helper()
	if at := os.Getenv(mirrorEnv); at != "" {
		return at
	}
	lists, _ := filepath.Glob("/etc/apt/sources.list.d/*")
	for _, path := range append([]string{"/etc/apt/sources.list"}, lists...) {
		b, _ := os.ReadFile(path)
		for _, m := range mirrorIn.FindAllStringSubmatch(string(b), -1) {
			if !strings.Contains(m[1], "security") {
				return m[1]
			}
		}
	}
	t.Skip("this machine names no mirror of Debian: set " + mirrorEnv)
	return ""
}

// do runs a command in the root, with a /proc of its own.
func (r root) do(t *testing.T, words ...string) string {
	t.Helper()
	args := append([]string{"--mount", "sh", "-ec", `mount -t proc proc "$0/proc"; exec chroot "$0" "$@"`, r.dir}, words...)
	cmd := exec.Command("unshare", args...)
	cmd.Dir = "/"
	cmd.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8"}
	for _, name := range []string{"http_proxy", "https_proxy"} {
		if v := os.Getenv(name); v != "" {
			cmd.Env = append(cmd.Env, name+"="+v)
		}
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", strings.Join(words, " "), err, tail(string(out)))
	}
	return string(out)
}

func (r root) put(t *testing.T, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(filepath.Join(r.dir, to), b, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// imitate installs empty packages of these names, each with a program that does nothing.
func (r root) imitate(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		dir := filepath.Join(r.dir, "tmp", name)
		for path, text := range map[string]string{
			"DEBIAN/control":  "Package: " + name + "\nVersion: 0\nArchitecture: all\nMaintainer: Nobody <nobody@localhost>\nDescription: imitation\n",
			"usr/bin/" + name: "#!/bin/sh\n",
		} {
			path = filepath.Join(dir, path)
			err := os.MkdirAll(filepath.Dir(path), 0o755)
			if err == nil {
				err = os.WriteFile(path, []byte(text), 0o755)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		r.do(t, "dpkg-deb", "--build", "--root-owner-group", "/tmp/"+name, "/tmp/"+name+".deb")
		r.do(t, "dpkg", "-i", "/tmp/"+name+".deb")
		os.RemoveAll(dir)
	}
}

// installed looks at what a screen's computer needs to have now.
func (r root) installed(t *testing.T) {
	t.Helper()
	account := r.do(t, "getent", "passwd", "ngatu-kiosk")
	if !strings.HasSuffix(strings.TrimSpace(account), "/usr/sbin/nologin") {
		t.Errorf("the account: %s", account)
	}
	if shadow := r.do(t, "getent", "shadow", "ngatu-kiosk"); !strings.HasPrefix(shadow, "ngatu-kiosk:!") && !strings.HasPrefix(shadow, "ngatu-kiosk:*") {
		t.Errorf("the account has a password: %s", shadow)
	}
	groups := r.do(t, "id", "-nG", "ngatu-kiosk")
	for _, group := range []string{"video", "render", "input"} {
		if !slices.Contains(strings.Fields(groups), group) {
			t.Errorf("the account is not in %s: %s", group, groups)
		}
	}
	if version := r.do(t, "ngatu-player", "--version"); strings.TrimSpace(version) != "1.0.0" {
		t.Errorf("the program is %s", version)
	}
	if said := r.do(t, "systemd-analyze", "verify", "--man=no", "ngatu-player.service"); strings.Contains(said, "ngatu") {
		t.Errorf("systemd says: %s", said)
	}
	if state := strings.TrimSpace(r.do(t, "sh", "-c", "systemctl is-enabled ngatu-player.service || true")); state != "enabled" {
		t.Errorf("an image that is made so starts no player at boot: the unit is %s", state)
	}
	if said := r.do(t, "dpkg", "--verify", "ngatu-player"); said != "" {
		t.Errorf("dpkg finds changed: %s", said)
	}
}

// likeInstall compares the package's files with those that the program installs by itself.
func (r root) likeInstall(t *testing.T) {
	t.Helper()
	r.do(t, "ngatu-player", "install", "--root", "/tmp/installed")
	installed := filepath.Join(r.dir, "tmp/installed")
	list := r.do(t, "dpkg", "-L", "ngatu-player")
	for lines := bufio.NewScanner(strings.NewReader(list)); lines.Scan(); {
		path := lines.Text()
		mine, err := os.Stat(filepath.Join(r.dir, path))
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		if mine.IsDir() || path == "/usr/bin/ngatu-player" { // the program does not copy itself onto itself
			continue
		}
		other := filepath.Join(installed, strings.Replace(path, "/lib/systemd/system/", "/etc/systemd/system/", 1))
		theirs, err := os.Stat(other)
		if err != nil {
			t.Errorf("install leaves out %s", path)
			continue
		}
		a, _ := os.ReadFile(filepath.Join(r.dir, path))
		b, _ := os.ReadFile(other)
		if !bytes.Equal(a, b) || mine.Mode() != theirs.Mode() {
			t.Errorf("install and the package differ in %s: %v, %v", path, mine.Mode(), theirs.Mode())
		}
	}
	os.RemoveAll(installed)
}

// files lists all that is in the root, with modes, owners and the text of its accounts; the records
// of dpkg and the logs aside.
func (r root) files(t *testing.T) (all []string) {
	t.Helper()
	aside := []string{"/var/lib/dpkg", "/var/log", "/var/cache", "/var/lib/apt", "/tmp", "/proc", "/dev", "/run", "/sys"}
	err := filepath.WalkDir(r.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(path, r.dir)
		if slices.Contains(aside, name) {
			return fs.SkipDir
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		line := info.Mode().String() + " " + name
		if dir, file := filepath.Split(name); dir == "/etc/" && slices.Contains([]string{"passwd", "group", "shadow"}, file) {
			b, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			line += "\n" + string(b)
		}
		if !strings.HasSuffix(name, "-") && name != "/etc/.pwd.lock" { // what useradd keeps of the time before
			all = append(all, line)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
