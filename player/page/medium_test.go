package page

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/content"
)

// What is missing gives way to what is here, in the order that staff were told, and comes on when
// it has arrived.
func TestAMissingMediumGivesWay(t *testing.T) {
	t.Parallel()
	still := func(o *origin, s *content.Shown) { ref := o.store("image/png", plain(yellow)); s.Still = &ref }
	for _, tt := range []struct {
		name  string
		set   func(o *origin, missing *content.Shown, p *content.Programme)
		slide string
		want  string
	}{
		{"its still", func(o *origin, m *content.Shown, _ *content.Programme) { still(o, m) }, "gone", "yellow"},
		{"its campaign", func(o *origin, _ *content.Shown, p *content.Programme) {
			p.Slides = append(p.Slides, o.picture("sister", 9000, blue))
			p.Loops[0] = append(p.Loops[0], 1)
		}, "sister", "blue"},
		{"no slide of its campaign that takes no turns now", func(o *origin, _ *content.Shown, p *content.Programme) {
			p.Slides = append(p.Slides, o.picture("held", 9000, blue))
		}, "", "none"},
		{"evergreen", func(o *origin, _ *content.Shown, p *content.Programme) {
			e := o.picture("any day", 9000, green)
			e.Campaign = "e"
			p.Slides = append(p.Slides, e)
			p.Loops = append(p.Loops, []int{1})
			p.Evergreen = 1
		}, "any day", "green"},
		{"the safe card", func(*origin, *content.Shown, *content.Programme) {}, "", "none"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := newOrigin(t)
			o.screen()
			gone := o.picture("gone", 60000, red)
			kept := o.media[string(gone.Medium.Digest)]
			delete(o.media, string(gone.Medium.Digest))
			programme := o.looping(gone)
			tt.set(o, &programme.Slides[0], &programme)
			o.programme(programme)
			p := newTab(t, 432, 216, "").open(o, "?screen="+code)
			until(p.ctx, t, "the glass has settled", func() bool {
				return eval[bool](p, `!!window.Ngatu.debug && Ngatu.debug.frames > 1 && !Ngatu.debug.due && Ngatu.debug.rank > 0 && Ngatu.debug.slide === "`+tt.slide+`"`)
			})
			until(p.ctx, t, "the glass is "+tt.want, func() bool { return colourOf(p.photo()) == tt.want })
			until(p.ctx, t, "the server hears of it", func() bool { return o.lastStatus().Missing == 1 })
			o.mu.Lock()
			o.media[string(gone.Medium.Digest)] = kept
			o.mu.Unlock()
			until(p.ctx, t, "the medium itself", func() bool { return eval[bool](p, `Ngatu.debug.rank === 0 && Ngatu.debug.slide === "gone"`) })
			p.seen(40, 40, red)
		})
	}
}

func TestBytesThatAreNotWhatTheDigestSaysAreNotShown(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	bad := o.picture("bad", 8000, red)
	body := plain(green)
	bad.Medium.Size = int64(len(body))
	o.media[string(bad.Medium.Digest)] = medium{"image/png", body}
	o.programme(o.looping(bad))
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	until(p.ctx, t, "it was fetched", func() bool { o.mu.Lock(); defer o.mu.Unlock(); return o.asked[string(bad.Medium.Digest)] > 0 })
	time.Sleep(500 * time.Millisecond)
	if got := colourOf(p.photo()); got != "none" {
		t.Errorf("%s is on the glass: it was not approved", got)
	}
}

func TestAMediumThatCannotBeDecodedGivesWayAndIsReported(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	for _, kind := range []string{"image/png", "video/mp4", content.LayoutType} {
		t.Run(kind, func(t *testing.T) {
			broken := content.Shown{ID: "broken", Campaign: "c", Kind: content.Picture, Dwell: 4000, Medium: o.store(kind, []byte("{not "+kind))}
			o.programme(o.looping(broken, o.picture("good", 4000, green)))
			p := newTab(t, 432, 216, "").open(o, "?screen="+code)
			p.shows("good")
			p.seen(200, 100, green)
			until(p.ctx, t, "the report", func() bool { return o.lastStatus().Trouble != "" })
			o.mu.Lock()
			o.status = nil
			o.mu.Unlock()
		})
	}
}

