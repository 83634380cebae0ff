package app

import (
	"context"
	"errors"
	"regexp"
	"time"

	"ngatu/content"
	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/server/cover"
)

// nodeName is what a node may be called: it stands in addresses and lines of the log.
var nodeName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,30}$`)

// checkNode refuses settings with which several servers would not be one.
func checkNode(c config.Config) error {
	switch {
	case c.Node == "":
		return nil
	case !nodeName.MatchString(c.Node):
		return &content.Error{
			Code: content.Invalid,
			Vi:   "Tên nút trong --node chỉ gồm chữ thường không dấu, số và dấu gạch nối, nhiều nhất 31 ký tự, ví dụ may-1.",
			En:   "A node's name in --node has small letters a to z, digits and hyphens, 31 at most, such as server-1.",
		}
	case c.Demo:
		return &content.Error{
			Code: content.Invalid,
			Vi:   "Bản chạy thử (demo) chỉ chạy trên một máy: hãy bỏ --node.",
			En:   "A demonstration runs on one machine: leave --node out.",
		}
	case !store.Remote(c.Database.Database):
		return &content.Error{
			Code: content.Invalid,
			Vi:   "Nhiều máy chủ cần chung một cơ sở dữ liệu PostgreSQL: hãy đặt --database, hoặc bỏ --node.",
			En:   "Several servers need one PostgreSQL database: set --database, or leave --node out.",
		}
	case c.Media.Media == "":
		return &content.Error{
			Code: content.Invalid,
			Vi:   "Nhiều máy chủ cần chung một kho ảnh và clip trên S3: hãy đặt --media, hoặc bỏ --node.",
			En:   "Several servers need one bucket of media: set --media, or leave --node out.",
		}
	}
	return nil
}

// whenMaking starts what one of several servers does for all, once this one is the maker: at once
// where it is alone.
func whenMaking(ctx context.Context, a *App) error {
	begin := func(ctx context.Context) error { // before anybody can add a screen, and after what is on has its number
		return cover.Begin(store.AsMaker(ctx), a.store)
	}
	start := func() error {
		ctx := store.AsMaker(ctx)
		a.sweep(ctx)
		a.scheduleBackups(ctx)
		running(ctx, a, func(ctx context.Context) { a.figures.Run(ctx, a.bus.Subscribe(ctx)) })
		running(ctx, a, func(ctx context.Context) { a.maker.Run(ctx, a.bus.Subscribe(ctx)) })
		running(ctx, a, func(ctx context.Context) {
			cover.Run(ctx, cover.Options{Store: a.store, Check: a.check, Log: a.log}, a.bus.Subscribe(ctx))
		})
		return errors.Join(startAlerts(ctx, a), startBulletins(ctx, a))
	}
	if a.store.Nodes.Making() {
		if err := begin(ctx); err != nil {
			return err
		}
		return start()
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	a.onStop(func(context.Context) error { stop(); return nil })
	go func() {
		select {
		case <-ctx.Done():
			return
		case <-a.store.Nodes.Made():
		}
		err := untilHeard(ctx, begin)
		a.stopping.Lock()
		defer a.stopping.Unlock()
		if ctx.Err() != nil { // it stopped meanwhile
			return
		}
		a.log.Warn("this node is the maker from now on", "node", a.store.Nodes.Self())
		if err == nil {
			err = start()
		}
		if err != nil {
			a.served <- err
		}
	}()
	return nil
}

// heardEvery is how soon a database that did not answer is asked again. It often fails just when the
// maker changes: both come of the same cut.
const heardEvery = time.Second

// untilHeard does something once more as long as the database does not answer.
func untilHeard(ctx context.Context, do func(context.Context) error) error {
	for {
		err := do(ctx)
		if !store.Silent(err) {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(heardEvery):
		}
	}
}
