package players

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"syscall"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"ngatu/content"
	"ngatu/server/edge"
)

// serve gives stored bytes by digest. They never change, so they are cached for ever, once they are
// known to be right. The digest serves as the ETag, and nothing is compressed: pictures and clips
// already are.
func (s *shelf) serve(c *fiber.Ctx) error {
	d := content.Digest(c.Params("digest"))
	m, err := s.look(d, s.edge.Address(c))
	if err != nil {
		return notThere(c, err)
	}
	is, arriving, err := m.is()
	if err != nil {
		return notThere(c, err)
	}
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	c.Set(fiber.HeaderAcceptRanges, "bytes")
	tag := `"` + string(d) + `"`
	if has(c.Get(fiber.HeaderIfNoneMatch), tag) {
		lasting(c, tag)
		c.Status(fiber.StatusNotModified)
		return nil
	}
	if arriving == nil && is.bytes == nil && c.Method() == fiber.MethodGet { // it may have gone again, to make room for others
		arriving = s.bucket.Follow(c.UserContext(), d)
	}
	if arriving == nil {
		lasting(c, tag)
	} else {
		// The threat: a browser keeps the beginning of an answer that broke off because its bytes
		// were wrong, and joins it to the end of a right one.
		c.Set(fiber.HeaderCacheControl, "no-store")
		tag = ""
	}
	from, to, ranged, err := part(c, tag, m.size)
	if err != nil {
		c.Response().Header.Del(fiber.HeaderETag)
		c.Set(fiber.HeaderCacheControl, "no-store") // about the request, not the bytes
		c.Set(fiber.HeaderContentRange, fmt.Sprintf("bytes */%d", m.size))
		c.Status(fiber.StatusRequestedRangeNotSatisfiable)
		return nil
	}
	c.Set(fiber.HeaderContentType, is.mime)
	if ranged {
		c.Status(fiber.StatusPartialContent)
		c.Set(fiber.HeaderContentRange, fmt.Sprintf("bytes %d-%d/%d", from, to-1, m.size))
	}
	if is.bytes != nil {
		c.Response().SetBodyRaw(is.bytes[from:to])
		return nil
	}
	if arriving != nil && c.Method() == fiber.MethodGet {
		if part, err := arriving.Open(from, to); err == nil { // else all has come meanwhile
			keepUnsentLow(c.Context().Conn())
			c.Context().SetBodyStream(part, int(to-from)) // closes it; where its bytes turn out wrong the connection is cut
			return nil
		}
	}
	return s.stream(c, d, from, to)
}

// lasting says that an answer may be kept for ever.
func lasting(c *fiber.Ctx, tag string) {
	c.Set(fiber.HeaderETag, tag)
	c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
}

// stream hands a file to the kernel, which over plain TCP sends it without copying. Each answer
// opens the file itself, because the kernel reads from the handle's position.
func (s *shelf) stream(c *fiber.Ctx, d content.Digest, from, to int64) error {
	if c.Method() == fiber.MethodHead {
		c.Response().Header.SetContentLength(int(to))
		c.Response().SkipBody = true
		return nil
	}
	conn := c.Context().Conn()
	if !s.lines.Sends(conn) {
		return notThere(c, syscall.EMFILE)
	}
	file, err := s.bucket.Open(c.UserContext(), d)
	if err != nil {
		return notThere(c, err) // removed since the look
	}
	if _, err := file.Seek(from, io.SeekStart); err != nil {
		file.Close()
		return err
	}
	keepUnsentLow(conn)
	c.Context().SetBodyStream(file, int(to-from)) // closes the file
	return nil
}

// notThere is the answer for a file that may be there in a moment. Having run out of descriptors
// says nothing about the file, nor does S3 when it does not answer.
func notThere(c *fiber.Ctx, err error) error {
	for _, name := range []string{fiber.HeaderETag, fiber.HeaderAcceptRanges, fiber.HeaderContentRange} {
		c.Response().Header.Del(name)
	}
	c.Set(fiber.HeaderCacheControl, "no-store")
	if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
		return edge.Busy(err)
	}
	if content.CodeOf(err) == content.Away || errors.Is(err, errUnsure) { // each of ten thousand players asks: no line of the log for it
		c.Set(fiber.HeaderRetryAfter, "5")
		c.Status(fiber.StatusServiceUnavailable)
		return nil
	}
	return fiber.ErrNotFound
}

// part is the range of bytes that is asked for: from is the first, to comes after the last. Several
// ranges, other units, or a range of another version (If-Range) get the whole file, as RFC 9110,
// sections 13.1.5 and 14.2 allow. An answer without a tag is no version that anybody knows.
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

// has says whether an If-None-Match names the tag; it is a list, or a star for any. Tags are
// compared weakly, because a proxy that compressed the bytes may have weakened them; RFC 9110,
// section 13.1.2.
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
