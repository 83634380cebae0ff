package s3

import (
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"

	"ngatu/internal/blob"
)

// LeastPart is how many bytes a part has, all but the last of an object: S3 joins no smaller ones.
const LeastPart = 5 << 20

// MostParts is the highest number that S3 takes for a part.
const MostParts = 10_000

// Coming are files that come in parts through any of several servers. Each is an object of its own
// beside the media, made by S3 of parts that it has taken one by one; what is too short for a part
// waits as a *tail* for more. Which parts count is the caller's to know: what is written and not
// counted does no harm.
type Coming struct{ *Bucket }

// Part is one that S3 has.
type Part struct {
	Number int
	Tag    string // by which S3 knows the bytes
	Size   int64
}

// comingKeys is below the prefix; no digest begins so.
const comingKeys = "coming/"

func (c Coming) key(name string) string { return c.prefix + comingKeys + name }

// Begin begins a file and gives the ID by which S3 knows it.
func (c Coming) Begin(ctx context.Context, name string) (id string, err error) {
	err = c.line.ask(ctx, func(ctx context.Context, _ func()) error {
		id, err = minio.Core{Client: c.client}.NewMultipartUpload(ctx, c.name, c.key(name), minio.PutObjectOptions{})
		return err
	})
	return id, c.explain("", err)
}

// Stage writes bytes to this machine, at most limit, so that their number and digest are known before
// they are sent.
func (c Coming) Stage(ctx context.Context, r io.Reader, limit int64) (*blob.Part, error) {
	return c.cache.stage(ctx, r, limit)
}

// PutPart keeps bytes as the part of a number. What had that number before is gone.
func (c Coming) PutPart(ctx context.Context, name, id string, number int, b *blob.Part) (Part, error) {
	one := Part{Number: number, Size: b.Size}
	err := c.line.ask(ctx, func(ctx context.Context, alive func()) error {
		at, err := minio.Core{Client: c.client}.PutObjectPart(ctx, c.name, c.key(name), id, number, &watched{b.Bytes(), alive}, b.Size,
			minio.PutObjectPartOptions{Sha256Hex: string(b.Digest)}) // signed: S3 takes no other bytes
		one.Tag = at.ETag
		return err
	})
	return one, c.explain("", err)
}

// PutTail keeps bytes that wait for more, as an object of their own.
func (c Coming) PutTail(ctx context.Context, name string, b *blob.Part) error {
	err := c.line.ask(ctx, func(ctx context.Context, alive func()) error {
		_, err := minio.Core{Client: c.client}.PutObject(ctx, c.name, c.key(name), &watched{b.Bytes(), alive}, b.Size, "", string(b.Digest),
			minio.PutObjectOptions{DisableContentSha256: true})
		return err
	})
	return c.explain("", err)
}

// Join makes the object of all its parts. One that was joined before is left as it is.
func (c Coming) Join(ctx context.Context, name, id string, parts []Part) error {
	all := make([]minio.CompletePart, len(parts))
	for i, p := range parts {
		all[i] = minio.CompletePart{PartNumber: p.Number, ETag: p.Tag}
	}
	err := c.line.ask(ctx, func(ctx context.Context, _ func()) error {
		_, err := minio.Core{Client: c.client}.CompleteMultipartUpload(ctx, c.name, c.key(name), id, all, minio.PutObjectOptions{})
		if unknown(err) { // joined by whoever was here before
			_, there := c.client.StatObject(ctx, c.name, c.key(name), minio.StatObjectOptions{})
			if there == nil {
				return nil
			}
		}
		return err
	})
	return c.explain("", err)
}

// Fetch writes an object, or a tail, to w.
func (c Coming) Fetch(ctx context.Context, name string, w io.Writer) error {
	err := c.line.ask(ctx, func(ctx context.Context, alive func()) error {
		o, err := c.client.GetObject(ctx, c.name, c.key(name), minio.GetObjectOptions{})
		if err != nil {
			return err
		}
		defer o.Close()
		_, err = io.Copy(w, &alivened{o, alive})
		return err
	})
	return c.explain("", err)
}

// Remove removes an object or a tail; one that is not there is no error.
func (c Coming) Remove(ctx context.Context, name string) error {
	return c.explain("", c.remove(ctx, c.key(name)))
}

// Drop removes a file, whether it was joined or not.
func (c Coming) Drop(ctx context.Context, name, id string) error {
	err := c.line.ask(ctx, func(ctx context.Context, _ func()) error {
		err := minio.Core{Client: c.client}.AbortMultipartUpload(ctx, c.name, c.key(name), id)
		if unknown(err) {
			return nil
		}
		return err
	})
	if err != nil {
		return c.explain("", err)
	}
	return c.Remove(ctx, name)
}

// Try does all of it that a server needs to be allowed beside what [Bucket.Try] does.
func (c Coming) Try(ctx context.Context) error {
	id, err := c.Begin(ctx, "try")
	if err != nil {
		return err
	}
	if err := c.forgetHalf(ctx, c.key(""), time.Time{}, func(string) bool { return true }); err != nil {
		return err
	}
	return c.Drop(ctx, "try", id)
}

// unknown says whether S3 knows nothing of a file that comes in parts: it was joined or dropped.
func unknown(err error) bool {
	answer := minio.ToErrorResponse(err)
	return err != nil && (answer.Code == "NoSuchUpload" || answer.StatusCode == http.StatusNotFound)
}

// Forget removes files and tails that began before an instant and that nobody knows: a server ended
// between S3 and the database.
func (c Coming) Forget(ctx context.Context, before time.Time, known func(name string) bool) error {
	base := c.key("")
	var names []string
	err := c.line.ask(ctx, func(ctx context.Context, alive func()) error {
		for o := range c.client.ListObjectsIter(ctx, c.name, minio.ListObjectsOptions{Prefix: base, Recursive: true}) {
			if o.Err != nil {
				return o.Err
			}
			alive()
			if name := strings.TrimPrefix(o.Key, base); o.LastModified.Before(before) && !known(name) {
				names = append(names, name)
			}
		}
		return nil
	})
	if err != nil {
		return c.explain("", err)
	}
	for _, name := range names {
		if err := c.Remove(ctx, name); err != nil {
			return err
		}
	}
	return c.forgetHalf(ctx, base, before, known)
}

func (c Coming) forgetHalf(ctx context.Context, base string, before time.Time, known func(name string) bool) error {
	err := c.line.ask(ctx, func(ctx context.Context, alive func()) error {
		ctx, stop := context.WithCancel(ctx) // ends the listing, too
		defer stop()
		for o := range c.client.ListIncompleteUploads(ctx, c.name, base, true) {
			if o.Err != nil {
				return o.Err
			}
			alive()
			if o.Initiated.After(before) || known(strings.TrimPrefix(o.Key, base)) {
				continue
			}
			if err := (minio.Core{Client: c.client}).AbortMultipartUpload(ctx, c.name, o.Key, o.UploadID); err != nil && !unknown(err) {
				return err
			}
		}
		return nil
	})
	return c.explain("", err)
}
