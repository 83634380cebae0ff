package intake

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"ngatu/content"
	"ngatu/internal/inbox"
	"ngatu/internal/store"
)

// sentencePath is where the sentence about a campaign.yaml lies: in a folder beside it that the watcher passes over.
func sentencePath(e inbox.Event) string {
	dir, name := path.Split(filepath.ToSlash(e.Real))
	return path.Join(dir, inbox.Refused, name+".txt")
}

// writeSentence and clearSentence go through the root of the inbox: a link in it leads nowhere outside.
func (in *Intake) writeSentence(e inbox.Event, s store.Notice) {
	dir, err := os.OpenRoot(in.Root)
	if err == nil {
		defer dir.Close()
		name := filepath.FromSlash(sentencePath(e))
		if err = dir.MkdirAll(filepath.Dir(name), 0o755); err == nil {
			err = dir.WriteFile(name, []byte(s.Vi+"\n\n"+s.En+"\n"), 0o644)
		}
	}
	if err != nil {
		in.Log.Warn("no sentence could be written beside a campaign.yaml", "file", e.Path, "error", err)
	}
}

func (in *Intake) clearSentence(e inbox.Event) {
	dir, err := os.OpenRoot(in.Root)
	if err != nil {
		return
	}
	defer dir.Close()
	name := filepath.FromSlash(sentencePath(e))
	if err := dir.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		in.Log.Warn("the sentence beside a campaign.yaml stays", "file", e.Path, "error", err)
	}
	_ = dir.Remove(filepath.Dir(name)) // goes where it is empty
}

var misplaced = &content.Error{
	Code: content.Invalid,
	Vi:   "campaign.yaml chỉ dùng được ngay trong một thư mục con của hộp thả tệp, mỗi thư mục là một chiến dịch. Hãy chuyển nó vào đó.",
	En:   "campaign.yaml works only right inside a subfolder of the inbox; each subfolder is a campaign. Move it there.",
}

func notYours(s content.Slide) error {
	return &content.Error{
		Code: content.Denied,
		Vi:   "Chiến dịch này có trang “" + s.Title + "” đang được chiếu mà thư mục không được phép thay đổi. Hãy đổi thiết lập trong trang quản trị, hoặc nhờ lập phê duyệt thường trực cho thư mục.",
		En:   "This campaign has the slide “" + s.Title + "” on air, which the folder may not change. Change the settings in the studio, or ask for a standing approval of the folder.",
	}
}
