package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"ngatu/internal/app"
	"ngatu/internal/config"
)

type demoCmd struct{ config.Config }

// Run shows the demonstration until Ctrl-C.
func (d *demoCmd) Run() error {
	d.Demo = true
	return serve(d.Config, func(a *app.App) {
		fmt.Printf(`
  Tường màn hình · the wall       %[1]s/
  Một màn hình · a single screen  %[1]s/play?screen=SANH-01
  Thả ảnh, clip vào · drop files  %[2]s
  Thả bảng số liệu · and figures  %[2]s/figures
`, a.Address(), a.Inbox())
	})
}

type serveCmd struct{ config.Config }

// Run serves until it is told to stop.
func (s *serveCmd) Run() error {
	return serve(s.Config, func(a *app.App) {
		fmt.Printf("\n  Ngatu: %s\n", a.Address())
	})
}

// stopIn is how long a stop may take: players are told when to come back, requests end.
const stopIn = 20 * time.Second

func serve(cfg config.Config, ready func(*app.App)) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var level slog.Level
	if err := level.UnmarshalText([]byte(cfg.Log)); err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
	cfg.Release = versionName(false)
	a, err := app.New(ctx, cfg, log, func(step string) { fmt.Println("…", step) })
	if errors.Is(err, context.Canceled) { // Ctrl-C while it prepared
		return nil
	}
	if err != nil {
		return err
	}
	if err = a.Start(ctx); err == nil {
		ready(a)
		if err = greet(ctx, a, cfg.Data, log); errors.Is(err, context.Canceled) { // Ctrl-C just now
			err = nil
		}
		if err == nil {
			select {
			case <-ctx.Done():
				fmt.Println("\n… Đang dừng · stopping")
			case err = <-a.Failed():
			}
		}
	}
	stop() // a second Ctrl-C ends at once
	end, cancel := context.WithTimeout(context.Background(), stopIn)
	defer cancel()
	if stopErr := a.Stop(end); err == nil {
		err = stopErr
	}
	return err
}

// greet prints how to get into the studio and, at the very first start, the recovery key.
func greet(ctx context.Context, a *app.App, data string, log *slog.Logger) error {
	link, secret, err := a.StudioLink(ctx)
	if err != nil {
		return err
	}
	if secret {
		err = showOnce(log, data, linkFile, "Phòng biên tập, liên kết dùng một lần · the studio, a one-time link:", link)
	} else {
		os.Remove(filepath.Join(data, linkFile)) // used, or of no use any more
		fmt.Printf("  Phòng biên tập · the studio     %s\n", link)
	}
	if err != nil {
		return err
	}
	if key := a.RecoveryKey(); key != "" {
		words := "Khóa khôi phục, chỉ hiện một lần, hãy cất vào két · recovery key, shown once, keep it in a safe:"
		if err := showOnce(log, data, recoveryFile, words, key); err != nil {
			return err
		}
	} else if path := filepath.Join(data, recoveryFile); exists(path) {
		log.Warn("the recovery key still lies beside the data: put it into a safe and delete the file", "file", path)
	}
	fmt.Println("\n  Ctrl-C để dừng · to stop")
	return nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
