package page

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// most is what the page may weigh on the wire without media, fonts included.
const most = 90_000 // bytes

func TestThePageIsLight(t *testing.T) {
	sum := len(Index(Build()))
	for name, f := range Files() {
		n := len(f.Body)
		if f.Gzip != nil {
			n = len(f.Gzip)
		}
		sum += n
		t.Logf("%6d %s", n, name)
	}
	if sum > most {
		t.Errorf("the page weighs %d bytes, more than %d", sum, most)
	}
	t.Logf("%6d in all", sum)
}

func TestFilesAreWholeAndNamed(t *testing.T) {
	files := Files()
	for name, f := range files {
		if f.Type == "" || f.ETag == "" || len(f.Body) == 0 {
			t.Errorf("%s lacks its type, tag or body", name)
		}
		if bytes.Contains(f.Body, []byte("%build%")) || bytes.Contains(f.Body, []byte("%files%")) {
			t.Errorf("%s has a mark that was not filled in", name)
		}
		if f.Gzip == nil {
			continue
		}
		r := must(gzip.NewReader(bytes.NewReader(f.Gzip)))
		if plain := must(io.ReadAll(r)); !bytes.Equal(plain, f.Body) {
			t.Errorf("%s unpacks to something else", name)
		}
	}
	index := string(Index("b1"))
	for name := range files {
		if strings.HasSuffix(name, ".js") && name != WorkerName && !strings.Contains(index, `/play/`+name+`?b=b1"`) {
			t.Errorf("the page does not load %s", name)
		}
	}
	served := map[string]bool{}
	for _, file := range slices.Concat(styles, scripts) {
		if name := path.Base(file); served[name] {
			t.Errorf("two files are served as %s", name)
		}
		served[path.Base(file)] = true
	}
	if !strings.Contains(index, `lang="vi" data-build="b1"`) {
		t.Error("the page does not know its build")
	}
	listed := append(must(filepath.Glob("files/*.js")), must(filepath.Glob("files/*/*.js"))...)
	if len(listed) != len(scripts)+2 {
		t.Errorf("%d scripts in the folder, %d are loaded", len(listed)-1, len(scripts))
	}
}

// Old browsers are told the socket's address; what is no host's name never gets into the policy.
func TestThePolicyNamesTheSocket(t *testing.T) {
	for host, want := range map[string]string{
		"ngatu.example":               "connect-src 'self' ws://ngatu.example wss://ngatu.example;",
		"127.0.0.1:8080":              "connect-src 'self' ws://127.0.0.1:8080 wss://127.0.0.1:8080;",
		"[::1]:8080":                  "connect-src 'self' ws://[::1]:8080 wss://[::1]:8080;",
		"a; script-src 'unsafe-eval'": "connect-src 'self';",
		"":                            "connect-src 'self';",
	} {
		var policy string
		for _, h := range IndexHeadersAt(host) {
			if h.Name == "Content-Security-Policy" {
				policy = h.Value
			}
		}
		if !strings.Contains(policy, want) || strings.Contains(policy, "unsafe") {
			t.Errorf("for %q the policy is %s", host, policy)
		}
	}
}

// In dev mode the folder is read as it is, and its build changes with it.
func TestDiskReadsTheFolder(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("files")); err != nil {
		t.Fatal(err)
	}
	before, err := Disk(dir)
	if err != nil {
		t.Fatal(err)
	}
	if before.Build() != Build() {
		t.Error("the same files make another build")
	}
	if err := os.WriteFile(filepath.Join(dir, "main.js"), []byte("// changed\n'use strict';\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	after, err := Disk(dir)
	if err != nil {
		t.Fatal(err)
	}
	if after.Build() == before.Build() || !strings.Contains(string(after.Files()["main.js"].Body), "// changed") {
		t.Error("a changed file is not seen")
	}
	for _, h := range after.Files()["main.js"].Headers {
		if strings.Contains(h.Value, "immutable") {
			t.Error("a file that is being worked on is cached for ever")
		}
	}
	if err := os.Remove(filepath.Join(dir, "clock.js")); err != nil {
		t.Fatal(err)
	}
	if _, err := Disk(dir); err == nil || !strings.Contains(err.Error(), "clock.js") {
		t.Errorf("a missing file is reported as %v", err)
	}
}

// A page goes to a server of another version and is served there as it is here.
func TestASetGoesToAnotherServer(t *testing.T) {
	b := must(Embedded().Pack())
	if len(b) > 300_000 {
		t.Errorf("it takes %d bytes", len(b))
	}
	there := must(Unpack(b, Build()))
	if there.Build() != Build() || !bytes.Equal(there.Index(there.Build()), Index(Build())) || len(there.Files()) != len(Files()) {
		t.Error("the page is another there")
	}
	for name, f := range Files() {
		if got := there.Files()[name]; !bytes.Equal(got.Body, f.Body) || !bytes.Equal(got.Gzip, f.Gzip) || got.ETag != f.ETag || got.Type != f.Type || !slices.Equal(got.Headers, f.Headers) {
			t.Errorf("%s is another there", name)
		}
	}
	for _, bad := range [][]byte{nil, b[:len(b)/2]} {
		if _, err := Unpack(bad, Build()); err == nil {
			t.Errorf("%d bytes are a page", len(bad))
		}
	}
	if _, err := Unpack(b, "another"); err == nil {
		t.Error("it is taken for another build")
	}
}
