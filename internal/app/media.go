package app

import (
	"context"
	"path/filepath"
	"time"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/blob/s3"
	"ngatu/internal/config"
	"ngatu/internal/store"
)

// openMedia opens the media. S3 need not answer: then what is here serves. What it refuses for
// good, such as a bucket that is not there, is an error.
func openMedia(ctx context.Context, a *App) (err error) {
	if a.at.Media == nil {
		a.media, err = blob.Open(mediaFolder(a.at.Data))
		return err
	}
	b, err := s3.Open(*a.at.Media)
	if err != nil {
		return err
	}
	a.media, a.backups.opts.Media = b, b
	if err := b.Check(ctx); content.CodeOf(err) != content.Away {
		return err
	}
	return nil
}

// sharedBucket is that of several nodes; nil where this server is alone.
func sharedBucket(a *App) *s3.Bucket {
	if b, ok := a.media.(*s3.Bucket); ok && a.store.Nodes.Self() != "" {
		return b
	}
	return nil
}

// OpenBucket opens the bucket of a data folder for a command: unlike a server, that needs S3 to
// answer. None is set: nil.
func OpenBucket(ctx context.Context, m config.Media, data string) (*s3.Bucket, error) {
	o, err := m.Bucket(data)
	if o == nil || err != nil {
		return nil, err
	}
	b, err := s3.Open(*o)
	if err != nil {
		return nil, err
	}
	return b, b.Check(ctx)
}

func mediaFolder(data string) string { return filepath.Join(data, "media") }

// mediaThere refuses to start if the media of a used folder are gone: opening them would make an
// empty folder, and every slide would silently be missing. The first campaign of a new folder comes
// after its first media.
func mediaThere(ctx context.Context, st *store.Store, at config.Place, accept bool) error {
	if accept || at.Unseen || at.Media == nil && holdsFiles(mediaFolder(at.Data)) {
		return nil
	}
	campaigns, err := st.Campaigns(ctx)
	if err != nil || len(campaigns) == 0 {
		return err
	}
	if at.Media != nil {
		return bucketFull(ctx, at)
	}
	media := mediaFolder(at.Data)
	return &content.Error{
		Code: content.Damaged,
		Vi:   "Thư mục ảnh và clip " + media + " không còn hoặc trống. Nếu tệp nằm trong kho S3, hãy khởi động với --media. Nếu không, hãy đặt lại thư mục, hoặc khôi phục bản sao lưu gần nhất bằng ngatu restore; nếu chấp nhận mất các tệp ấy, khởi động với --accept-loss.",
		En:   "The folder of media " + media + " is missing or empty. If the media are in S3, start with --media. If not, put the folder back, or restore the latest backup with ngatu restore; if you accept that those files are lost, start with --accept-loss.",
	}
}

// bucketFull is mediaThere for a bucket. One that does not answer is not empty.
func bucketFull(ctx context.Context, at config.Place) error {
	b, err := s3.Open(*at.Media)
	if err != nil {
		return err
	}
	empty, err := b.Empty(ctx)
	if content.CodeOf(err) == content.Away {
		return nil
	}
	if err != nil || !empty {
		return err
	}
	return &content.Error{
		Code: content.Damaged,
		Vi:   "Kho S3 đã ghi ở --media không có tệp nào của thư mục dữ liệu này. Nếu tệp còn trong thư mục dữ liệu, hãy chuyển bằng ngatu move --media-to; nếu không, hãy kiểm tra tên bucket và tiền tố, hoặc khôi phục bản sao lưu; nếu chấp nhận mất các tệp ấy, khởi động với --accept-loss.",
		En:   "The bucket in --media holds no media of this data folder. If they are still in the data folder, take them there with ngatu move --media-to; if not, check the names of bucket and prefix, or restore a backup; if you accept that those files are lost, start with --accept-loss.",
	}
}

// askEvery is how often a bucket that does not answer is asked again.
const askEvery = 2 * time.Second

// watchMedia asks S3 again while it does not answer, and logs when it goes and comes.
func watchMedia(ctx context.Context, a *App) {
	b, ok := a.media.(*s3.Bucket)
	if !ok {
		return
	}
	running(ctx, a, func(ctx context.Context) {
		tick := time.NewTicker(askEvery)
		defer tick.Stop()
		for was := false; ; {
			b.Ask(ctx)
			if err := b.Away(); (err != nil) != was && ctx.Err() == nil {
				if was = err != nil; was {
					a.log.Error("S3 does not answer; what is here plays on, and nothing is taken in", "error", err)
				} else {
					a.log.Warn("S3 answers again")
				}
			}
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
		}
	})
}

// mediaTrouble is what staff should know about S3; nil: nothing.
func mediaTrouble(a *App) error {
	if b, ok := a.media.(*s3.Bucket); ok {
		return b.Away()
	}
	return nil
}
