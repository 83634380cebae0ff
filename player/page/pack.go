package page

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxPacked is how large a set may be once unpacked, in bytes: a hundred times what one is.
const maxPacked = 64 << 20

// packed is a set as it is served.
type packed struct {
	Build string
	Index []byte
	Files map[string]File
}

// Pack writes the set as it is served, for a server that has another: nodes of two versions behind
// one balancer serve the same page.
func (s *Set) Pack() ([]byte, error) {
	whole := packed{s.Build(), s.Index(s.Build()), map[string]File{}}
	for name, f := range s.Files() {
		f.Gzip = nil
		whole.Files[name] = f
	}
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	if err := errors.Join(json.NewEncoder(zip).Encode(whole), zip.Close()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// Unpack reads a set that [Set.Pack] has written, which has to be of the build.
func Unpack(b []byte, build string) (*Set, error) {
	zip, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("the page %s: %w", build, err)
	}
	var whole packed
	if err := json.NewDecoder(io.LimitReader(zip, maxPacked)).Decode(&whole); err != nil {
		return nil, fmt.Errorf("the page %s: %w", build, err)
	}
	if whole.Build != build || len(whole.Index) == 0 {
		return nil, fmt.Errorf("the page %s is that of %q", build, whole.Build)
	}
	for name, f := range whole.Files {
		f.Gzip = compressed(name, f.Body)
		whole.Files[name] = f
	}
	return &Set{raw: map[string][]byte{"index.html": whole.Index}, build: build, files: func() map[string]File { return whole.Files }}, nil
}
