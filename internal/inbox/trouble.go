package inbox

import (
	"fmt"

	"ngatu/content"
)

// The sentences that staff read when the inbox cannot do its work.

func unreadable(path string, err error) *content.Error {
	return &content.Error{
		Code: content.Invalid,
		Vi:   fmt.Sprintf("Không mở được tệp “%s” trong hộp thả tệp: hãy kiểm tra quyền đọc hoặc đóng chương trình đang giữ tệp.", path),
		En:   fmt.Sprintf("The file “%s” in the inbox cannot be opened: check that it may be read, or close the program that holds it.", path),
		Err:  err,
	}
}

func empty(path string) *content.Error {
	return &content.Error{
		Code: content.Invalid,
		Vi:   fmt.Sprintf("Tệp “%s” không có nội dung: hãy chép lại.", path),
		En:   fmt.Sprintf("The file “%s” is empty: copy it again.", path),
	}
}

func heldOpen(path string) *content.Error {
	return &content.Error{
		Code: content.Invalid,
		Vi:   fmt.Sprintf("Tệp “%s” đang được chép hoặc đang mở để ghi nên chưa được nhận. Khi chép xong, hoặc khi đóng chương trình đang mở tệp, tệp sẽ tự được nhận.", path),
		En:   fmt.Sprintf("The file “%s” is still being copied or is open for writing, so it is not taken yet. It will be taken when the copy is done or the program that holds it is closed.", path),
	}
}

func shortcut(path string) *content.Error {
	return &content.Error{
		Code: content.Invalid,
		Vi:   fmt.Sprintf("“%s” chỉ là lối tắt hoặc tệp trên mạng chưa tải về, không có nội dung bên trong. Hãy mở tệp gốc, tải về máy rồi chép chính tệp đó vào đây.", path),
		En:   fmt.Sprintf("“%s” is only a shortcut, or stands for a file in the cloud that was not fetched. Open the original, download it, and copy that file here.", path),
	}
}

func noFile(path string) *content.Error {
	return &content.Error{
		Code: content.Invalid,
		Vi:   fmt.Sprintf("“%s” là liên kết, không phải tệp, nên không được mở. Hãy chép chính tệp đó vào đây.", path),
		En:   fmt.Sprintf("“%s” is a link and not a file, so it is not opened. Copy the file itself here.", path),
	}
}

func conflictCopy(path string) *content.Error {
	return &content.Error{
		Code: content.Conflict,
		Vi:   fmt.Sprintf("“%s” là bản xung đột do chương trình đồng bộ tạo ra, nên chưa được nhận. Hãy xem bản nào đúng: nếu là bản này thì đổi tên lại như cũ, nếu không thì xóa đi.", path),
		En:   fmt.Sprintf("“%s” is a conflict copy that a sync program made, so it is not taken. See which version is right: rename this one back if it is, or else delete it.", path),
	}
}

func badName(path string) *content.Error {
	return &content.Error{
		Code: content.Invalid,
		Vi:   fmt.Sprintf("Tên %q không đọc được: hãy đổi tên rồi chép lại.", path),
		En:   fmt.Sprintf("The name %q cannot be read: rename it and copy it again.", path),
	}
}

func sameName(path string) *content.Error {
	return &content.Error{
		Code: content.Conflict,
		Vi:   fmt.Sprintf("Có hai tệp cùng tên “%s” (khác cách mã hoá dấu): hãy đổi tên một tệp.", path),
		En:   fmt.Sprintf("Two files have the name “%s” (with marks encoded differently): rename one.", path),
	}
}

func tooDeep(path string) *content.Error {
	return &content.Error{
		Code: content.TooMany,
		Vi:   fmt.Sprintf("Thư mục “%s” nằm quá sâu (nhiều nhất %d cấp): hãy chuyển lên trên.", path, MaxDepth),
		En:   fmt.Sprintf("The folder “%s” lies too deep (%d levels at most): move it up.", path, MaxDepth),
	}
}

func tooMany() *content.Error {
	return &content.Error{
		Code: content.TooMany,
		Vi:   fmt.Sprintf("Hộp thả tệp có quá nhiều tệp hoặc thư mục (nhiều nhất %d tệp, %d thư mục): các tệp mới chưa được nhận, hãy xóa bớt.", MaxFiles, MaxFolders),
		En:   fmt.Sprintf("The inbox holds too much (%d files, %d folders at most): new files are not taken, remove some.", MaxFiles, MaxFolders),
	}
}

func unwatched(err error) *content.Error {
	return &content.Error{
		Code: content.Exhausted,
		Vi:   "Hệ điều hành không cho theo dõi thêm thư mục: tệp mới được thấy chậm hơn (vài giây). Hãy tăng fs.inotify.max_user_watches và max_user_instances.",
		En:   "The system does not allow more folders to be watched: new files are seen some seconds later. Raise fs.inotify.max_user_watches and max_user_instances.",
		Err:  err,
	}
}

func folderUnreadable(path string, err error) *content.Error {
	return &content.Error{
		Code: content.Invalid,
		Vi:   fmt.Sprintf("Không đọc được thư mục “%s” của hộp thả tệp: hãy kiểm tra quyền đọc và ổ đĩa.", path),
		En:   fmt.Sprintf("The folder “%s” of the inbox cannot be read: check its permissions and the disk.", path),
		Err:  err,
	}
}

// FolderAway is the sentence about a folder that vanished; what came from it stays on air.
func FolderAway(path string) *content.Error {
	return &content.Error{
		Code: content.Missing,
		Vi:   fmt.Sprintf("Thư mục “%s” không còn trong hộp thả tệp: các nội dung của nó vẫn đang phát. Muốn gỡ, hãy gỡ từng nội dung.", path),
		En:   fmt.Sprintf("The folder “%s” is no longer in the inbox: what came from it stays on air. To take it off, take off each slide.", path),
	}
}

func rootAway(root string, err error) *content.Error {
	return &content.Error{
		Code: content.Missing,
		Vi:   fmt.Sprintf("Hộp thả tệp %s không còn, hoặc mất hết tệp cùng lúc: các nội dung vẫn đang phát. Hãy kiểm tra ổ đĩa hoặc thư mục chia sẻ.", root),
		En:   fmt.Sprintf("The inbox %s is gone, or lost all its files at once: what came from it stays on air. Check the disk or the share.", root),
		Err:  err,
	}
}
