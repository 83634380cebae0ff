package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"ngatu/content"
	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/store"
)

type moveCmd struct {
	config.Database

	Data   string `help:"Data folder of a server that is stopped." default:"./ngatu-data" env:"NGATU_DATA" type:"path" placeholder:"FOLDER"`
	To     string `help:"Where the database goes: an empty PostgreSQL database, or 'folder' for the file in the data folder." required:"" placeholder:"postgres://USER@HOST/NAME"`
	Secret string `name:"to-password-file" help:"File whose first line is the password of that PostgreSQL database's user." type:"path" placeholder:"FILE"`
}

// Run moves the database and says how to start with it.
func (m *moveCmd) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	from, err := m.Place(m.Data)
	if err == nil {
		err = hasData(from)
	}
	if err != nil {
		return err
	}
	target := config.Database{Database: m.To, Password: m.Secret}
	if m.To == "folder" {
		target = config.Database{}
	} else if !store.Remote(m.To) {
		return &content.Error{
			Code: content.Invalid,
			Vi:   "Không đọc được --to. Hãy ghi postgres://tên@máy/cơ_sở_dữ_liệu, hoặc folder để chuyển về thư mục dữ liệu.",
			En:   "--to cannot be read. Write postgres://user@host/database, or folder to move back into the data folder.",
		}
	}
	to, err := target.Place(m.Data)
	if err != nil {
		return err
	}
	kept, err := app.Move(ctx, from, to.Database)
	if err != nil {
		return err
	}
	with := ""
	if store.Remote(to.Database) {
		with = " --database …"
	}
	fmt.Printf(`Đã chuyển và đối chiếu từng dòng. Bản cũ được giữ ở %[1]s; không máy chủ nào dùng lại bản đó.
Moved, every row compared. What was before is kept as %[1]s, and no server uses it again.

Hãy khởi động · start it: ngatu serve --data %[2]s%[3]s
`, kept, m.Data, with)
	return nil
}
