package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"math/rand/v2"
	"os"
	"time"

	"ngatu/internal/media"
)

// around is how many other players are connected while a picture or figure is measured.
const around = 200

// watchSlides notes in the page, for every slide that comes on the glass, when the programme with
// it was taken, when it came on the glass, when the frame with it was handed on (the next frame has
// begun), and when the fade to it was over.
const watchSlides = `(() => {
  const now = () => performance.timeOrigin + performance.now();
  const root = document.documentElement, seen = window.benchSeen = [], told = {};
  const player = Ngatu.player, programme = player.programme;
  player.programme = (frame) => {
    (frame.body.slides || []).forEach((s) => { told[s.id] = told[s.id] || now(); });
    return programme.call(player, frame);
  };
  new MutationObserver(() => {
    const one = { id: root.dataset.slide, rank: Ngatu.debug.rank, told: told[root.dataset.slide] || 0, changed: now(), painted: 0, whole: 0 };
    seen.push(one);
    requestAnimationFrame(() => {
      one.painted = now();
      const settled = () => {
        if (document.querySelector('.layer.leaving')) { requestAnimationFrame(settled); return; }
        requestAnimationFrame(() => { one.whole = now(); });
      };
      settled();
    });
  }).observe(root, { attributes: true, attributeFilter: ['data-slide'] });
  return true;
})()`

// sight is one slide that came on the glass; times are Unix milliseconds.
type sight struct {
	ID      string  `json:"id"`
	Rank    int     `json:"rank"` // 0: its own medium; 1: its small still
	Told    float64 `json:"told"`
	Changed float64 `json:"changed"`
	Painted float64 `json:"painted"`
	Whole   float64 `json:"whole"`
}

// picture measures from the writing of a camera's JPEG into the inbox to its first paint, on an LED
// of the street and on the largest screen of the wall; then on the LED alone with the words in it
// read before it goes on air, which a server does where tesseract is installed.
func picture(ctx context.Context, b *bench) error {
	if err := pictures(ctx, b, "", []glass{{"NGATU-05", 432, 216}, {"SANH-01", 1920, 1080}}, bare); err != nil {
		return err
	}
	if !media.CanRead() {
		b.report.note("tesseract is not installed: pictures whose words are read first were not measured")
		return nil
	}
	return pictures(ctx, b, ", its words read first", []glass{{"NGATU-05", 432, 216}})
}

// glass is a screen of the wall and its pixels.
type glass struct {
	code string
	w, h int64
}

func pictures(ctx context.Context, b *bench, read string, on []glass, how ...string) error {
	s, err := startServer(ctx, b, "picture", how...)
	if err != nil {
		return err
	}
	defer s.stop()
	codes, err := s.screens(ctx)
	if err != nil {
		return err
	}
	others, err := connect(ctx, s.address, codes, around)
	if err != nil {
		return err
	}
	defer others.leave()
	for _, screen := range on {
		if err := picturesOn(ctx, b, s, screen, read); err != nil {
			return fmt.Errorf("on %s: %w", screen.code, err)
		}
	}
	b.report.note("while pictures were dropped, %d other players took %d frames", around, others.frames.Load())
	return nil
}

