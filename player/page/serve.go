package page

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"path"
	"slices"
	"strings"
)

// served are the files before they are made smaller. Scripts are served as one, which saves thirty
// requests on a slow line and compresses better; for working on the page each stands alone.
func (s *Set) served() map[string][]byte {
	out := maps.Clone(s.raw)
	delete(out, "index.html")
	if s.changing {
		return out
	}
	var bundle bytes.Buffer
	for _, script := range scripts {
		name := path.Base(script)
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

// addresses are what the worker keeps beside the page itself, as a list of a script.
func (s *Set) addresses() string {
	var list []string
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

// withoutRemarks drops remarks, which are a tenth of what the scripts weigh: lines that hold nothing
// else, and those behind code. The scripts have no text over several lines; a test holds them to
// that, and the rest to being the same code as before.
func withoutRemarks(b []byte) []byte {
	var out bytes.Buffer
	for line := range bytes.Lines(b) {
		if at := remark(line); at >= 0 {
			line = append(bytes.TrimRight(line[:at:at], " "), '\n')
		}
		if t := bytes.TrimSpace(line); len(t) > 0 {
			out.Write(bytes.TrimLeft(line, " "))
		}
	}
	return out.Bytes()
}

// remark is where the remark of a line begins; -1: it has none. Slashes between quotes are text.
func remark(line []byte) int {
	for at, from := 0, 0; ; from = at + 2 {
		next := bytes.Index(line[from:], []byte("//"))
		if next < 0 {
			return -1
		}
		at = from + next
		if before := line[:at]; (len(bytes.TrimSpace(before)) == 0 || before[at-1] == ' ') && bytes.Count(before, []byte("'"))%2 == 0 {
			return at
		}
	}
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
