package main

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
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
	if err := drop(ctx, a); err != nil {
		return err
	}
	screens := []string{"NGATU-10", "NGATU-04", "NGATU-05", "SANH-01", "KIOSK-01"}
	if err := gallery.Photograph(ctx, a.Address(), g.Out, screens); err != nil {
		return err
	}
	fmt.Println(filepath.Join(g.Out, "sheet.png"))
	return nil
}

// drop puts a picture into the demonstration's inbox and waits until it is taken in, so that the gallery has one too.
func drop(ctx context.Context, a *app.App) error {
	m := image.NewRGBA(image.Rect(0, 0, 1600, 1000))
	for y := range 1000 {
		for x := range 1600 {
			m.SetRGBA(x, y, color.RGBA{uint8(40 + x/8), uint8(120 + y/10), uint8(200 - x/10), 255})
		}
	}
	f, err := os.Create(filepath.Join(a.Inbox(), "anh-mau.png"))
	if err != nil {
		return err
	}
	if err := png.Encode(f, m); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	for { // ctx bounds it
		slides, err := a.Store().SlidesFrom(ctx, "inbox:anh-mau.png")
		if err != nil {
			return err
		}
		if len(slides) > 0 {
			time.Sleep(2 * time.Second) // the last of its renditions follow
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
}