func picturesOn(ctx context.Context, b *bench, s *server, on glass, read string) error {
	code, w, h := on.code, on.w, on.h
	page, err := openPage(ctx, s.address+"/play?screen="+code, w, h)
	if err != nil {
		return err
	}
	defer page.close()
	if err := page.steady(); err != nil {
		return err
	}
	if _, err := value[bool](page, 5*time.Second, watchSlides); err != nil {
		return err
	}
	off, err := page.drift()
	if err != nil {
		return err
	}
	var received, painted, whole []float64
	stills := 0
	for i := range b.runs(24, 3) {
		photo := photograph(4000, 3000, uint64(w)*1000+uint64(i))
		if i == 0 {
			b.report.note("%s: pictures of 4000 × 3000 pixels, %.2f MB", code, float64(len(photo))/1e6)
		}
		name := fmt.Sprintf("bench-%s-%d.jpg", code, i)
		seen, began, err := s.dropAndSee(page, name, photo)
		if err != nil {
			return err
		}
		received = append(received, seen.Told-off-unixMS(began))
		painted = append(painted, seen.Painted-off-unixMS(began))
		whole = append(whole, seen.Whole-off-unixMS(began))
		if seen.Rank > 0 {
			stills++
		}
		if err := s.takeOff(page, name, seen.ID); err != nil {
			return err
		}
	}
	bound := goal{500, 1000}
	if read != "" {
		bound = goal{}
	}
	b.report.add(fmt.Sprintf("3 MB JPEG written to the inbox → first paint, %s %d×%d%s", code, w, h, read), "ms", painted, bound)
	b.report.add("the same → the programme with it is in the page", "ms", received, goal{})
	b.report.add("the same → the fade to it is over", "ms", whole, goal{})
	if stills > 0 {
		b.report.note("%s: in %d of %d runs the small still came first", code, stills, len(painted))
	}
	return nil
}

// steady waits until the page shows a slide and knows the time.
func (t *tab) steady() error {
	end := time.Now().Add(20 * time.Second)
	for {
		ok, err := value[bool](t, 5*time.Second,
			`!!(window.Ngatu && Ngatu.debug && Ngatu.debug.slide && Ngatu.debug.clock === 'synced' && Ngatu.debug.missing === 0)`)
		if ok || err != nil {
			return err
		}
		if time.Now().After(end) {
			return fmt.Errorf("the page shows nothing after 20 s")
		}
		time.Sleep(100 * time.Millisecond)
	}
}

// dropAndSee drops a picture and waits for it; slides that were known before are not it.
func (s *server) dropAndSee(page *tab, name string, photo []byte) (sight, time.Time, error) {
	known, err := value[map[string]bool](page, 5*time.Second,
		`(() => { benchSeen.length = 0; const k = {}; Ngatu.player.follow.ruling.programme.slides.forEach((s) => { k[s.id] = true; }); return k; })()`)
	if err != nil {
		return sight{}, time.Time{}, err
	}
	began, err := s.drop(name, photo)
	if err != nil {
		return sight{}, began, err
	}
	for end := time.Now().Add(15 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		all, err := value[[]sight](page, 5*time.Second, `benchSeen`)
		if err != nil {
			return sight{}, began, err
		}
		for _, one := range all {
			if one.ID != "" && !known[one.ID] && one.Whole > 0 {
				return one, began, nil
			}
		}
	}
	return sight{}, began, fmt.Errorf("%s did not come on the glass in 15 s", name)
}

// takeOff deletes a file and waits until its slide has left the glass and the server is at rest.
func (s *server) takeOff(page *tab, name, id string) error {
	time.Sleep(1500 * time.Millisecond) // finer renditions and stills are still being made
	if err := os.Remove(s.inbox(name)); err != nil {
		return err
	}
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		on, err := value[string](page, 5*time.Second, `Ngatu.debug.slide`)
		if err != nil {
			return err
		}
		if on != id {
			time.Sleep(time.Second)
			return nil
		}
	}
	return fmt.Errorf("%s is still on the glass 20 s after it was deleted", name)
}

// photograph is a JPEG as heavy as a camera's of that size: a gradient under noise,
// another for every seed.
func photograph(w, h int, seed uint64) []byte {
	rnd := rand.New(rand.NewPCG(seed, 311))
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	turn := int(seed % 97)
	for y := range h {
		for x := range w {
			n := rnd.IntN(14)
			i := m.PixOffset(x, y)
			m.Pix[i], m.Pix[i+1], m.Pix[i+2], m.Pix[i+3] = uint8(x*230/w+n), uint8(y*230/h+n), uint8((x+y+turn)%200+n), 255
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: 91}); err != nil {
		panic(err) // a buffer takes everything
	}
	return b.Bytes()
}
