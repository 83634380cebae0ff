package screens

import (
	"bytes"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/blob"
)

// media serves stored bytes by digest: for ever the same, so cached for ever. No etag or compression stands in front of
// it: the digest in the address is the tag, and pictures and clips are compressed already.
func media(bucket *blob.Folder) fiber.Handler {
	return func(c *fiber.Ctx) error {
		d := content.Digest(strings.Clone(c.Params("digest")))
		mime, err := mimeOf(bucket, d)
		if err != nil {
			return fiber.ErrNotFound
		}
		path, err := bucket.Path(d)
		if err != nil {
			return fiber.ErrNotFound
		}
		if err := c.SendFile(path, false); err != nil {
			return err
		}
		c.Set(fiber.HeaderContentType, mime)
		c.Set(fiber.HeaderCacheControl, "public, max-age=31536000, immutable")
		c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
		c.Set(fiber.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
		return nil
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

func mimeOf(bucket *blob.Folder, d content.Digest) (string, error) {
	f, err := bucket.Open(d)
	if err != nil {
		return "", err
	}
	defer f.Close()
	head := make([]byte, 16)
	n, err := f.Read(head)
	if err != nil {
		return "", err
	}
	for _, k := range kinds {
		if n >= k.at+len(k.starts) && bytes.HasPrefix(head[k.at:n], []byte(k.starts)) {
			return k.mime, nil
		}
	}
	return fiber.MIMEOctetStream, nil
}
