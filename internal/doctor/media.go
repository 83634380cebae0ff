package doctor

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/blob/s3"
)

// mostNamed limits how many media a finding names.
const mostNamed = 5

// media reads every medium where it lies and compares it with its digest. It never opens a folder
// for writing.
func (l *look) media(ctx context.Context) {
	var from blob.Bucket = l.Bucket
	if l.Bucket == nil {
		dir := filepath.Join(l.Data, "media")
		if _, err := os.Stat(dir); err != nil {
			l.say("media", Bad, "Không có thư mục "+dir+". Nếu tệp nằm trong kho S3, hãy thêm --media; nếu không, hãy khôi phục từ bản sao lưu: ngatu restore.",
				"The folder "+dir+" is not there. If the media are in S3, add --media; if not, restore it from a backup: ngatu restore.")
			return
		}
		folder, err := blob.Open(dir)
		if err != nil {
			l.fault("media", err)
			return
		}
		from = folder
	} else if !l.bucket(ctx) {
		return
	}
	n, bad, have := 0, []string{}, map[content.Digest]bool{}
	err := from.Walk(ctx, func(d content.Digest, _ int64) error {
		right, err := blob.Right(ctx, from, d)
		if err != nil {
			return err
		}
		if n, have[d] = n+1, true; !right {
			bad = append(bad, d.Short())
		}
		return nil
	})
	if err != nil {
		l.fault("media", err)
		return
	}
	for _, d := range l.in.Media {
		if !have[d] {
			bad = append(bad, string(d[:min(len(d), 12)]))
		}
	}
	if len(bad) > 0 {
		names := fmt.Sprint(bad[:min(len(bad), mostNamed)])
		where, whereEn := "ổ đĩa", "disk"
		if l.Bucket != nil {
			where, whereEn = "kho S3", "bucket"
		}
		l.say("media", Bad, fmt.Sprintf("%d tệp thiếu hoặc hỏng %s. Hãy tải lại các tệp này hoặc khôi phục từ bản sao lưu, và kiểm tra %s.", len(bad), names, where),
			fmt.Sprintf("%d files are missing or damaged %s. Upload them again or restore a backup, and check the %s.", len(bad), names, whereEn))
		return
	}
	l.say("media", Good, fmt.Sprintf("%d tệp đúng", n), fmt.Sprintf("%d files are right", n))
}

// bucket tries whether S3 lets us write, read and delete, and whether strangers may read.
func (l *look) bucket(ctx context.Context) bool {
	err := l.Bucket.Try(ctx)
	if err == nil && len(l.in.Nodes) > 0 {
		err = s3.Coming{Bucket: l.Bucket}.Try(ctx) // parts of files that come through any of them
	}
	if err != nil {
		l.fault("bucket", err)
		return false
	}
	open, err := l.Bucket.Public(ctx)
	switch {
	case err != nil:
		l.fault("bucket", err)
	case open:
		l.say("bucket", Bad, "Ai cũng đọc được kho S3 mà không cần khóa, kể cả tệp chưa duyệt. Hãy tắt quyền truy cập công khai của bucket.",
			"Anybody can read the bucket without a key, also what is not approved yet. Turn its public access off.")
	default:
		l.say("bucket", Good, "ghi, đọc và xóa được; người lạ không đọc được", "can be written, read and deleted in; strangers cannot read it")
	}
	return true
}
