package screens

import (
	"fmt"
	"io"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"ngatu/content"
)

// serve gives stored bytes by digest: for ever the same, so cached for ever. No etag or compression stands in front of
// it: the digest in the address is the tag, and pictures and clips are compressed already.
func (s *shelf) serve(c *fiber.Ctx) error {
	d := content.Digest(c.Params("digest"))
	m, err := s.look(d)
	if err != nil {
		return notThere(c)
	}
	tag := `"` + string(d) + `"`
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderETag, tag)
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	c.Set(fiber.HeaderAcceptRanges, "bytes")
	if has(c.Get(fiber.HeaderIfNoneMatch), tag) {
		c.Status(fiber.StatusNotModified)
		return nil
	}
	from, to, ranged, err := part(c, tag, m.size)
	if err != nil {
		c.Response().Header.Del(fiber.HeaderETag)
		c.Set(fiber.HeaderCacheControl, "no-store") // it is about the question, not about the bytes
		c.Set(fiber.HeaderContentRange, fmt.Sprintf("bytes */%d", m.size))
		c.Status(fiber.StatusRequestedRangeNotSatisfiable)
		return nil
	}
	c.Set(fiber.HeaderContentType, m.mime)
	if ranged {
		c.Status(fiber.StatusPartialContent)
		c.Set(fiber.HeaderContentRange, fmt.Sprintf("bytes %d-%d/%d", from, to-1, m.size))
	}
	if m.bytes != nil {
		c.Response().SetBodyRaw(m.bytes[from:to])
		return nil
	}
	return s.stream(c, d, from, to)
}

// stream hands a file to the kernel: over plain TCP the web server then sends it without copying. Each answer has a
// handle of its own, since the kernel reads from the handle's place in the file.
func (s *shelf) stream(c *fiber.Ctx, d content.Digest, from, to int64) error {
	if c.Method() == fiber.MethodHead {
		c.Response().Header.SetContentLength(int(to))
		c.Response().SkipBody = true
		return nil
	}
	file, err := s.bucket.Open(d)
	if err != nil {
		return notThere(c) // removed since it was looked at
	}
	if _, err := file.Seek(from, io.SeekStart); err != nil {
		file.Close()
		return err
	}
	keepUnsentLow(c.Context().Conn())
	c.Context().SetBodyStream(file, int(to-from)) // which closes it
	return nil
}

// notThere answers for what may be there in a moment.
func notThere(c *fiber.Ctx) error {
	for _, name := range []string{fiber.HeaderETag, fiber.HeaderAcceptRanges, fiber.HeaderContentRange} {
		c.Response().Header.Del(name)
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	return fiber.ErrNotFound
}

// part is which bytes are asked for: from is the first, to is after the last. The whole is given where several ranges,
// other units, or a part of another version (If-Range) are asked for; RFC 9110, sections 13.1.5 and 14.2 allow that.
func part(c *fiber.Ctx, tag string, size int64) (from, to int64, ranged bool, err error) {
	asked := c.Get(fiber.HeaderRange)
	if !strings.HasPrefix(asked, "bytes=") || strings.Contains(asked, ",") || c.Method() != fiber.MethodGet {
		return 0, size, false, nil
	}
	if known := c.Get(fiber.HeaderIfRange); known != "" && known != tag {
		return 0, size, false, nil
	}
	first, last, err := fasthttp.ParseByteRange([]byte(asked), int(size))
	return int64(first), int64(last) + 1, true, err
}

// has says whether an If-None-Match names the tag: a list, or a star for any. Tags are compared weakly, since a proxy that
// packed the bytes may have weakened it; RFC 9110, section 13.1.2.
func has(list, tag string) bool {
	for list != "" {
		var one string
		one, list, _ = strings.Cut(list, ",")
		if one = strings.TrimSpace(one); one == "*" || strings.TrimPrefix(one, "W/") == tag {
			return true
		}
	}
	return false
}
