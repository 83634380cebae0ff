package main

import (
	"context"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"

	"ngatu/player"
)

// keepNotified tells systemd that the agent runs, and goes on telling it while the agent is alive; it returns when ctx
// ends. Outside systemd nothing is told. An agent that is not alive falls silent, and systemd starts it anew, and the
// compositor around it.
func keepNotified(ctx context.Context, p *player.Player) {
	daemon.SdNotify(false, daemon.SdNotifyReady)
	defer daemon.SdNotify(false, daemon.SdNotifyStopping)
	patience, err := daemon.SdWatchdogEnabled(false)
	if err != nil || patience <= 0 {
		<-ctx.Done()
		return
	}
	tick := time.NewTicker(patience / 3)
	defer tick.Stop()
	for {
		if p.Alive(ctx) == nil {
			daemon.SdNotify(false, daemon.SdNotifyWatchdog)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
