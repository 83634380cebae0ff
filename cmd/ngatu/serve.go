package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
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
	a, err := app.New(ctx, cfg, log, func(step string) { fmt.Println("…", step) })
	if errors.Is(err, context.Canceled) { // Ctrl-C while it prepared
		return nil
	}
	if err != nil {
		return err
	}
	if err = a.Start(ctx); err == nil {
		ready(a)
		greet(ctx, a)
		select {
		case <-ctx.Done():
			fmt.Println("\n… Đang dừng · stopping")
		case err = <-a.Failed():
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

// greet prints what is told once: the way into the studio, and on the very first start the recovery key.
func greet(ctx context.Context, a *app.App) {
	if link, err := a.StudioLink(ctx); err == nil {
		fmt.Printf("  Phòng biên tập · the studio     %s\n", link)
	}
	if key := a.RecoveryKey(); key != "" {
		fmt.Printf("\n  Khóa khôi phục, chỉ hiện một lần, hãy cất vào két · recovery key, shown once, keep it in a safe:\n  %s\n", key)
	}
	fmt.Println("\n  Ctrl-C để dừng · to stop")
}
