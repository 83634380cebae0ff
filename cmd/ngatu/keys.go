package main

import (
	"bufio"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/app"
)

type keysCmd struct {
	Show   keysShowCmd   `cmd:"" help:"Print the names of the keys that screens trust, and since when."`
	Rotate keysRotateCmd `cmd:"" help:"Make a new working key and hand over to it."`
	New    keysNewCmd    `cmd:"" help:"Working key and recovery key are both lost: make new ones. Every screen must be enrolled again."`
}

type keysShowCmd struct {
	Data string `help:"Data folder of the server." default:"./ngatu-data" env:"NGATU_DATA" type:"path" placeholder:"FOLDER"`
}

// Run prints names alone: the keys themselves never leave their files.
func (k *keysShowCmd) Run() error {
	keys, err := app.ShowKeys(k.Data)
	if err != nil {
		return err
	}
	printKeys(keys)
	return nil
}

type keysRotateCmd struct {
	Data     string `help:"Data folder of the server." default:"./ngatu-data" env:"NGATU_DATA" type:"path" placeholder:"FOLDER"`
	Recovery bool   `help:"The working key was lost or stolen: sign with the recovery key, which is read from the standard input."`
}

// Run hands over to a new key. The recovery key is read, never an argument: those of a process can
// be seen by all.
func (k *keysRotateCmd) Run() error {
	recovery := ""
	if k.Recovery {
		if _, err := app.ShowKeys(k.Data); content.CodeOf(err) == content.NotFound { // before somebody fetches the key from the safe
			return err
		}
		var err error
		if recovery, err = readSecret(os.Stdin); err != nil {
			return err
		}
	}
	keys, err := app.RotateKeys(k.Data, recovery, time.Now())
	if err != nil {
		return err
	}
	printKeys(keys)
	fmt.Println(`
Đã đổi khóa làm việc. Máy chủ đang chạy vẫn ký bằng khóa cũ: hãy khởi động lại máy chủ để dùng khóa mới.
Các màn hình tự theo khóa mới khi nối lại. Hãy sao lưu thư mục keys ngay bây giờ.
The working key was changed. A server that runs goes on with the old one: restart it to use the new key.
Screens follow by themselves when they connect again. Back up the keys folder now.`)
	return nil
}

type keysNewCmd struct {
	Data string `help:"Data folder of a server that is stopped." default:"./ngatu-data" env:"NGATU_DATA" type:"path" placeholder:"FOLDER"`
}

// Run makes new keys where all are lost.
func (k *keysNewCmd) Run() error {
	recovery, err := app.NewKeys(k.Data, time.Now())
	if err != nil {
		return err
	}
	fmt.Println(`Đã tạo khóa mới. Các màn hình chưa tin khóa này: hãy ghi danh lại từng màn hình.
New keys were made. Screens do not trust them yet: enrol every screen again.`)
	words := "Khóa khôi phục, chỉ hiện một lần, hãy cất vào két · recovery key, shown once, keep it in a safe:"
	return showOnce(slog.New(slog.NewTextHandler(os.Stderr, nil)), k.Data, recoveryFile, words, recovery)
}

func printKeys(k app.Keys) {
	working := k.Working
	if working == "" {
		working = "đã mất, dùng keys rotate --recovery · lost, use keys rotate --recovery"
	}
	fmt.Printf("Khóa làm việc · working key    %s\n", working)
	fmt.Printf("  từ · since                   %s\n", k.Since.In(area.Local).Format("15:04 02/01/2006"))
	fmt.Printf("Khóa khôi phục · recovery key  %s\n", k.Recovery)
	fmt.Printf("  từ · since                   %s\n", k.Made.In(area.Local).Format("15:04 02/01/2006"))
	fmt.Printf("Số lần đổi · hand-overs        %d\n", k.Handed)
}

// maxSecret is more than the length of a recovery key, in bytes.
const maxSecret = 256

// readSecret reads one line; it prompts a person at a terminal.
func readSecret(in *os.File) (string, error) {
	if info, err := in.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
		fmt.Fprint(os.Stderr, "Khóa khôi phục · recovery key: ")
		defer hideTyping(in)()
	}
	line, err := bufio.NewReader(io.LimitReader(in, maxSecret)).ReadString('\n')
	if line = strings.TrimSpace(line); line == "" || err != nil && err != io.EOF {
		return "", &content.Error{
			Code: content.Invalid, Err: err,
			Vi: "Không đọc được khóa khôi phục. Hãy dán một dòng đã cất trong két rồi nhấn Enter.",
			En: "No recovery key was read. Paste the line that is kept in the safe, then press Enter.",
		}
	}
	return line, nil
}
