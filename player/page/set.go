package page

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"

	"ngatu/assets/fonts"
)

//go:embed files
var embedded embed.FS

// scripts are the page's scripts in the order in which they are loaded: each may use those before it at once, and all of
// them once main runs.
var scripts = []string{
	"programme.js", "clock.js", "shelf.js", "frames.js", "poll.js", "link.js", "follow.js", "fonts.js", "values.js", "paint.js",
	"card.js", "film.js", "layer.js", "stage.js", "media.js", "pick.js", "night.js", "plays.js", "status.js", "enrol.js",
	"show.js", "fresh.js", "words.js", "guide.js", "areas.js", "picker.js", "voice.js", "sheet.js", "kiosk.js", "player.js", "debug.js", "main.js",
}

// heldName is the one script that index.html names itself, because the browser must not paint before it.
const heldName = "held.js"

// bundleName is the file that holds all scripts, in their order.
const bundleName = "page.js"

// Set is one state of the page's files.
type Set struct {
	raw      map[string][]byte // as written, before the build's name is put in
	build    string
	changing bool
	files    func() map[string]File
}

var built = sync.OnceValue(func() *Set {
	root, err := fs.Sub(embedded, "files")
	if err != nil {
		panic(err) // the folder is part of the binary
	}
	s, err := read(root, false)
	if err != nil {
		panic(err)
	}
	return s
})

// Embedded is the page as it is in the binary.
func Embedded() *Set { return built() }

// Disk reads the page from the folder that holds its files, for working on it: ask anew for each request. Nothing of it
// is cached by browsers. An error names the file that could not be read.
func Disk(dir string) (*Set, error) { return read(os.DirFS(dir), true) }

// Files are the page's files by name, as served at /play/ and that name. The map must not be changed.
func Files() map[string]File { return Embedded().Files() }

// Index is the page itself, as served at /play, for a build: its addresses and its hello carry that name.
func Index(build string) []byte { return Embedded().Index(build) }

// Build names the state of all files of the page: 16 hexadecimal characters.
func Build() string { return Embedded().Build() }

// Files are the set's files by name. The map must not be changed.
func (s *Set) Files() map[string]File { return s.files() }

// Build names the state of all files of the set.
func (s *Set) Build() string { return s.build }

// Index is the page itself for a build.
func (s *Set) Index(build string) []byte {
	var tags strings.Builder
	names := []string{bundleName}
	if s.changing {
		names = scripts
	}
	for _, name := range names {
		fmt.Fprintf(&tags, "<script defer src=\"/play/%s?b=%s\"></script>\n", name, build)
	}
	return replaced(s.raw["index.html"], map[string]string{"%build%": build, "%scripts%": strings.TrimSpace(tags.String())})
}

func read(root fs.FS, changing bool) (*Set, error) {
	s := &Set{raw: map[string][]byte{}, changing: changing}
	for _, name := range append([]string{"index.html", "play.css", "kiosk.css", heldName, WorkerName}, scripts...) {
		b, err := fs.ReadFile(root, name)
		if err != nil {
			return nil, fmt.Errorf("read the page's file %s: %w", name, err)
		}
		s.raw[name] = b
	}
	for _, weight := range fonts.Weights() {
		s.raw[FontName(weight)] = fonts.WOFF2(weight)
	}
	s.build = digest(s.raw)
	s.files = sync.OnceValue(s.finish)
	return s, nil
}

// FontName is the name of the file of a weight.
func FontName(weight int) string { return "be-vietnam-pro-" + strconv.Itoa(weight) + ".woff2" }

// digest covers names and bytes of all files, each with its length, so that no two states look alike.
func digest(raw map[string][]byte) string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		fmt.Fprintf(h, "%s %d\n", name, len(raw[name]))
		h.Write(raw[name])
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// served are the files before they are made smaller. Scripts are served as one, which saves thirty requests on a slow line
// and compresses better; for working on the page each stands alone.
func (s *Set) served() map[string][]byte {
	out := maps.Clone(s.raw)
	delete(out, "index.html")
	if s.changing {
		return out
	}
	var bundle bytes.Buffer
	for _, name := range scripts {
		bundle.Write(s.raw[name]) // each is a function of its own that is called at once, so they do not meet
		delete(out, name)
	}
	out[bundleName] = bundle.Bytes()
	return out
}

// finish makes what is served: the build's name put in, remarks left out of scripts, compressed.
func (s *Set) finish() map[string]File {
	out := map[string]File{}
	for name, b := range s.served() {
		if path.Ext(name) == ".js" && !s.changing {
			b = withoutRemarks(b)
		}
		b = replaced(b, map[string]string{"%build%": s.build, "%files%": s.addresses()})
		sum := sha256.Sum256(b)
		out[name] = File{
			Type: types[path.Ext(name)], Body: b, Gzip: compressed(name, b),
			ETag: `"` + hex.EncodeToString(sum[:8]) + `"`, Headers: headersOf(name, s.changing),
		}
	}
	return out
}

var types = map[string]string{
	".js":    "text/javascript; charset=utf-8",
	".css":   "text/css; charset=utf-8",
	".woff2": "font/woff2",
}

// addresses are what the worker keeps, as a list of a script.
func (s *Set) addresses() string {
	list := []string{"'/play'"}
	for _, name := range slices.Sorted(maps.Keys(s.served())) {
		if name != WorkerName {
			list = append(list, "'/play/"+name+"?b="+s.build+"'")
		}
	}
	return strings.Join(list, ", ")
}

func replaced(b []byte, values map[string]string) []byte {
	for mark, value := range values {
		b = bytes.ReplaceAll(b, []byte(mark), []byte(value))
	}
	return b
}

// withoutRemarks drops lines that hold nothing but a remark. The scripts have no text over several lines in which such a
// line could stand for something else; a test holds them to that.
func withoutRemarks(b []byte) []byte {
	var out bytes.Buffer
	for line := range bytes.Lines(b) {
		if t := bytes.TrimSpace(line); len(t) > 0 && !bytes.HasPrefix(t, []byte("//")) {
			out.Write(bytes.TrimLeft(line, " "))
		}
	}
	return out.Bytes()
}

func compressed(name string, b []byte) []byte {
	if path.Ext(name) == ".woff2" {
		return nil // compressed as it is
	}
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		panic(err) // the level is a constant
	}
	if _, err = w.Write(b); err == nil {
		err = w.Close()
	}
	if err != nil || out.Len() >= len(b) {
		return nil
	}
	return out.Bytes()
}
