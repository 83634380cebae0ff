package screens

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/blob"
)

// What a shelf remembers.
const (
	mostKnown = 50_000   // files; beyond it everything is looked at once more
	smallFile = 64 << 10 // bytes: up to here copying from memory costs less than opening a file; measured
	mostHeld  = 32 << 20 // bytes of small files

	// glance is for how long after a look at the disk the held bytes of a small file are given without another: they are right
	// whatever the disk says, and the look is a tenth of what they cost.
	glance = 100 * time.Millisecond
)

// shelf knows which stored files are whole and of what type, and holds the bytes of small ones that are asked for. No
// handle is kept, and the file on disk is looked at again and again: one that was set aside or removed is
// sent on for a moment at most.
type shelf struct {
	bucket *blob.Folder

	mu    sync.Mutex
	known map[content.Digest]*medium
	small []*medium // those whose bytes are held, in turn to go
	held  int64     // bytes of them
}

// medium is what was found out about one file when it was first asked for. Whoever asks meanwhile waits on done.
type medium struct {
	digest   content.Digest
	size     int64
	modified time.Time
	asked    bool      // again, since its last turn to go; the lock of the shelf guards it, and seen
	seen     time.Time // when the file on disk was last looked at

	done  chan struct{}
	mime  string
	bytes []byte // of a small file; nil: on disk
	err   error
}

// errChanged is of a file that was written to while it was looked at.
var errChanged = errors.New("the file changed while it was read")

func newShelf(bucket *blob.Folder) *shelf {
	return &shelf{bucket: bucket, known: map[content.Digest]*medium{}}
}

// look gives a file that is whole. Its digest is checked when it is first asked for and whenever the file on disk is
// another than then, not at each of ten thousand requests.
func (s *shelf) look(d content.Digest) (*medium, error) {
	now := time.Now()
	s.mu.Lock()
	m, ok := s.known[d]
	if ok && m.size <= smallFile && now.Sub(m.seen) < glance {
		return s.again(m)
	}
	s.mu.Unlock()
	info, err := s.bucket.Stat(d)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	m, ok = s.known[d]
	if ok && m.size == info.Size() && m.modified.Equal(info.ModTime()) {
		m.seen = now
		return s.again(m)
	}
	m = s.put(d, info)
	s.mu.Unlock()
	if m.err = s.read(m); m.err != nil {
		s.forget(m) // it may be put back whole, or the disk may recover
	}
	close(m.done)
	return m, m.err
}

// again gives a file that is known. The lock is held, and let go here.
func (s *shelf) again(m *medium) (*medium, error) {
	m.asked = true
	s.mu.Unlock()
	<-m.done
	return m, m.err
}

// read finds out what a file is.
func (s *shelf) read(m *medium) error {
	ctx := context.Background() // others wait for it too
	if m.size <= smallFile {
		b, err := s.bucket.Read(ctx, m.digest)
		if err == nil && int64(len(b)) != m.size {
			err = errChanged
		}
		m.bytes, m.mime = b, mimeOf(b)
		return err
	}
	head := make([]byte, 16)
	f, err := s.bucket.Open(m.digest)
	if err != nil {
		return err
	}
	defer f.Close()
	if _, err := f.Read(head); err != nil {
		return err
	}
	m.mime = mimeOf(head)
	return s.bucket.Verify(ctx, m.digest)
}

// put makes room for a file that is not known yet. The lock is held.
func (s *shelf) put(d content.Digest, info fs.FileInfo) *medium {
	if len(s.known) >= mostKnown {
		s.known, s.small, s.held = map[content.Digest]*medium{}, nil, 0
	}
	if old, ok := s.known[d]; ok {
		s.remove(old)
	}
	m := &medium{
		digest: content.Digest(strings.Clone(string(d))), size: info.Size(), modified: info.ModTime(),
		seen: time.Now(), done: make(chan struct{}),
	}
	s.known[m.digest] = m
	if m.size <= smallFile {
		s.held += m.size
		s.small = append(s.small, m)
		s.makeRoom()
	}
	return m
}

// makeRoom lets go of the small files that came first, but for those that were asked for again since their last turn: what
// is asked for once does not push out what all players show.
func (s *shelf) makeRoom() {
	for s.held > mostHeld {
		m := s.small[0]
		if !m.asked {
			s.remove(m)
			continue
		}
		m.asked = false
		s.small = append(s.small[1:], m)
	}
}

// remove takes a file out of all that is remembered. The lock is held.
func (s *shelf) remove(m *medium) {
	delete(s.known, m.digest)
	if i := slices.Index(s.small, m); i >= 0 {
		s.small = slices.Delete(s.small, i, i+1)
		s.held -= m.size
	}
}

// forget has a file looked at anew.
func (s *shelf) forget(m *medium) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known[m.digest] == m {
		s.remove(m)
	}
}

// kinds are the types that are served, by how their bytes begin. Nothing in the list is run by a browser, whatever an
// upload hides behind its first bytes.
var kinds = []struct {
	at     int
	starts string
	mime   string
}{
	{8, "WEBP", "image/webp"},
	{0, "\xff\xd8\xff", "image/jpeg"},
	{0, "\x89PNG", "image/png"},
	{4, "ftyp", "video/mp4"},
	{0, "{", content.LayoutType},
}

func mimeOf(head []byte) string {
	for _, k := range kinds {
		if len(head) >= k.at && bytes.HasPrefix(head[k.at:], []byte(k.starts)) {
			return k.mime
		}
	}
	return fiber.MIMEOctetStream
}
