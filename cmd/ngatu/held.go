package main

import (
	"context"
	"fmt"
	"time"

	"ngatu/content/area"
	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/store"
)

type heldCmd struct {
	config.Database

	Data     string `help:"Data folder of a server that is stopped." default:"./ngatu-data" env:"NGATU_DATA" type:"path" placeholder:"FOLDER"`
	Continue bool   `help:"Go on with the state that the database has: what is newer on the screens is replaced."`
}

// Run says whether the server is held, and why; with --continue it ends that.
func (h *heldCmd) Run() error {
	ctx := context.Background()
	place, err := h.Place(h.Data)
	if err != nil {
		return err
	}
	b, held, err := app.Held(ctx, place)
	if err != nil {
		return err
	}
	if !held && !h.Continue {
		fmt.Println("Máy chủ không bị tạm giữ.\nThe server is not held.")
		return nil
	}
	if held {
		printHeld(b)
	}
	if !h.Continue {
		return nil
	}
	if err := app.Continue(ctx, place); err != nil {
		return err
	}
	fmt.Println("Tiếp tục với dữ liệu hiện có; các màn hình nhận lại chương trình khi máy chủ chạy.\nGoing on with the data as they are; screens get their programmes again when the server runs.")
	return nil
}

func printHeld(b store.SetBack) {
	when := func(ms int64) string {
		if ms == 0 {
			return "không rõ · not known"
		}
		return time.UnixMilli(ms).In(area.Local).Format("15:04:05 02/01/2006")
	}
	fmt.Printf("Máy chủ bị tạm giữ · the server is held (%s)\n", b.Because)
	fmt.Printf("  từ · since                                       %s\n", when(b.At.UnixMilli()))
	fmt.Printf("  thay đổi cuối còn giữ · last change kept         %s\n", when(b.Known))
	fmt.Printf("  thay đổi cuối đã phát · last change given out    %s\n", when(b.Highest))
}
