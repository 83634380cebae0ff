package box

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/server/rendition/renditiontest"
)

// A correction that was copied with the size and the time of what it replaces reaches the screens:
// of figures, settings and pictures; also one made while the server was off.
func TestCorrectionsOfTheSameSizeAndTime(t *testing.T) {
	before, after := must(os.ReadFile("testdata/before.csv"))(t), must(os.ReadFile("testdata/after.csv"))(t)
	r := newRig(t, func(o *Options) { o.Figures.Period = area.Nov2024 })
	r.standing("")
	then := time.Date(2024, 11, 21, 17, 0, 0, 0, time.UTC)
	drop := func(path string, b []byte) {
		t.Helper()
		r.drop(path, b)
		r.no(os.Chtimes(filepath.Join(r.Root, filepath.FromSlash(path)), then, then))
	}
	settings := []string{"name: Tháng mười một\nweight: 3\n", "name: Tháng mười một\nweight: 5\n"}
	drop("figures/k.csv", before)
	drop("x/campaign.yaml", []byte(settings[0]))
	r.watch()
	r.taken("figures/k.csv")
	r.taken("x/campaign.yaml")
	if len(before) != len(after) {
		t.Fatal("the two files are not of one size")
	}
	drop("figures/k.csv", after)
	drop("x/campaign.yaml", []byte(settings[1]))
	r.until("the corrected figures are taken", func() bool { return r.file("figures/k.csv").Digest == content.DigestOf(after) })
	r.until("the corrected settings are in force", func() bool { return must(r.Store.Campaign(t.Context(), "x"))(t).Weight == 5 })
	if got := r.latest()["2024-11/001"]; got != 91334 {
		t.Errorf("Ba Đình has %d", got)
	}
	releases := r.releases()
	r.no(os.Chmod(filepath.Join(r.Root, "figures/k.csv"), 0o600)) // only touched: no new release
	r.drop("y.png", renditiontest.Picture(1))
	r.taken("y.png")
	r.shut()
	r.open(func(o *Options) { o.Figures.Period = area.Nov2024 })
	drop("figures/k.csv", before)
	r.watch()
	r.until("the correction made meanwhile is taken", func() bool { return r.file("figures/k.csv").Digest == content.DigestOf(before) })
	if n := r.releases(); n != releases+1 {
		t.Errorf("%d releases, want %d: one for each change, none for a touch", n, releases+1)
	}
}

func (r *rig) latest() map[string]int64 {
	r.Helper()
	latest := must(r.Store.LatestRelease(r.Context(), "accounts", area.Nov2024))(r)
	values := map[string]int64{}
	for _, f := range must(r.Store.Figures(r.Context(), latest))(r) {
		values[f.Area.String()] = f.Value
	}
	return values
}

func (r *rig) releases() (n int) {
	r.Helper()
	for _, l := range must(r.Store.Changes(r.Context(), 0, 0))(r) {
		if l.Verb == "release" {
			n++
		}
	}
	return n
}
