package screens

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"ngatu/content"
	"ngatu/internal/blob"
)

// shelf serves stored bytes by digest: for ever the same, so cached for ever. No etag or compression stands in front of
// it: the digest in the address is the tag, and pictures and clips are compressed already.
type shelf struct {
	bucket *blob.Folder
	send   fasthttp.RequestHandler

	mu    sync.Mutex
	known map[content.Digest]*looked
}

// looked is what was found out about one file when it was first asked for. Whoever asks meanwhile waits on done.
type looked struct {
	done  chan struct{}
	stamp stamp
	mime  string
	err   error
}

// stamp tells one state of a file from another without reading it.
type stamp struct {
	size     int64
	modified time.Time
}

// mostKnown bounds what is remembered; beyond it everything is looked at once more.
const mostKnown = 50_000

// pathKey is under what a request carries the path that was looked up for it, below the bucket's folder.
const pathKey = "medium"

// newShelf hands files to the kernel by a path below the folder. Fiber's SendFile takes a whole path for an address, and
// a folder named "100% ?" would be another one. No handle is kept: a file that was set aside must not be sent on.
func newShelf(bucket *blob.Folder) *shelf {
	files := &fasthttp.FS{
		Root: bucket.Dir(), AcceptByteRange: true, SkipCache: true,
		PathRewrite: func(ctx *fasthttp.RequestCtx) []byte {
			path, _ := ctx.UserValue(pathKey).(string)
			return []byte(path)
		},
		PathNotFound: func(ctx *fasthttp.RequestCtx) { ctx.SetStatusCode(fasthttp.StatusNotFound) },
	}
	return &shelf{bucket: bucket, send: files.NewRequestHandler(), known: map[content.Digest]*looked{}}
}

func (m *shelf) serve(c *fiber.Ctx) error {
	d := content.Digest(strings.Clone(c.Params("digest")))
	mime, err := m.look(d)
	if err != nil {
		c.Set(fiber.HeaderCacheControl, "no-store") // it may be there in a moment
		return fiber.ErrNotFound
	}
	path, err := m.bucket.Path(d)
	if err != nil {
		return err
	}
	c.Context().SetUserValue(pathKey, filepath.ToSlash(strings.TrimPrefix(path, m.bucket.Dir())))
	m.send(c.Context())
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	if status := c.Response().StatusCode(); status != fiber.StatusOK && status != fiber.StatusPartialContent && status != fiber.StatusNotModified {
		c.Set(fiber.HeaderCacheControl, "no-store")
		return nil
	}
	c.Set(fiber.HeaderContentType, mime)
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	return nil
}

// look gives the type of a file that is whole. Its digest is checked when it is first asked for and whenever the file on
// disk is another than then, not at each of ten thousand requests.
func (m *shelf) look(d content.Digest) (mime string, err error) {
	f, err := m.bucket.Open(d)
	if err != nil {
		return "", err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", err
	}
	now := stamp{info.Size(), info.ModTime()}
	m.mu.Lock()
	l, ok := m.known[d]
	if !ok || l.stamp != now {
		if len(m.known) >= mostKnown {
			m.known = map[content.Digest]*looked{}
		}
		l = &looked{done: make(chan struct{}), stamp: now}
		m.known[d] = l
		m.mu.Unlock()
		head := make([]byte, 16)
		n, _ := f.Read(head) // an empty file has no beginning
		l.mime = mimeOf(head[:n])
		l.err = m.bucket.Verify(context.Background(), d)
		close(l.done)
		if l.err != nil {
			m.forget(d)
		}
		return l.mime, l.err
	}
	m.mu.Unlock()
	<-l.done
	return l.mime, l.err
}

// forget has a file looked at anew: it may be put back whole, or the disk may recover.
func (m *shelf) forget(d content.Digest) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.known, d)
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
