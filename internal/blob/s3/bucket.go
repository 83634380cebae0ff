package s3

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path"
	"time"

	"github.com/minio/minio-go/v7"

	"ngatu/content"
	"ngatu/internal/blob"
)

// mostBytes is what S3 takes in one request. One request is whole or nothing, so nothing else is
// used.
const mostBytes = 5 << 30

// Bucket is a bucket, or the part of one whose keys begin with a prefix: the key of an object is
// that prefix and ab/cd/abcd…, as a [blob.Folder] names its files. Its methods are safe for
// concurrent use.
type Bucket struct {
	client   *minio.Client
	name     string
	prefix   string // "", or with a slash at its end
	region   string // "": the server is asked
	cache    *cache
	line     line
	arriving arriving
	bad      bad
}

// key is that of an object.
func (b *Bucket) key(d content.Digest) string {
	return b.prefix + path.Join(string(d[:2]), string(d[2:4]), string(d))
}

// digest is the digest that a key stands for; "" for a key that is not of ours.
func (b *Bucket) digest(key string) content.Digest {
	d := content.Digest(path.Base(key))
	if !d.Valid() || b.key(d) != key {
		return ""
	}
	return d
}

// Put is described at [blob.Bucket]. The bytes are written to this machine first, so that their
// digest is known, and S3 checks what arrives against it.
func (b *Bucket) Put(ctx context.Context, r io.Reader, limit int64) (content.Digest, int64, error) {
	if limit <= 0 || limit > mostBytes {
		limit = mostBytes
	}
	part, err := b.cache.stage(ctx, r, limit)
	if err != nil {
		return "", 0, err
	}
	defer part.Close()
	if err := b.send(ctx, part.Digest, part.Size, part.Bytes()); err != nil {
		return "", 0, err
	}
	if err := b.cache.keep(ctx, part); err != nil {
		return "", 0, err
	}
	return part.Digest, part.Size, nil
}

// PutBytes is described at [blob.Bucket].
func (b *Bucket) PutBytes(ctx context.Context, bs []byte) (content.Digest, error) {
	d, _, err := b.Put(ctx, bytes.NewReader(bs), 0)
	return d, err
}

// youngEnough is how old an object may be so that it counts as one that is put now: whoever removes
// what is old, on this server or another, leaves it.
const youngEnough = time.Hour

// small is up to how many bytes an object is put without asking whether it is there: that takes as
// long.
const small = 1 << 20

// send puts an object, unless it is there, right and young. Putting it once more makes it young and
// mends it; readers have the old bytes or the new ones, which are the same.
func (b *Bucket) send(ctx context.Context, d content.Digest, size int64, r *io.SectionReader) error {
	if size > small {
		info, err := b.head(ctx, d)
		if err == nil && info.Size == size && info.Sum == d && time.Since(info.Modified) < youngEnough && !b.bad.is(d, 0) {
			return nil
		}
		if err != nil && content.CodeOf(err) != content.NotFound {
			return err
		}
	}
	sum, _ := hex.DecodeString(string(d)) // it is a digest
	put := minio.PutObjectOptions{        // the digest is signed, and noted: S3 takes no other bytes
		DisableContentSha256: true,
		UserMetadata:         map[string]string{"x-amz-checksum-sha256": base64.StdEncoding.EncodeToString(sum)},
	}
	err := b.line.ask(ctx, func(ctx context.Context, alive func()) error {
		_, err := minio.Core{Client: b.client}.PutObject(ctx, b.name, b.key(d), &watched{r, alive}, size, "", string(d), put)
		return err
	})
	if err == nil {
		b.bad.mended(d)
	}
	return b.explain(d, err)
}

// Stat is described at [blob.Bucket]. What is here is not asked for again.
func (b *Bucket) Stat(ctx context.Context, d content.Digest) (blob.Info, error) {
	if info, err := b.cache.folder.Stat(ctx, d); err == nil {
		return info, nil
	}
	if !d.Valid() {
		return blob.Info{}, notFound(d, nil)
	}
	return b.head(ctx, d)
}

// Kept is described at [blob.Bucket].
func (b *Bucket) Kept(ctx context.Context, d content.Digest) (blob.Info, error) {
	if !d.Valid() {
		return blob.Info{}, notFound(d, nil)
	}
	return b.head(ctx, d)
}

func (b *Bucket) head(ctx context.Context, d content.Digest) (info blob.Info, err error) {
	err = b.line.ask(ctx, func(ctx context.Context, _ func()) error {
		at, err := b.client.StatObject(ctx, b.name, b.key(d), minio.StatObjectOptions{Checksum: true})
		info = infoOf(at)
		return err
	})
	return info, b.explain(d, err)
}

