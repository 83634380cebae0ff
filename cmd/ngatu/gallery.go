package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/internal/gallery"
)

type galleryCmd struct {
	Out string `help:"Folder for the pictures." default:"gallery" type:"path"`
}

// Run starts a demonstration in a folder of its own, photographs it, and clears up.
func (g *galleryCmd) Run() error {
	dir, err := os.MkdirTemp("", "ngatu-gallery-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	cfg := config.Config{Data: filepath.Join(dir, "data"), Listen: "127.0.0.1:0", Demo: true}
	a, err := app.New(ctx, cfg, slog.New(slog.DiscardHandler), func(string) {})
	if err != nil {
		return err
	}
	defer a.Stop(ctx) //nolint:errcheck // the folder is thrown away
	if err := a.Start(ctx); err != nil {
		return err
	}
	screens := []string{"NGATU-10", "NGATU-04", "NGATU-05", "SANH-01", "KIOSK-01"}
	if err := gallery.Photograph(ctx, a.Address(), g.Out, screens); err != nil {
		return err
	}
	fmt.Println(filepath.Join(g.Out, "sheet.png"))
	return nil
}
