package standing

import (
	"fmt"
	"path"

	"ngatu/content"
	"ngatu/internal/store"
)

// BeingChecked tells that a clip is not shown yet.
func BeingChecked(file string) store.Notice {
	return store.Notice{
		Vi: fmt.Sprintf("Video “%s” đang được kiểm tra; nếu không có gì sai, video tự lên màn hình khi xong.", path.Base(file)),
		En: fmt.Sprintf("The clip “%s” is being checked; where nothing is wrong it goes on air by itself when that is done.", path.Base(file)),
	}
}

// BeingConverted tells that a clip waits to take the place of another one.
func BeingConverted(file string, s content.Slide) store.Notice {
	return store.Notice{
		Vi: fmt.Sprintf("Video “%s” đang được chuyển mã và kiểm tra. Tấm “%s” vẫn chiếu như cũ và tự đổi sang video mới khi xong, nếu không có gì sai.", path.Base(file), s.Title),
		En: fmt.Sprintf("The clip “%s” is being converted and checked. The slide “%s” shows what it showed and changes by itself when that is done, where nothing is wrong.", path.Base(file), s.Title),
	}
}

// TakenOffBefore tells that a person's word outlasts a file.
func TakenOffBefore(s content.Slide) store.Notice {
	return store.Notice{
		Vi: fmt.Sprintf("Tấm “%s” đã bị một người gỡ xuống. Nó chờ người có quyền duyệt lại.", s.Title),
		En: fmt.Sprintf("The slide “%s” was taken off by a person. It waits to be approved again.", s.Title),
	}
}

// WaitsBeside tells that what is on air stays while a new file waits.
func WaitsBeside(s content.Slide) store.Notice {
	return store.Notice{
		Vi: fmt.Sprintf("Tấm “%s” vẫn chiếu như cũ; tệp mới chờ duyệt.", s.Title),
		En: fmt.Sprintf("The slide “%s” shows what it showed; the new file waits to be approved.", s.Title),
	}
}

// StaysOff tells that a person took the slide of a file off, which outlasts the file. waits says that
// the file has to be approved, too.
func StaysOff(s content.Slide, waits bool) store.Notice {
	n := store.Notice{
		Vi: fmt.Sprintf("Tấm “%s” đang bị gỡ khỏi màn hình: tệp này chưa được chiếu. Xem trang của tấm để biết ai đã gỡ và đề nghị chiếu lại.", s.Title),
		En: fmt.Sprintf("The slide “%s” was taken off the screens: this file is not shown. Its page says who took it off, and has it asked back.", s.Title),
	}
	if waits {
		n.Vi, n.En = n.Vi+" Tệp còn chờ duyệt.", n.En+" The file also waits to be approved."
	}
	return n
}

// PagesComing tells that a document is being read.
func PagesComing(file string) store.Notice {
	return store.Notice{
		Vi: fmt.Sprintf("Tệp “%s” đang được đọc từng trang; các trang lên cùng một lúc khi đọc xong.", path.Base(file)),
		En: fmt.Sprintf("The pages of “%s” are being read; they come all at once when that is done.", path.Base(file)),
	}
}

// CampaignWaits tells that what a campaign.yaml changes waits for an approver, for what the checks
// object to. Slides that they do not object to are fitted, and last, as it says already.
func CampaignWaits(all []Objection) store.Notice {
	if len(all) == 0 {
		return store.Notice{}
	}
	first, vi, en := all[0], "", ""
	if n := len(all) - 1; n > 0 {
		vi, en = fmt.Sprintf(" Còn %d tấm nữa.", n), fmt.Sprintf(" And %d more slides.", n)
	}
	return store.Notice{
		Vi: fmt.Sprintf("Thay đổi trong campaign.yaml chờ duyệt: chiến dịch và các tấm bị kiểm tra giữ lại vẫn chiếu như cũ; các tấm khác theo ngay “fit” và “dwell” của tệp. Tấm “%s”: %s%s", first.Slide.Title, first.Why.Vi, vi),
		En: fmt.Sprintf("What campaign.yaml changes waits to be approved: the campaign, and slides that the checks object to, are as they were; other slides have its “fit” and “dwell” at once. The slide “%s”: %s%s", first.Slide.Title, first.Why.En, en),
	}
}

// Double tells that a file became no slide of its own.
func Double(file string, s content.Slide) store.Notice {
	return store.Notice{
		Vi: fmt.Sprintf("Tệp “%s” giống hệt tấm “%s” đã có trong chiến dịch này nên không tạo tấm mới.", file, s.Title),
		En: fmt.Sprintf("The file “%s” is the same as the slide “%s” of this campaign, so no new slide was made.", file, s.Title),
	}
}
