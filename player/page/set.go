package page

import (
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

// scripts are the paths of the page's scripts, in the order in which the browser loads them. A
// script may use those before it at once, and all of them once main runs. A file is served under
// its base name, so no two may share one.
var scripts = []string{
	"programme.js", "clock.js", "shelf.js", "frames.js", "takeovers.js", "poll.js", "link.js", "follow.js", "fonts.js",
	"values.js", "paging.js", "paint.js", "card.js", "film.js", "layer.js", "fold.js", "stage.js", "media.js", "pick.js", "night.js",
	"plays.js", "status.js", "sha256.js", "sides.js", "enrol.js", "line.js", "show.js", "fresh.js",
	"kiosk/words.js", "kiosk/guide.js", "kiosk/areas.js", "kiosk/picker.js", "kiosk/voice.js",
	"kiosk/sheet.js", "kiosk/kiosk.js", "player.js", "debug.js", "main.js",
}

// styles are the paths of the page's style sheets.
var styles = []string{"play.css", "kiosk/kiosk.css"}

// heldName is the one script that index.html names itself, because the browser must not paint
// before it.
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

// Disk reads the page from the folder that holds its files, for working on it: call it for each
// request. Nothing of it is cached by browsers. An error names the file that could not be read.
func Disk(dir string) (*Set, error) { return read(os.DirFS(dir), true) }

// Files are the page's files by name, as served at /play/ and that name. The map must not be
// changed.
func Files() map[string]File { return Embedded().Files() }

// Index is the page itself, as served at /play, for a build: its addresses and its hello carry that
// name.
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
		names = names[:0]
		for _, script := range scripts {
			names = append(names, path.Base(script))
		}
	}
	for _, name := range names {
		fmt.Fprintf(&tags, "<script defer src=\"/play/%s?b=%s\"></script>\n", name, build)
	}
	return replaced(s.raw["index.html"], map[string]string{"%build%": build, "%scripts%": strings.TrimSpace(tags.String())})
}

func read(root fs.FS, changing bool) (*Set, error) {
	s := &Set{raw: map[string][]byte{}, changing: changing}
	for _, file := range slices.Concat([]string{"index.html", heldName, WorkerName}, styles, scripts) {
		b, err := fs.ReadFile(root, file)
		if err != nil {
			return nil, fmt.Errorf("read the page's file %s: %w", file, err)
		}
		s.raw[path.Base(file)] = b
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

// digest covers names and bytes of all files, each with its length, so that no two states look
// alike.
func digest(raw map[string][]byte) string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(raw)) {
		fmt.Fprintf(h, "%s %d\n", name, len(raw[name]))
		h.Write(raw[name])
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}
