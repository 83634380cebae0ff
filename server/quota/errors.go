package quota

import (
	"errors"
	"fmt"

	"ngatu/content"
)

// ErrOver is what all refusals of a quota have in their chain: other errors of the code Exhausted are
// those of a machine.
var ErrOver = errors.New("quota: over the bound of an area")

func tooLarge(area string, used, most int64) error {
	mb := (used + 1<<20 - 1) >> 20
	return &content.Error{
		Code: content.Exhausted, Err: ErrOver,
		Vi: fmt.Sprintf("Với tệp này, %s có %d MB tệp, quá hạn mức %d MB của một khu vực. Hãy xóa bản nháp không dùng nữa, gỡ tấm không còn chiếu hoặc gửi tệp nhỏ hơn; nếu vẫn thiếu, nhờ quản trị nâng hạn mức ở trang Cài đặt.", area, mb, most>>20),
		En: fmt.Sprintf("With this file, %s has %d MB of files, over the quota of %d MB for an area. Delete drafts that are not needed, take off slides that are over, or send a smaller file; if that is not enough, ask an admin to raise the quota on the page Settings.", area, mb, most>>20),
	}
}

func tooMany(area string, waits, most int) error {
	return &content.Error{
		Code: content.Exhausted, Err: ErrOver,
		Vi: fmt.Sprintf("Với tệp này, %s có %d bản nháp chưa duyệt và tệp đang gửi, quá hạn mức %d của một khu vực. Hãy chờ duyệt hoặc xóa bớt bản nháp; nếu vẫn thiếu, nhờ quản trị nâng hạn mức ở trang Cài đặt.", area, waits, most),
		En: fmt.Sprintf("With this file, %s has %d drafts that are not approved and files on their way, over the quota of %d for an area. Wait for approval or delete some drafts; if that is not enough, ask an admin to raise the quota on the page Settings.", area, waits, most),
	}
}
