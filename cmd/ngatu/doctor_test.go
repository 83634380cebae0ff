package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/doctor"
	"ngatu/internal/testkit"
)

// Each thing that is wrong is one bad line that says what to do, and the status says so; a good
// server has none.
func TestDoctor(t *testing.T) {
	folder := t.TempDir()
	data := filepath.Join(folder, "data")
	a := testkit.Server(t, configOf(data))
	look := func(args ...string) (map[string]doctor.Finding, error) {
		t.Helper()
		out, err := ngatu(t, folder, append([]string{"doctor", "--json", "--data", data}, args...)...).Output()
		var all []doctor.Finding
		if jsonErr := json.Unmarshal(out, &all); jsonErr != nil {
			t.Fatalf("%v: %s", jsonErr, out)
		}
		found := map[string]doctor.Finding{}
		for _, f := range all {
			found[f.Check] = f
		}
		return found, err
	}
	found, err := look("--public", a.Address()) // the folder knows where its server is
	if err != nil {
		t.Errorf("a good server: %v %v", err, found)
	}
	for _, check := range []string{"database", "media", "keys", "disk", "certificate", "port", "proxy"} {
		if found[check].State == doctor.Bad || found[check].En == "" {
			t.Errorf("%s: %+v", check, found[check])
		}
	}
	if !strings.Contains(found["proxy"].En, "websockets pass") || found["backup"].State != doctor.Warn {
		t.Errorf("proxy %+v, backup %+v", found["proxy"], found["backup"])
	}
	if at := strings.TrimPrefix(a.Address(), "http://"); !strings.Contains(found["port"].En, "runs at "+at) {
		t.Errorf("looked elsewhere: %+v", found["port"])
	}
	testkit.Stop(t, a)
	var some string
	filepath.WalkDir(filepath.Join(data, "media"), func(path string, e fs.DirEntry, err error) error {
		if content.Digest(e.Name()).Valid() {
			some = path
		}
		return err
	})
	harm(t, some)
	if err := os.Remove(filepath.Join(data, "keys", "working.key")); err != nil {
		t.Fatal(err)
	}
	found, err = look("--cert", filepath.Join(folder, "none.pem"), "--listen", "127.0.0.1:99999")
	if err == nil {
		t.Error("status 0")
	}
	for check, says := range map[string]string{"media": filepath.Base(some)[:12], "keys": "keys rotate --recovery", "certificate": "--cert", "port": "--listen"} {
		if f := found[check]; f.State != doctor.Bad || !strings.Contains(f.En, says) || !strings.Contains(f.Vi, says) {
			t.Errorf("%s: %+v", check, f)
		}
	}
	out, err := said(t, folder, "doctor", "--data", "nowhere")
	if err == nil || !strings.Contains(out, "--data") {
		t.Errorf("no folder: %v %s", err, out)
	}
	if _, err := os.Stat(filepath.Join(folder, "nowhere")); err == nil {
		t.Error("it was made")
	}
}

func TestVersion(t *testing.T) {
	out, err := said(t, t.TempDir(), "version")
	if err != nil || !strings.HasPrefix(out, "ngatu ") || strings.Count(out, "\n") != 1 {
		t.Errorf("%v %q", err, out)
	}
}
