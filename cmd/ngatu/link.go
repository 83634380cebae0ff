package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"

	"ngatu/content"
	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/store"
)

type linkCmd struct {
	config.Database

	Data  string `help:"Data folder of a server that is stopped." default:"./ngatu-data" env:"NGATU_DATA" type:"path" placeholder:"FOLDER"`
	Login string `help:"Whose password is to be chosen again; without it the link makes the first account."`
}

// Run gives the path of a one-time link: on a terminal, else in a file.
func (l *linkCmd) Run() error {
	place, err := l.Place(l.Data)
	if err == nil {
		err = hasData(place)
	}
	if err != nil {
		return err
	}
	path, err := app.Link(context.Background(), place, l.Login)
	if err != nil {
		return err
	}
	if !strings.Contains(path, "#") { // there are accounts: the way in is the studio itself
		fmt.Println(path)
		return nil
	}
	return showOnce(slog.New(slog.NewTextHandler(os.Stderr, nil)), l.Data, linkFile, "Mở một lần, sau địa chỉ máy chủ · open once, after the server's address:", path)
}

// hasData refuses a folder in which no server has run yet. A database elsewhere says so itself.
func hasData(place config.Place) error {
	if store.Remote(place.Database) {
		return nil
	}
	if _, err := os.Stat(place.Database); errors.Is(err, fs.ErrNotExist) {
		return &content.Error{
			Code: content.NotFound, Err: err,
			Vi: fmt.Sprintf("Thư mục %s chưa có dữ liệu. Hãy chạy ngatu serve trước, hoặc chỉ đúng thư mục bằng --data.", place.Data),
			En: fmt.Sprintf("The folder %s holds no data yet. Run ngatu serve first, or name the right folder with --data.", place.Data),
		}
	}
	return nil
}
