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
	Out  string   `help:"Folder for the pictures." default:"gallery" type:"path"`
	Drop []string `help:"Pictures and clips to show beside the starter campaign; a clip is photographed by its still, which takes ffmpeg." type:"existingfile" placeholder:"FILE"`
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
	for _, file := range g.Drop {
		if err := drop(ctx, a, file); err != nil {
			return err
		}
	}
	screens := []string{"NGATU-10", "NGATU-04", "NGATU-05", "SANH-01", "KIOSK-01"}
	if err := gallery.Photograph(ctx, a.Address(), g.Out, screens); err != nil {
		return err
	}
	fmt.Println(filepath.Join(g.Out, "sheet.png"))
	return nil
}

// drop copies a file into the demonstration's inbox and waits until it is taken in.
func drop(ctx context.Context, a *app.App, file string) error {
	b, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	name := filepath.Base(file)
	if err := os.WriteFile(filepath.Join(a.Inbox(), name), b, 0o644); err != nil {
		return err
	}
	for {
		slides, err := a.Store().SlidesFrom(ctx, "inbox:"+name)
		if err != nil {
			return err
		}
		if len(slides) > 0 {
			break
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s was not taken in: %w", name, ctx.Err())
		case <-time.After(50 * time.Millisecond):
		}
	}
	time.Sleep(settle)
	return nil
}

// settle is how long the last renditions of a file take to follow the first.
const settle = 2 * time.Second
