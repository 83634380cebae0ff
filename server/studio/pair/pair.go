// Package pair is the room where a picture gets another one beside it: what was, and what is.
//
// It owns which picture is chosen, how both are cut and what is printed on them, as a draft of the
// slide that goes the usual way. It must not know how they are drawn (picture).
package pair

import (
	"embed"

	"ngatu/internal/blob"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

var page = shell.Page{Name: "pair"}

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "pair", Files: files, Pages: []shell.Page{page},
	Done: map[string]shell.Text{
		"paired": shell.Say("Đã ghép hai ảnh thành bản nháp. Hãy xem trên từng cỡ màn hình rồi gửi duyệt.", "The two pictures are a draft. Look at it at each size of screen, then submit it."),
		"parted": shell.Say("Đã bỏ ảnh sau. Tấm chỉ còn ảnh của nó.", "The second picture is gone. The slide has its own alone."),
	},
}

// Pairs answers for slides of two pictures.
type Pairs struct {
	*shell.Shell
	pictures *picture.Pictures
	media    blob.Bucket
}

// New answers within a shell that has the room.
func New(s *shell.Shell, pictures *picture.Pictures, media blob.Bucket) *Pairs {
	return &Pairs{s, pictures, media}
}
