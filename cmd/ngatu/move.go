package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"ngatu/content"
	"ngatu/internal/app"
	"ngatu/internal/blob/s3"
	"ngatu/internal/config"
	"ngatu/internal/store"
)

type moveCmd struct {
	config.Database
	config.Media

	Data    string `help:"Data folder of a server that is stopped." default:"./ngatu-data" env:"NGATU_DATA" type:"path" placeholder:"FOLDER"`
	To      string `help:"Where the database goes: an empty PostgreSQL database, or 'folder' for the file in the data folder." placeholder:"postgres://USER@HOST/NAME"`
	MediaTo string `name:"media-to" help:"Where the media go, from the folder or from --media: a bucket, with the settings of S3 here, or 'folder' for that in the data folder." placeholder:"s3://BUCKET/PREFIX"`
	Secret  string `name:"to-password-file" help:"File whose first line is the password of that PostgreSQL database's user." type:"path" placeholder:"FILE"`
}

// Run moves media, then the database, and says how to start with them.
func (m *moveCmd) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	from, err := m.Place(m.Data)
	if err == nil {
		err = hasData(from)
	}
	if err == nil {
		from.Media, err = m.Bucket(m.Data)
	}
	if err != nil {
		return err
	}
	if m.To == "" && m.MediaTo == "" {
		return &content.Error{
			Code: content.Invalid,
			Vi:   "Chưa rõ chuyển gì. Hãy ghi --to cho cơ sở dữ liệu, --media-to cho ảnh và clip, hoặc cả hai.",
			En:   "It is not said what goes. Write --to for the database, --media-to for media, or both.",
		}
	}
	to := from
	if m.To != "" {
		if to, err = m.database(); err != nil {
			return err
		}
	}
	with := ""
	if store.Remote(to.Database) {
		with = " --database …"
	}
	kept := []string{}
	bucket := from.Media
	if m.MediaTo != "" {
		if bucket, err = m.media(from); err != nil {
			return err
		}
		moved, err := app.MoveMedia(ctx, from, bucket)
		if err != nil {
			return err
		}
		fmt.Printf("Tệp · media: đã chép · sent %d, đã có sẵn · already there %d\n", moved.Sent, moved.There)
		kept = append(kept, moved.Kept)
	}
	if bucket != nil {
		with += " --media …"
	}
	if m.To != "" {
		old, err := app.Move(ctx, from, to.Database)
		if err != nil {
			return err
		}
		kept = append(kept, old)
	}
	fmt.Printf(`Đã chuyển và đối chiếu. Bản cũ được giữ ở %[1]s; không còn được dùng.
Moved and compared. What was before is kept as %[1]s, and is not used again.

Hãy khởi động · start it: ngatu serve --data %[2]s%[3]s
`, strings.Join(kept, ", "), m.Data, with)
	return nil
}

// database is where the database goes.
func (m *moveCmd) database() (config.Place, error) {
	target := config.Database{Database: m.To, Password: m.Secret}
	if m.To == "folder" {
		target = config.Database{}
	} else if !store.Remote(m.To) {
		return config.Place{}, &content.Error{
			Code: content.Invalid,
			Vi:   "Không đọc được --to. Hãy ghi postgres://tên@máy/cơ_sở_dữ_liệu, hoặc folder để chuyển về thư mục dữ liệu.",
			En:   "--to cannot be read. Write postgres://user@host/database, or folder to move back into the data folder.",
		}
	}
	return target.Place(m.Data)
}

// media is the bucket that the media go to; nil: the folder.
func (m *moveCmd) media(from config.Place) (to *s3.Options, err error) {
	target := m.Media
	if target.Media = m.MediaTo; m.MediaTo == "folder" {
		target.Media = ""
	}
	if to, err = target.Bucket(m.Data); err != nil {
		return nil, err
	}
	if to == nil && from.Media == nil || to != nil && from.Media != nil && to.Bucket == from.Media.Bucket && to.Prefix == from.Media.Prefix {
		return nil, &content.Error{
			Code: content.Invalid,
			Vi:   "Ảnh và clip đã ở nơi này rồi. Hãy ghi nơi đang chứa ở --media và nơi mới ở --media-to.",
			En:   "The media are there already. Write where they are in --media, and the new place in --media-to.",
		}
	}
	return to, nil
}
