package page

import (
	"os"
	"strings"
	"testing"
	"time"

	"ngatu/content"
)

// What is missing gives way to what is here, in the order that staff were told, and comes on when it has arrived.
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
		}, "sister", "blue"},
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
			until(p.ctx, t, "the glass has settled", 5*time.Second, func() bool {
				return eval[bool](p, `!!window.Ngatu.debug && Ngatu.debug.frames > 1 && !Ngatu.debug.due && Ngatu.debug.rank > 0 && Ngatu.debug.slide === "`+tt.slide+`"`)
			})
			time.Sleep(350 * time.Millisecond) // a fade may be under way
			if got := colourOf(p.photo()); got != tt.want {
				t.Errorf("%s is on the glass, not %s", got, tt.want)
			}
			until(p.ctx, t, "the server hears of it", 3*time.Second, func() bool { return o.lastStatus().Missing == 1 })
			o.mu.Lock()
			o.media[string(gone.Medium.Digest)] = kept
			o.mu.Unlock()
			until(p.ctx, t, "the medium itself", 6*time.Second, func() bool { return eval[int](p, `Ngatu.debug.rank`) == 0 })
			p.seen(40, 40, red, time.Second)
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
	until(p.ctx, t, "it was fetched", 5*time.Second, func() bool { o.mu.Lock(); defer o.mu.Unlock(); return o.asked[string(bad.Medium.Digest)] > 0 })
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
			p.shows("good", 6*time.Second)
			p.seen(200, 100, green, time.Second)
			until(p.ctx, t, "the report", 5*time.Second, func() bool { return o.lastStatus().Trouble != "" })
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
	p.shows("p", 20*time.Second)
	p.shows("clip", 20*time.Second)
	p.seen(200, 100, red, 15*time.Second) // a busy machine may photograph only the next play
	p.seen(200, 100, blue, 15*time.Second)
	off := `Math.max.apply(null, Array.from(document.querySelectorAll('video')).filter(function (v) { return v.src; }).map(function (v) {
		return Math.abs(v.currentTime * 1000 - (Ngatu.debug.now - Ngatu.debug.begin)); }))`
	until(p.ctx, t, "the clip is in step", 8*time.Second, func() bool { return eval[float64](p, off) < 80 })
	p.shows("p", 20*time.Second)
	if n := eval[int](p, `document.querySelectorAll('video').length`); n > 2 {
		t.Errorf("%d video elements", n)
	}
	until(p.ctx, t, "the clip's bytes are given back or it is rolled for its next turn", time.Second, func() bool {
		return eval[int](p, `Array.from(document.querySelectorAll('video')).filter(function (v) { return v.src; }).length`) <= 1
	})
}

// A loop of one clip starts it anew without a gap: the second element is rolled before the first has ended.
func TestAClipFollowsItself(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	b := must(os.ReadFile("testdata/clip.mp4"))
	clip := content.Shown{ID: "clip", Campaign: "c", Kind: content.Video, Dwell: 4000, Medium: o.store("video/mp4", b)}
	o.programme(o.looping(clip))
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	p.shows("clip", 8*time.Second)
	rounds := `Ngatu.debug.changes.filter(function (c) { return c.slide === 'clip'; })`
	until(p.ctx, t, "a third round", 12*time.Second, func() bool { return eval[int](p, rounds+`.length`) >= 3 })
	// The round after one that played whole was rolled in time, and nothing stood in between.
	last := eval[[]change](p, rounds+`.slice(-1)`)[0]
	if late := last.At - float64(last.Start); late > 150 || last.Rank != 0 {
		t.Errorf("a round began %.0f ms late, rank %d", late, last.Rank)
	}
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
	p.shows("clip", 8*time.Second)
	p.seen(40, 40, yellow, 10*time.Second)
	until(p.ctx, t, "the report", 3*time.Second, func() bool { return strings.HasSuffix(o.lastStatus().Trouble, "stalled") })
	all := eval[[]change](p, `Ngatu.debug.changes.slice(-2)`)
	if stood := all[1].Wall - all[0].Wall; all[0].Rank != 0 || all[1].Rank != 1 || stood < 2900 || stood > 6000 {
		t.Errorf("it stood for %.0f ms, then rank %d followed rank %d", stood, all[1].Rank, all[0].Rank)
	}
}

// Bytes that are what the digest says and yet cannot be shown are fetched anew once, not again and again.
func TestABrokenMediumIsNotFetchedForEver(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	o.screen()
	broken := content.Shown{ID: "broken", Campaign: "c", Kind: content.Picture, Dwell: 500, Medium: o.store("image/png", []byte("no picture"))}
	o.programme(o.looping(broken, o.picture("good", 500, green)))
	p := newTab(t, 432, 216, "").open(o, "?screen="+code)
	p.shows("good", 8*time.Second)
	time.Sleep(3 * time.Second)
	o.mu.Lock()
	defer o.mu.Unlock()
	if n := o.asked[string(broken.Medium.Digest)]; n > 2 {
		t.Errorf("it was fetched %d times", n)
	}
}
