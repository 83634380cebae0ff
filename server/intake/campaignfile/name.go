package campaignfile

import (
	"fmt"
	"path"
	"regexp"
	"strings"

	"ngatu/internal/inbox"
	"ngatu/internal/store"
)

// Name is what the file that sets a campaign is called.
const Name = "campaign.yaml"

// Is reports whether a path is that of a file that sets a campaign.
func Is(p string) bool {
	return strings.EqualFold(strings.TrimSpace(path.Base(p)), Name)
}

// Like says whether a file was meant to be a campaign.yaml and is not called so:
// campaign.yml, campaign.yaml.txt as Notepad saves it, campaign_yaml.txt, campaign.toml, "campaign
// (1).yaml". Nothing that can be shown is called like that.
func Like(p string) bool {
	name := strings.ToLower(strings.TrimSpace(path.Base(p)))
	if name == Name {
		return false
	}
	if yamlName.MatchString(name) {
		return true
	}
	end := path.Ext(name)
	if shownEnds[end] {
		return false
	}
	switch end {
	case "", ".txt", ".rtf", ".doc", ".docx", ".odt", ".md", ".json", ".bak":
		return campaignName.MatchString(name) || campaignYAML.MatchString(name)
	}
	return strings.TrimSuffix(name, end) == "campaign" || campaignYAML.MatchString(name)
}

var (
	yamlName     = regexp.MustCompile(`\.ya?ml([. (]|$)`)
	campaignName = regexp.MustCompile(`^campaign([. (]|$)`)
	campaignYAML = regexp.MustCompile(`^campaign[-_ .]?ya?ml?\w*([. (]|$)`)
)

// shownEnds are endings of what people show, whether it is taken or not.
var shownEnds = map[string]bool{
	".jpg": true, ".jpeg": true, ".jpe": true, ".jfif": true, ".pjpeg": true, ".pjp": true, ".png": true, ".apng": true, ".webp": true, ".gif": true,
	".tif": true, ".tiff": true, ".bmp": true, ".dib": true, ".heic": true, ".heif": true, ".avif": true, ".svg": true, ".psd": true, ".ai": true, ".eps": true,
	".mp4": true, ".m4v": true, ".mov": true, ".webm": true, ".mkv": true, ".avi": true, ".wmv": true, ".mpg": true, ".mpeg": true, ".3gp": true, ".mp3": true,
	".pdf": true, ".ppt": true, ".pptx": true, ".odp": true, ".key": true, ".zip": true, ".rar": true, ".7z": true, ".html": true, ".htm": true,
}

// Passing says whether a name that the inbox passes over is that of a campaign.yaml on its
// way, of an editor's copy of it, or of a hidden one. "._campaign.yaml" is a Mac's note about
// another file.
func Passing(name string) bool {
	name = strings.ToLower(strings.TrimSpace(name))
	if !inbox.Ignored(name) || strings.HasPrefix(name, "._") {
		return false
	}
	bare := strings.Trim(name, ".~$#")
	return Is(bare) || Like(bare) && (name[0] != '.' || strings.HasPrefix(bare, "campaign"))
}

// Misnamed tells what a campaign.yaml must be called.
func Misnamed(name string) store.Notice {
	return store.Notice{
		Vi: fmt.Sprintf("Tên “%s” chưa đúng: hãy đổi thành “%s” (trong Windows: Xem → Hiện → Phần mở rộng tên tệp). Trước đó các tệp mới trong thư mục này sẽ chờ.", name, Name),
		En: fmt.Sprintf("The name “%s” is not right: rename it to “%s” (in Windows: View → Show → File name extensions). Until then new files in this folder wait.", name, Name),
	}
}

// OnItsWay tells of a campaign.yaml that is not there yet, or hidden.
func OnItsWay(name string) store.Notice {
	return store.Notice{
		Vi: fmt.Sprintf("“%s” là tệp tạm hoặc tệp ẩn: nếu đang được chép hay tải về, hãy đợi; nếu không, hãy đổi tên thành “%s” hoặc xóa đi.", name, Name),
		En: fmt.Sprintf("“%s” is a temporary or hidden file: if it is still being copied or fetched, wait; if not, rename it to “%s” or delete it.", name, Name),
	}
}
