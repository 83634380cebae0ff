package main

import (
	"context"
	"strconv"
)

// pages is where the page is looked at.
const pages = "./player/page"

// cold measures the first picture of a page that reloads while the server is absent.
func cold(ctx context.Context, b *bench) error {
	return b.seen(ctx, pages, "-run", "^TestTheFirstPictureNeedsNobody$", "-cold", strconv.Itoa(b.runs(20, 3)))
}

// blank counts frames without content over changes of slides.
func blank(ctx context.Context, b *bench) error {
	return b.seen(ctx, pages, "-run", "^TestNoChangeIsDark$", "-changes", strconv.Itoa(b.runs(2000, 100)))
}

// step measures how far apart two pages on links like 4G change their slides.
func step(ctx context.Context, b *bench) error {
	skew := "5m"
	if b.quick {
		skew = "8s"
	}
	return b.seen(ctx, pages, "-run", "^TestStepOn4G$", "-skew", skew)
}

// film measures how far a clip is from where the clock says it should be.
func film(ctx context.Context, b *bench) error {
	long := "10m"
	if b.quick {
		long = "10s"
	}
	return b.seen(ctx, pages, "-run", "^TestAClipStaysInStep$", "-film", long)
}

// age measures heap and nodes of a page before and after very many changes of slots.
func age(ctx context.Context, b *bench) error {
	return b.seen(ctx, pages, "-run", "^TestThePageDoesNotAge$", "-soak", strconv.Itoa(b.runs(20_000, 500)))
}
