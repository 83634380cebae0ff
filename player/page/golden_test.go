package page

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ngatu/player/protocol"
)

// The page takes the golden frames of the wire as they stand.
func TestTheGoldenFramesAreTaken(t *testing.T) {
	t.Parallel()
	o := newOrigin(t)
	var screen protocol.Screen
	for _, name := range []string{"screen", "programme", "takeover", "figures"} {
		var f protocol.Frame
		b := must(os.ReadFile(filepath.Join("../protocol/testdata/v1", name+".json")))
		if err := json.Unmarshal(b, &f); err != nil {
			t.Fatal(err)
		}
		if name == "screen" {
			if err := json.Unmarshal(f.Body, &screen); err != nil {
				t.Fatal(err)
			}
		}
		o.frames = append(o.frames, f)
		o.ahead = time.Until(time.UnixMilli(f.From + 3_600_000))
	}
	p := newTab(t, 432, 216, "").open(o, "?screen="+screen.Code)
	until(p.ctx, t, "all four", func() bool { return eval[int](p, `window.Ngatu && Ngatu.debug ? Ngatu.debug.frames : 0`) == 4 })
	programme := o.frames[1]
	if programme.For == screen.Audience {
		until(p.ctx, t, "the programme rules", func() bool { return eval[string](p, `Ngatu.debug.programme`) == programme.Hash })
	}
	time.Sleep(300 * time.Millisecond)
	if got := eval[string](p, `Ngatu.debug.trouble`); got != "" {
		t.Errorf("the page is in trouble: %s", got)
	}
}
