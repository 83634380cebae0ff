package upload

import (
	"cmp"
	"io/fs"
	"net/http"
	"os"
	"slices"
	"time"

	"github.com/tus/tusd/v2/pkg/handler"

	"ngatu/content"
)

// What was refused for something else than itself is kept for its sender, and counts among the files
// that they may have here. It gives way to what they choose now.

// tooMany refuses one file beside n that a person has on their way, where all together have so many
// bytes.
func tooMany(n int, bytes int64) error {
	if n < mostParted && bytes <= mostBytes {
		return nil
	}
	return said(http.StatusTooManyRequests, content.TooMany,
		"Bạn còn quá nhiều tệp đang gửi hoặc chờ đọc. Hãy đợi các tệp đó xong. Tệp nào gửi dở thì chọn lại để gửi tiếp; nếu không, tệp tự xóa sau một ngày.",
		"Too many of your files are on their way or wait to be read. Wait for them. One that was left half sent goes on where you choose it again, and else is removed after a day.")
}

// waits says whether a file is whole and nobody reads it: it was refused, or its sender has not asked
// for it yet.
func (p *parts) waits(i handler.FileInfo, here fs.FileInfo) bool {
	_, err := os.Stat(p.path(i.ID) + wantedNote)
	return here.Size() == i.Size && err != nil
}

// giveWay makes room among the files of a person for one more of so many bytes: those that wait for
// them go, the oldest first. None goes where that is not enough.
func (p *parts) giveWay(who string, bytes int64) error {
	type file struct {
		id    string
		bytes int64
		at    time.Time
	}
	var waiting []file
	n := 0
	p.each(func(i handler.FileInfo, here fs.FileInfo) {
		if i.MetaData[ownerNote] != who {
			return
		}
		n, bytes = n+1, bytes+i.Size
		if p.waits(i, here) {
			waiting = append(waiting, file{i.ID, i.Size, here.ModTime()})
		}
	})
	slices.SortFunc(waiting, func(a, b file) int { return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.id, b.id)) })
	gone := 0
	for err := tooMany(n, bytes); err != nil; err = tooMany(n-gone, bytes) {
		if gone == len(waiting) {
			return err
		}
		bytes -= waiting[gone].bytes
		gone++
	}
	for _, f := range waiting[:gone] {
		p.drop(f.id)
	}
	return nil
}
