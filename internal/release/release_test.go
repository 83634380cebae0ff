//go:build linux

package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

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

// packed is the package of a program that is a few bytes, for one machine.
func packed(t *testing.T, p product, m machine) string {
	t.Helper()
	root, err := repository()
	if err != nil {
		t.Fatal(err)
	}
	bin, out := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(bin, p.program), bytes.Repeat([]byte("\x7fELF program"), 1001), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := p.pack(root, bin, out, "1.2.3", m); err != nil {
		t.Fatal(err)
	}
	all, err := filepath.Glob(filepath.Join(out, "*.deb"))
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	return all[0]
}

// Debian reads the packages: their names, files, owners, times, sums and scripts. Built twice they
// are the same bytes.
func TestDebianReadsThePackages(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1732000000")
	debian := map[machine]string{amd64: "amd64", arm64: "arm64", armhf: "armhf"}
	files := map[string][]string{
		"ngatu": {"/etc/ngatu/ngatu.env", "/lib/systemd/system/ngatu.service", "/usr/bin/ngatu", "/usr/share/doc/ngatu/copyright", "/usr/share/doc/ngatu/operate.md"},
		"ngatu-player": {
			"/etc/chromium/policies/managed/ngatu-player.json", "/etc/chromium-browser/policies/managed/ngatu-player.json", "/etc/default/ngatu-player",
			"/etc/pam.d/ngatu-player", "/lib/systemd/system/ngatu-player.service", "/usr/bin/ngatu-player", "/usr/share/doc/ngatu-player/bao-mat.md",
		},
	}
	for _, p := range products {
		for _, m := range p.machines {
			path := packed(t, p, m)
			if want := p.program + "_1.2.3_" + debian[m] + ".deb"; filepath.Base(path) != want {
				t.Errorf("the package is called %s, want %s", filepath.Base(path), want)
			}
			info := tell(t, "dpkg-deb", "--info", path)
			for _, want := range []string{"Package: " + p.program + "\n", "Version: 1.2.3\n", "Architecture: " + debian[m] + "\n", "postinst", "prerm", "postrm", "conffiles"} {
				if !strings.Contains(info, want) {
					t.Errorf("%s: --info does not say %q:\n%s", path, want, info)
				}
			}
			root, control := t.TempDir(), t.TempDir()
			tell(t, "dpkg-deb", "-x", path, root)
			tell(t, "dpkg-deb", "-e", path, control)
			manual := func(path string) bool { return strings.HasPrefix(path, "/usr/share/doc/ngatu/operate/") }
			got := under(t, root)
			if p.program == "ngatu" && !slices.ContainsFunc(got, manual) {
				t.Errorf("%s holds no page for a deployment", path)
			}
			if got = slices.DeleteFunc(got, manual); !slices.Equal(got, files[p.program]) {
				t.Errorf("%s holds %v", path, got)
			}
			if list := tell(t, "dpkg-deb", "--contents", path); strings.Count(list, "root/root") != strings.Count(list, "\n") || strings.Count(list, "2024-11-19") != strings.Count(list, "\n") {
				t.Errorf("owner or time:\n%s", list)
			}
			for _, script := range []string{"postinst", "prerm", "postrm"} {
				tell(t, "sh", "-n", filepath.Join(control, script))
			}
			sums := exec.Command("md5sum", "--quiet", "-c", filepath.Join(control, "md5sums"))
			sums.Dir = root
			if out, err := sums.CombinedOutput(); err != nil {
				t.Errorf("md5sums: %s", out)
			}
			if m != amd64 {
				continue
			}
			if a, b := read(t, path), read(t, packed(t, p, m)); a != b {
				t.Errorf("%s built twice is not the same", path)
			}
		}
	}
}

// under are the files of a folder, sorted.
func under(t *testing.T, root string) (all []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			all = append(all, strings.TrimPrefix(path, root))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestVersions(t *testing.T) {
	for _, bad := range []string{"", "v1", "1 2", "1/2"} {
		if err := run(bad, t.TempDir(), "nothing", ""); err == nil {
			t.Errorf("a package of version %q", bad)
		}
	}
}

var exposure = regexp.MustCompile(`Overall exposure level for ngatu.service: ([0-9.]+)`)

// systemd takes the server's unit as it is, and judges it well shut.
func TestSystemdTakesTheServersUnit(t *testing.T) {
	root := t.TempDir()
	units := filepath.Join(root, "lib/systemd/system")
	for _, dir := range []string{units, filepath.Join(root, "usr/bin")} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	unit := read(t, "server/ngatu.service")
	// Units that this one names are there on every Debian; here they only have to exist.
	all := map[string]string{"ngatu.service": unit}
	for _, name := range []string{"sysinit", "basic", "shutdown", "multi-user", "network-online", "network", "paths", "timers", "sockets", "slices"} {
		all[name+".target"] = "[Unit]\nDescription=x\nDefaultDependencies=no\n"
	}
	for _, name := range []string{"system.slice", "-.slice", "tmp.mount"} {
		all[name] = "[Unit]\nDescription=x\nDefaultDependencies=no\n"
	}
	for name, text := range all {
		if err := os.WriteFile(filepath.Join(units, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "usr/bin/ngatu"), []byte("#!/bin/sh\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	if said := tell(t, "systemd-analyze", "verify", "--man=no", "--recursive-errors=no", "--root="+root, "/lib/systemd/system/ngatu.service"); strings.TrimSpace(said) != "" {
		t.Errorf("systemd says:\n%s", said)
	}
	said := tell(t, "systemd-analyze", "security", "--offline=true", "--threshold=20", "server/ngatu.service")
	t.Log(exposure.FindString(said))
	for _, want := range []string{"User=ngatu", "StateDirectory=ngatu", "StartLimitIntervalSec=0", "Restart=always", "OOMPolicy=continue", "MemoryMax=", "NoNewPrivileges=yes", "ProtectSystem=strict"} {
		if !strings.Contains(unit, want) {
			t.Errorf("the unit lacks %s", want)
		}
	}
	for _, calls := range []string{"landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self", "seccomp"} {
		if !strings.Contains(unit, calls) {
			t.Errorf("the unit takes %s from the server, which shuts its workers in by it", calls)
		}
	}
	if strings.Contains(unit, "MemoryDenyWriteExecute=yes") {
		t.Error("the unit takes away what draws PDFs")
	}
}
