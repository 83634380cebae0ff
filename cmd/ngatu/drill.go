package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"ngatu/content"
	"ngatu/internal/app"
	"ngatu/internal/backup"
	"ngatu/internal/config"
	"ngatu/internal/store"
)

// drill restores into a temporary folder, beside --data if that is given, and starts a server on it
// that nobody else can reach. It touches neither the data folder nor the screens.
func drill(ctx context.Context, from backup.From) (err error) {
	began := time.Now()
	near := ""
	if from.Data != "" {
		near = filepath.Dir(from.Data)
	}
	dir, err := os.MkdirTemp(near, "ngatu-drill-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	from.Data = filepath.Join(dir, "data")
	back, err := backup.Restore(ctx, from)
	if err != nil {
		return err
	}
	printRestored(back)
	cfg := config.Config{Data: from.Data, Listen: "127.0.0.1:0", Demo: back.Kind == store.Demo}
	a, err := app.New(ctx, cfg, slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})), func(string) {})
	if err != nil {
		return err
	}
	err = a.Start(ctx)
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopIn)
	defer cancel()
	if stopErr := a.Stop(end); err == nil {
		err = stopErr
	}
	if err == nil {
		fmt.Printf("\nDiễn tập khôi phục đạt, mất %[1]s · the restore drill passed in %[1]s\n", time.Since(began).Round(time.Second/10))
	}
	return err
}

// commandOf is the command that serves this kind of folder.
func commandOf(kind store.FolderKind) string {
	if kind == store.Demo {
		return "demo"
	}
	return "serve"
}

func noData() error {
	return &content.Error{
		Code: content.Invalid,
		Vi:   "Hãy chỉ thư mục mới cho dữ liệu bằng --data, hoặc chỉ diễn tập bằng --drill.",
		En:   "Name the new data folder with --data, or only try with --drill.",
	}
}
