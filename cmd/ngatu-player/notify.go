package main

import (
	"context"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"

	"ngatu/player"
)

// keepNotified tells systemd that the agent runs, and repeats it while the agent is alive, until
// ctx ends. Outside systemd it does nothing. When an agent that is not alive falls silent, systemd
// restarts it and the compositor around it.
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
