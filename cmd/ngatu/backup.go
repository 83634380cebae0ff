package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"ngatu/content/area"
	"ngatu/internal/app"
	"ngatu/internal/backup"
	"ngatu/internal/config"
	"ngatu/internal/store"
)

type backupCmd struct {
	config.Database
	config.Media

	Data      string `help:"Data folder of the server, which may be running." default:"./ngatu-data" env:"NGATU_DATA" type:"path" placeholder:"FOLDER"`
	To        string `help:"Backup folder, on another disk. Media that are there already are not copied again." required:"" env:"NGATU_BACKUP_TO" type:"path" placeholder:"FOLDER"`
	KeysTo    string `help:"Put the keys there instead, apart from the rest." env:"NGATU_BACKUP_KEYS_TO" type:"path" placeholder:"FOLDER"`
	Recipient string `help:"Encrypt the keys for these age public keys, separated by commas." env:"NGATU_BACKUP_RECIPIENT" placeholder:"age1…"`
	Keep      int    `help:"How many backups are kept; 0: all." default:"30" env:"NGATU_BACKUP_KEEP"`
	JSON      bool   `help:"Print the result as JSON."`
}

// Run makes one backup.
func (b *backupCmd) Run() error {
	place, err := b.Place(b.Data)
	if err != nil {
		return err
	}
	to, err := backup.Recipients(b.Recipient)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	opts := backup.Options{Data: b.Data, Database: place.Database, To: b.To, KeysTo: b.KeysTo, Encrypt: to, Keep: b.Keep}
	if bucket, err := app.OpenBucket(ctx, b.Media, b.Data); err != nil {
		return err
	} else if bucket != nil {
		opts.Media = bucket
	}
	made, err := backup.Make(ctx, opts)
	if made.Stamp == "" {
		return err
	}
	if b.JSON {
		out := json.NewEncoder(os.Stdout)
		out.SetIndent("", " ")
		if jsonErr := out.Encode(made); err == nil {
			err = jsonErr
		}
		return err
	}
	fmt.Printf("Đã sao lưu · backed up       %s/%s\n", made.To, made.Stamp)
	fmt.Printf("Tệp · media                  %d (mới · new: %d, %d MB)\n", made.Media, made.Copied, made.CopiedMB)
	fmt.Printf("Khóa · keys                  %s\n", made.Keys)
	if made.Removed > 0 {
		fmt.Printf("Đã xóa bản cũ · old removed  %d\n", made.Removed)
	}
	if len(to) == 0 && b.KeysTo == "" {
		fmt.Println(`Khóa ký nằm cùng ổ đĩa với bản sao và chưa mã hóa. Hãy dùng --recipient hoặc --keys-to để cất riêng.
The signing keys lie beside the copy and are not encrypted. Use --recipient or --keys-to to keep them apart.`)
	}
	return err
}

type restoreCmd struct {
	config.Database
	config.Media

	From     string `help:"Backup folder." required:"" type:"path" placeholder:"FOLDER"`
	At       string `help:"Which backup in it, such as 2026-11-28T19-30-00Z; the newest unless set." placeholder:"STAMP"`
	Data     string `help:"Data folder to be made; nothing may be there yet." type:"path" placeholder:"FOLDER"`
	KeysFrom string `help:"Folder that the keys were kept in apart." type:"path" placeholder:"FOLDER"`
	Identity string `help:"File with the age key that decrypts the keys." type:"path" placeholder:"FILE"`
	Despite  bool   `name:"despite-damage" help:"Restore also where media are missing or damaged in the backup."`
	Drill    bool   `help:"Restore into a temporary folder, start a server on it, look, and remove all of it again."`
}

// Run puts a backup back, or tries whether that works.
func (r *restoreCmd) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	place, err := r.Place(r.Data)
	if err != nil {
		return err
	}
	with, err := backup.Identities(r.Identity)
	if err != nil {
		return err
	}
	from := backup.From{Folder: r.From, Stamp: r.At, Keys: r.KeysFrom, Decrypt: with, Data: r.Data, Despite: r.Despite}
	if r.Drill {
		return drill(ctx, from)
	}
	if r.Data == "" {
		return noData()
	}
	if store.Remote(place.Database) {
		from.Database = place.Database
	}
	bucket, err := app.OpenBucket(ctx, r.Media, r.Data)
	if err != nil {
		return err
	}
	if bucket != nil {
		from.Media = bucket
	}
	back, err := backup.Restore(ctx, from)
	if err != nil {
		return err
	}
	printRestored(back)
	elsewhere := ""
	if from.Database != "" {
		elsewhere = " --database …"
	}
	if from.Media != nil {
		elsewhere += " --media …"
	}
	fmt.Printf(`
Hãy khởi động: ngatu %[1]s --data %[2]s%[3]s
Máy chủ bắt đầu ở trạng thái giữ: màn hình phát tiếp, chưa gửi gì cũ cho đến khi có người xem và bấm tiếp tục trong phòng biên tập.
Start it: ngatu %[1]s --data %[2]s%[3]s
The server starts held: screens play on, and nothing old is sent until somebody has looked and continues in the studio.
`, commandOf(back.Kind), r.Data, elsewhere)
	return nil
}

func printRestored(b backup.Restored) {
	fmt.Printf("Bản sao lưu · backup         %s (%s)\n", b.Stamp, b.Made.In(area.Local).Format("15:04 02/01/2006"))
	fmt.Printf("Tấm · slides                 %d\n", b.Slides)
	fmt.Printf("Màn hình · screens           %d\n", b.Screens)
	fmt.Printf("Tệp · media                  %d (thiếu · missing: %d)\n", b.Media, b.Lacking)
	fmt.Printf("Tệp hộp thả · inbox files    %d\n", b.Inbox)
}
