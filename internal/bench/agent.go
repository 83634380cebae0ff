package main

import (
	"context"
	"errors"
	"os"
	"strconv"
)

// crossroads is where the agent is tested as if at an intersection.
const crossroads = "./internal/e2e/field"

// agent measures the screen's own computer: memory with 5 GB mirrored, the first picture without a
// server, recovery after a kill and after every harm to the browser, and the bytes on the SIM card
// while nothing changes.
func agent(ctx context.Context, b *bench) error {
	rounds := strconv.Itoa(b.runs(10, 2))
	idle := "10m"
	if b.quick {
		idle = "1m"
	}
	if err := os.Setenv("NGATU_ROUNDS", strconv.Itoa(b.runs(5, 1))); err != nil {
		return err
	}
	return errors.Join(
		b.seen(ctx, crossroads, "-run", "^TestMemory$", "-mirrored", "5000"),
		b.seen(ctx, crossroads, "-run", "^TestFirstPictureWithoutServer$", "-starts", rounds),
		b.seen(ctx, crossroads, "-run", "^TestKilledAtAnyMoment$", "-kills", strconv.Itoa(b.runs(40, 6))),
		b.seen(ctx, "./player", "-run", "^TestGlassComesBack$"),
		b.seen(ctx, crossroads, "-run", "^TestIdleBytes$", "-idle", idle),
	)
}
