package app

import (
	"context"
	"net/netip"

	"ngatu/content"
	"ngatu/server/bulletins"
	"ngatu/server/pulls"
)

// following are the parts that ask addresses outside, which staff have entered.
type following struct {
	bulletins *bulletins.Bulletins
	pulls     *pulls.Pulls
}

// openBulletins makes what follows the feeds of warnings and the addresses of figures; it asks none
// before [App.Start].
func openBulletins(a *App) error {
	inside, err := networks(a.cfg.FeedInside)
	if err != nil {
		return badSetting("--feed-inside", err)
	}
	a.bulletins = bulletins.New(bulletins.Options{Store: a.store, Workers: a.workers, Areas: a.areas, Inside: inside, Now: a.time, Log: a.log})
	a.pulls = pulls.New(pulls.Options{Store: a.store, Figures: a.figures, Areas: a.areas, Inside: inside, Now: a.time, Log: a.log})
	return nil
}

func startBulletins(ctx context.Context, a *App) error {
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	a.bulletins.Start(ctx, a.bus.Subscribe(ctx))
	a.pulls.Start(ctx, a.bus.Subscribe(ctx))
	a.onStop(func(context.Context) error { a.bulletins.Stop(); a.pulls.Stop(); stop(); return nil })
	return nil
}

// networks reads those that the operator allows.
func networks(all []string) (out []netip.Prefix, err error) {
	for _, text := range all {
		network, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, &content.Error{
				Code: content.Invalid, Err: err,
				Vi: "Mạng “" + text + "” không đọc được: hãy ghi như 10.20.0.0/16.", En: "The network “" + text + "” cannot be read: write it like 10.20.0.0/16.",
			}
		}
		out = append(out, network.Masked())
	}
	return out, nil
}