func TestAClipPlaysInStep(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	b, err := os.ReadFile("testdata/clip.mp4")
	if err != nil {
		t.Fatal(err)
	}
	clip := content.Shown{ID: "clip", Campaign: "c", Kind: content.Video, Dwell: 4000, Medium: o.store("video/mp4", b)}
	o.programme(o.looping(clip, o.picture("p", 1500, green)))
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	p.shows("p")
	p.shows("clip")
	p.seen(200, 100, red) // a busy machine may photograph only the next play
	p.seen(200, 100, blue)
	off := `Math.max.apply(null, Array.from(document.querySelectorAll('video')).filter(function (v) { return v.src; }).map(function (v) {
		return Math.abs(v.currentTime * 1000 - (Ngatu.debug.now - Ngatu.debug.begin)); }))`
	until(p.ctx, t, "the clip is in step", func() bool { return eval[float64](p, off) < 80 })
	p.shows("p")
	if n := eval[int](p, `document.querySelectorAll('video').length`); n > 2 {
		t.Errorf("%d video elements", n)
	}
	until(p.ctx, t, "the clip's bytes are given back or it is rolled for its next turn", func() bool {
		return eval[int](p, `Array.from(document.querySelectorAll('video')).filter(function (v) { return v.src; }).length`) <= 1
	})
}

// A loop of one clip starts it again without a gap: the second element is rolled before the first
// has ended.
func TestAClipFollowsItself(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	b := must(os.ReadFile("testdata/clip.mp4"))
	clip := content.Shown{ID: "clip", Campaign: "c", Kind: content.Video, Dwell: 4000, Medium: o.store("video/mp4", b)}
	o.programme(o.looping(clip))
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	p.shows("clip")
	rounds := `Ngatu.debug.changes.filter(function (c) { return c.slide === 'clip'; })`
	// A round after one that played whole was rolled in time, and nothing stood in between. A busy
	// machine decodes late now and then; a round that is only rolled when its time has come is late
	// every time.
	until(p.ctx, t, "a round in time after the second", func() bool {
		for i, c := range eval[[]change](p, rounds) {
			if i >= 2 && c.Rank == 0 && c.At-float64(c.Start) <= 150 {
				return true
			}
		}
		return false
	})
	if n := eval[int](p, `document.querySelectorAll('video').length`); n != 2 {
		t.Errorf("%d video elements", n)
	}
}

// A clip that makes no progress for three seconds gives way, and the operator hears of it.
func TestAStalledClipGivesWay(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	b := must(os.ReadFile("testdata/clip.mp4"))
	clip := content.Shown{ID: "clip", Campaign: "v", Kind: content.Video, Dwell: 30000, Medium: o.store("video/mp4", b)}
	still := o.store("image/png", plain(yellow))
	clip.Still = &still
	o.programme(o.looping(clip))
	// The decoder hangs: play is accepted and nothing moves.
	p := newTab(t, 432, 216, `HTMLMediaElement.prototype.play = function () { return Promise.resolve(); };
		Object.defineProperty(HTMLMediaElement.prototype, 'duration', { get: function () { return 30; } });
		Object.defineProperty(HTMLMediaElement.prototype, 'ended', { get: function () { return false; } });
		Object.defineProperty(HTMLMediaElement.prototype, 'currentTime', { get: function () { return 0.2; }, set: function () {} });`).open(o, "?screen="+code)
	p.shows("clip")
	p.seen(40, 40, yellow)
	until(p.ctx, t, "the report", func() bool { return strings.HasSuffix(o.lastStatus().Trouble, "stalled") })
	all := eval[[]change](p, `Ngatu.debug.changes`)
	at := slices.IndexFunc(all, func(c change) bool { return c.Rank == 1 })
	if at < 1 {
		t.Fatalf("no still after the clip: %+v", all)
	}
	// Three seconds and what a busy machine adds; the clip itself would be on for thirty.
	if stood := all[at].Wall - all[at-1].Wall; all[at-1].Rank != 0 || stood < 2900 || stood > 20_000 {
		t.Errorf("it stood for %.0f ms, then rank %d followed rank %d", stood, all[at].Rank, all[at-1].Rank)
	}
}

// Bytes that are what the digest says and yet cannot be shown are fetched once more, not again and
// again.
func TestABrokenMediumIsNotFetchedForEver(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	broken := content.Shown{ID: "broken", Campaign: "c", Kind: content.Picture, Dwell: 500, Medium: o.store("image/png", []byte("no picture"))}
	o.programme(o.looping(broken, o.picture("good", 500, green)))
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	p.shows("good")
	time.Sleep(3 * time.Second)
	o.mu.Lock()
	defer o.mu.Unlock()
	if n := o.asked[string(broken.Medium.Digest)]; n > 2 {
		t.Errorf("it was fetched %d times", n)
	}
}
