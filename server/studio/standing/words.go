package standing

import (
	"fmt"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

// folderText names a folder of the inbox.
func folderText(folder string) shell.Text {
	if folder == "" {
		return shell.Say("Hộp thả tệp", "The inbox itself")
	}
	return shell.Same(folder)
}

func kindsText(all []content.Kind) shell.Text {
	switch {
	case len(all) != 1:
		return shell.Say("ảnh và video", "pictures and clips")
	case slices.Contains(all, content.Video):
		return shell.Say("chỉ video", "clips only")
	}
	return shell.Say("chỉ ảnh", "pictures only")
}

// Takes says whether files of a kind are within what the form is filled with.
func (f form) Takes(kind content.Kind) bool { return slices.Contains(f.Kinds, kind) }

func (s *Standings) where(one content.Standing) shell.Text {
	return care.Targets(s.Shell, one.Targets, shell.Say("mọi màn hình", "every screen"))
}

func shareText(n int) shell.Text {
	if n == 0 {
		return shell.Say("không giới hạn", "any")
	}
	return shell.Same(fmt.Sprint(n))
}

func despiteText(why string) shell.Text {
	if why == "" {
		return shell.Say("tấm chờ duyệt", "the slide waits for an approver")
	}
	return shell.Say("vẫn chiếu, vì: "+why, "shown all the same: "+why)
}

func instant(at time.Time) shell.Text {
	if at.IsZero() {
		return shell.Text{}
	}
	return shell.Say(shell.Vietnamese.When(at), shell.English.When(at))
}

// Folder names the row's folder.
func (r row) Folder() shell.Text { return folderText(r.Standing.Folder) }
