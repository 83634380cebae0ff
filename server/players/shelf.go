package players

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/server/edge"
)

// What a shelf remembers.
const (
	maxKnown  = 50_000   // files; beyond it the shelf starts over
	smallFile = 64 << 10 // bytes; up to here, copying from memory costs less than opening a file (measured)
	maxHeld   = 32 << 20 // bytes of small files

	// freshFor is how long the held bytes of a small file are served without another look at the
	// disk. The bytes are right whatever the disk says; the look costs a tenth of serving them.
	freshFor = 100 * time.Millisecond
)

// shelf knows which stored files are whole and of which type, and holds the bytes of small files
// that are asked for. It keeps no file open and looks at the disk again and again, so a file that
// was removed is served for a moment at most.
type shelf struct {
	bucket blob.Bucket
	lines  *edge.Connections // counts connections; nil: they are not counted
	edge   *edge.Edge        // tells a request's address
	other  *missing          // files that are not known

	mu    sync.Mutex
	known map[content.Digest]*medium
	small []*medium // those whose bytes are held, oldest first
	held  int64     // their bytes
}

// medium is what the first request for a file found out about it. Others wait for done, or have
// what has come here so far.
type medium struct {
	digest   content.Digest
	size     int64
	modified time.Time
	arriving *blob.Arriving // it comes here from elsewhere until done; nil: it was here
	asked    bool           // requested again since its last turn to go; the shelf's lock guards this and seen
	seen     time.Time      // last look at the file on disk

	done chan struct{}
	found
	err error
}

// found is what a file is.
type found struct {
	mime  string
	bytes []byte // of a small file; nil: on disk
}

// is says what a file is. While it comes here, so does the rest of it. The threat: a clip of 500 MB
// comes for minutes, and a page gives up after twenty seconds without a byte.
func (m *medium) is() (found, *blob.Arriving, error) {
	if m.comes() {
		if head, err := m.arriving.Begins(headSize); err == nil {
			return found{mime: mimeOf(head)}, m.arriving, nil
		}
	}
	<-m.done
	return m.found, nil, m.err
}

// comes says whether it is on its way here.
func (m *medium) comes() bool {
	select {
	case <-m.done:
		return false
	default:
		return m.arriving != nil
	}
}

// errChanged is the error for a file that changed while it was read.
var errChanged = errors.New("the file changed while it was read")

func newShelf(bucket blob.Bucket, lines *edge.Connections, at *edge.Edge) *shelf {
	return &shelf{bucket: bucket, lines: lines, edge: at, other: newMissing(bucket, at), known: map[content.Digest]*medium{}}
}

// look gives a file that is whole or on its way: [medium.is] says which. It verifies the digest at
// the first request and when the file on disk has changed, not at each of ten thousand requests. from
// is the address of whoever asks.
func (s *shelf) look(d content.Digest, from string) (*medium, error) {
	now := time.Now()
	s.mu.Lock()
	m, ok := s.known[d]
	if ok && (m.size <= smallFile && now.Sub(m.seen) < freshFor || m.comes()) {
		return s.again(m)
	}
	s.mu.Unlock()
	var info blob.Info
	var err error
	if ok {
		info, err = s.bucket.Stat(context.Background(), d)
	} else {
		info, err = s.other.look(content.Digest(strings.Clone(string(d))), from) // d is the request's
	}
	if err != nil {
		if ok && content.CodeOf(err) == content.NotFound {
			s.forget(m)
		}
		return nil, err
	}
	var arriving *blob.Arriving
	if !ok && info.Size > smallFile {
		arriving = s.bucket.Follow(context.Background(), d)
	}
	s.mu.Lock()
	m, ok = s.known[d]
	if ok && m.size == info.Size && m.modified.Equal(info.Modified) {
		m.seen = now
		return s.again(m)
	}
	m = s.put(d, info)
	m.arriving = arriving
	s.mu.Unlock()
	if m.arriving != nil {
		go s.find(m)
		return m, nil
	}
	s.find(m)
	return m, m.err
}

// again gives a known file. The caller holds the lock; again releases it.
func (s *shelf) again(m *medium) (*medium, error) {
	m.asked = true
	s.mu.Unlock()
	if m.arriving != nil {
		return m, nil
	}
	<-m.done
	return m, m.err
}

// find finds out what a file is.
func (s *shelf) find(m *medium) {
	if m.err = s.read(m); m.err != nil {
		s.forget(m) // it may be put back whole, or the disk may recover
	}
	close(m.done)
}

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
	head := make([]byte, headSize)
	f, err := s.bucket.Open(ctx, m.digest)
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

// put makes room for a new file. The caller holds the lock.
func (s *shelf) put(d content.Digest, info blob.Info) *medium {
	if len(s.known) >= maxKnown {
		s.known, s.small, s.held = map[content.Digest]*medium{}, nil, 0
	}
	if old, ok := s.known[d]; ok {
		s.remove(old)
	}
	m := &medium{
		digest: content.Digest(strings.Clone(string(d))), size: info.Size, modified: info.Modified,
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

// makeRoom drops the oldest small files, except those requested again since their last turn. So a
// file requested once does not push out those that all players show.
func (s *shelf) makeRoom() {
	for s.held > maxHeld {
		m := s.small[0]
		if !m.asked {
			s.remove(m)
			continue
		}
		m.asked = false
		s.small = append(s.small[1:], m)
	}
}

// remove forgets a file. The caller holds the lock.
func (s *shelf) remove(m *medium) {
	delete(s.known, m.digest)
	if i := slices.Index(s.small, m); i >= 0 {
		s.small = slices.Delete(s.small, i, i+1)
		s.held -= m.size
	}
}

// forget makes the next request look at the file again.
func (s *shelf) forget(m *medium) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known[m.digest] == m {
		s.remove(m)
	}
}

// kinds are the types that are served, by how their bytes begin. A browser runs none of them as
// code, whatever an upload hides behind its first bytes.
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

// headSize is how many bytes of a file say what it is.
const headSize = 16

func mimeOf(head []byte) string {
	for _, k := range kinds {
		if len(head) >= k.at && bytes.HasPrefix(head[k.at:], []byte(k.starts)) {
			return k.mime
		}
	}
	return fiber.MIMEOctetStream
}
