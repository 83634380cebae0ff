package app

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/blob/s3"
	"ngatu/internal/config"
	"ngatu/internal/durable"
	"ngatu/internal/store"
)

// MovedMedia says what became of the media.
type MovedMedia struct {
	Sent  int    // were sent
	There int    // were there already, whole; also those that are at the new place alone
	Kept  string // where those that were left are kept
}

// MoveMedia takes the media of a stopped server from its folder to a bucket, or back: to nil is the
// folder. Each is compared with its digest, and what is there already, whole, is not sent again, so
// one that was broken off goes on. What was left is kept: the folder under another name, a bucket as
// it is. Damaged where the server's media are not whole: then nothing is given up.
func MoveMedia(ctx context.Context, at config.Place, to *s3.Options) (out MovedMedia, err error) {
	st, err := openStopped(ctx, at)
	if err != nil {
		return out, err
	}
	defer func() {
		if closed := st.Close(); err == nil {
			err = closed
		}
	}()
	from, err := bucketOf(ctx, at.Data, at.Media)
	if err != nil {
		return out, err
	}
	target, err := bucketOf(ctx, at.Data, to)
	if err != nil {
		return out, err
	}
	in, err := store.Inspect(ctx, at.Database)
	if err != nil {
		return out, err
	}
	bad, err := out.send(ctx, from, target, in.Media)
	if err != nil || len(bad) > 0 {
		return out, orHarmed(err, bad)
	}
	if at.Media != nil {
		out.Kept = "s3://" + at.Media.Bucket + "/" + at.Media.Prefix
		return out, nil
	}
	if earlier, _ := filepath.Glob(mediaFolder(at.Data) + ".moved-*"); len(earlier) > 0 && !holdsFiles(mediaFolder(at.Data)) {
		out.Kept = earlier[len(earlier)-1]
		return out, nil
	}
	out.Kept = mediaFolder(at.Data) + ".moved-" + time.Now().UTC().Format("2006-01-02T15-04-05Z")
	return out, durable.Rename(mediaFolder(at.Data), out.Kept)
}

// bucketOf opens media for a command: S3 has to answer.
func bucketOf(ctx context.Context, data string, o *s3.Options) (blob.Bucket, error) {
	if o == nil {
		return blob.Open(mediaFolder(data))
	}
	b, err := s3.Open(*o)
	if err != nil {
		return nil, err
	}
	return b, b.Check(ctx)
}

// sending is how many media are sent at once: most are small, and each waits for an answer.
const sending = 4

// send sends every medium, and gives those of the database that are not there or not whole.
func (m *MovedMedia) send(ctx context.Context, from, to blob.Bucket, named []content.Digest) (bad []string, err error) {
	var mu sync.Mutex
	have := map[content.Digest]bool{}
	all, inner := errgroup.WithContext(ctx)
	all.SetLimit(sending)
	err = from.Walk(inner, func(d content.Digest, size int64) error {
		all.Go(func() error {
			there, err := blob.Holds(inner, to, d, size)
			if err == nil && !there {
				err = sendOne(inner, from, to, d)
			}
			mu.Lock()
			defer mu.Unlock()
			switch {
			case content.CodeOf(err) == content.Damaged:
				return nil // not had, so it is told of where the database names it
			case err != nil:
				return err
			case there:
				m.There++
			default:
				m.Sent++
			}
			have[d] = true
			return nil
		})
		return inner.Err()
	})
	if failed := all.Wait(); failed != nil {
		err = failed
	}
	if err != nil {
		return nil, err
	}
	for _, d := range named {
		if have[d] {
			continue
		}
		switch there, err := arrived(ctx, to, d); {
		case err != nil:
			return nil, err
		case there:
			m.There++
		default:
			bad = append(bad, d.Short())
		}
	}
	return bad, nil
}

// arrived says whether a medium lies whole where it was to go: an earlier move of media and database
// has left the old place, and was broken off after that.
func arrived(ctx context.Context, to blob.Bucket, d content.Digest) (bool, error) {
	info, err := to.Kept(ctx, d)
	if content.CodeOf(err) == content.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return blob.Holds(ctx, to, d, info.Size)
}

func sendOne(ctx context.Context, from, to blob.Bucket, d content.Digest) error {
	r, err := from.Stream(ctx, d)
	if err != nil {
		return err
	}
	defer r.Close()
	return blob.Copy(ctx, to, d, r)
}

// orHarmed is an error, or that media are missing or damaged where they were.
func orHarmed(err error, bad []string) error {
	if err != nil {
		return err
	}
	names := strings.Join(bad[:min(len(bad), 5)], ", ")
	return &content.Error{
		Code: content.Damaged,
		Vi:   fmt.Sprintf("%d tệp thiếu hoặc hỏng ở nơi cũ (%s…). Các tệp khác đã được chép; nơi cũ vẫn được dùng. Hãy chạy ngatu doctor và tải lại các tệp ấy, rồi chạy lại lệnh này.", len(bad), names),
		En:   fmt.Sprintf("%d files are missing or damaged where they were (%s…). The others were copied; the old place is still in use. Run ngatu doctor, upload those files again, and run this once more.", len(bad), names),
	}
}