func infoOf(o minio.ObjectInfo) blob.Info {
	sum, _ := base64.StdEncoding.DecodeString(o.ChecksumSHA256) // of several parts it is no digest
	i := blob.Info{Size: o.Size, Modified: o.LastModified}
	if d := content.Digest(hex.EncodeToString(sum)); d.Valid() {
		i.Sum = d
	}
	return i
}

// Read is described at [blob.Bucket]. What is here and damaged is fetched again.
func (b *Bucket) Read(ctx context.Context, d content.Digest) ([]byte, error) {
	for range 2 {
		f, err := b.Open(ctx, d)
		if err != nil {
			return nil, err
		}
		bs, err := io.ReadAll(f)
		f.Close()
		if err == nil && content.DigestOf(bs) == d {
			return bs, nil
		}
		if err := b.cache.drop(d); err != nil {
			return nil, err
		}
	}
	return nil, damaged(d, errBytes)
}

// Open is described at [blob.Bucket]. What is not here is fetched first and compared with its
// digest.
func (b *Bucket) Open(ctx context.Context, d content.Digest) (*os.File, error) {
	for range 3 { // it may go between two steps, where very little fits
		f, err := b.cache.folder.Open(ctx, d)
		if err == nil {
			b.cache.use(d)
			return f, nil
		}
		if content.CodeOf(err) != content.NotFound || !d.Valid() {
			return nil, err
		}
		if err := b.bring(ctx, d).Wait(ctx); err != nil {
			return nil, err
		}
	}
	return nil, crowded()
}

// Path is described at [blob.Bucket]. The file stays for ten minutes at least.
func (b *Bucket) Path(ctx context.Context, d content.Digest) (string, error) {
	if d.Valid() {
		b.cache.hold(d)
	}
	f, err := b.Open(ctx, d)
	if err != nil {
		return "", err
	}
	defer f.Close()
	return f.Name(), nil
}

// Verify is described at [blob.Bucket]. What is here and damaged is fetched again.
func (b *Bucket) Verify(ctx context.Context, d content.Digest) error {
	if err := b.cache.folder.Verify(ctx, d); err == nil || ctx.Err() != nil {
		return err
	}
	if err := b.cache.drop(d); err != nil {
		return err
	}
	f, err := b.Open(ctx, d) // compares it
	if err != nil {
		return err
	}
	return f.Close()
}

// DeleteOld is described at [blob.Bucket]. The copy here goes first.
func (b *Bucket) DeleteOld(ctx context.Context, d content.Digest, before time.Time) (size int64, gone bool, err error) {
	info, err := b.Kept(ctx, d)
	switch {
	case content.CodeOf(err) == content.NotFound:
		return 0, true, b.cache.drop(d)
	case err != nil:
		return 0, false, err
	case info.Modified.After(before):
		return 0, false, nil
	}
	if err := b.cache.drop(d); err != nil {
		return 0, false, err
	}
	err = b.remove(ctx, b.key(d))
	return info.Size, err == nil, b.explain(d, err)
}

func (b *Bucket) remove(ctx context.Context, key string) error {
	return b.line.ask(ctx, func(ctx context.Context, _ func()) error {
		return b.client.RemoveObject(ctx, b.name, key, minio.RemoveObjectOptions{})
	})
}

// Walk is described at [blob.Bucket]. Keys that are not of ours are skipped.
func (b *Bucket) Walk(ctx context.Context, visit func(d content.Digest, size int64) error) error {
	w, err := b.line.watch(ctx)
	if err != nil {
		return err
	}
	defer w.end()
	for o := range b.client.ListObjectsIter(w.ctx, b.name, minio.ListObjectsOptions{Prefix: b.prefix, Recursive: true}) {
		if o.Err != nil {
			return b.explain("", w.note(o.Err))
		}
		if d := b.digest(o.Key); d != "" {
			w.rest() // a visit may take long
			if err := visit(d, o.Size); err != nil {
				return err
			}
		}
		w.alive()
	}
	return b.explain("", w.note(nil))
}

// errEnough ends a walk.
var errEnough = errors.New("enough was seen")

// one is any object of ours; "" where there is none.
func (b *Bucket) one(ctx context.Context) (one content.Digest, err error) {
	err = b.Walk(ctx, func(d content.Digest, _ int64) error {
		one = d
		return errEnough
	})
	if errors.Is(err, errEnough) {
		err = b.line.note(ctx, nil)
	}
	return one, err
}
