package box

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/inbox"
	"ngatu/internal/store"
	"ngatu/server/rendition/renditiontest"
)

// What was meant to limit a folder and is not in force holds its pictures, with a
// sentence beside both.
func TestPicturesWaitForASettingsFileByAnotherName(t *testing.T) {
	for _, name := range []string{"campaign.yaml.txt", "campaign.yml", "Campaign (1).yaml", "campaign.txt", "chiến dịch.yaml"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, func(o *Options) { o.Figures.Period = area.Nov2024 })
			r.standing("")
			limits := []byte("from: 2030-01-01\ntargets: [{area: \"001\"}]\n")
			r.drop("Tết/"+name, limits)
			r.drop("Tết/a.png", renditiontest.Picture(1))
			r.watch()
			r.until("the picture is held", func() bool { return r.file("Tết/a.png").State == store.Held })
			if text := r.sentence("Tết/_tu-choi/a.png.txt"); !strings.Contains(text, name) || !strings.Contains(text, "đổi thành “campaign.yaml”") {
				t.Errorf("beside the picture: %q", text)
			}
			if text := r.sentence("Tết/_tu-choi/" + name + ".txt"); !strings.Contains(text, "campaign.yaml") {
				t.Errorf("beside the settings: %q", text)
			}
			r.until("both have a row", func() bool { return len(r.noted()) == 2 })
			if rows := r.noted(); rows["Tết/a.png"].Sentence.Vi == "" || rows["Tết/"+name].Sentence.Vi == "" || len(r.slides()) != 0 {
				t.Errorf("rows %+v, %d slides", rows, len(r.slides()))
			}
			r.no(os.Rename(filepath.Join(r.Root, "Tết", name), filepath.Join(r.Root, "Tết", "campaign.yaml")))
			s := r.slide("Tết/a.png")
			c := must(r.Store.Campaign(t.Context(), "tet"))(t)
			if s.State != content.Approved || len(c.Targets) != 1 || c.Valid.From.Year() != 2030 {
				t.Errorf("under its right name: %+v of %+v", s, c)
			}
			r.until("nothing is told any more", func() bool { return len(r.noted()) == 0 })
			r.until("no sentence is left", func() bool {
				_, err := os.Stat(filepath.Join(r.Root, "Tết", inbox.Refused))
				return os.IsNotExist(err)
			})
		})
	}
}

// Beside a campaign.yaml that is still being copied, or hidden, pictures wait for as long as it is
// there.
func TestPicturesWaitForSettingsOnTheirWay(t *testing.T) {
	r := newRig(t, nil)
	r.standing("")
	ctx, stop := withCancel(t)
	defer stop()
	go r.Run(ctx)
	ways := map[string]string{"x": "campaign.yaml.part", "y": ".campaign.yaml", "z": "campaign.yaml~"}
	for folder, name := range ways {
		r.drop(folder+"/"+name, []byte("from: 2030-01-01\n"))
		r.drop(folder+"/a.png", renditiontest.Picture(folder[0]))
	}
	r.watch()
	for folder, name := range ways {
		r.until("the picture beside "+name+" is held", func() bool { return r.file(folder+"/a.png").State == store.Held })
		if text := r.sentence(folder + "/_tu-choi/a.png.txt"); !strings.Contains(text, "“"+name+"” là tệp tạm hoặc tệp ẩn") {
			t.Errorf("beside the picture: %q", text)
		}
	}
	r.no(os.Rename(filepath.Join(r.Root, "x", ways["x"]), filepath.Join(r.Root, "x", "campaign.yaml")))
	r.slide("x/a.png")
	if c := must(r.Store.Campaign(t.Context(), "x"))(t); c.Valid.From.Year() != 2030 {
		t.Errorf("it came before its settings: %+v", c)
	}
	r.no(os.Remove(filepath.Join(r.Root, "y", ways["y"])))
	if s := r.slide("y/a.png"); s.State != content.Approved {
		t.Errorf("with nothing in its way: %+v", s)
	}
	if f := r.file("z/a.png"); f.State != store.Held {
		t.Errorf("the third does not wait any more: %+v", f)
	}
}

// A campaign.yaml where none can be holds what lies beside and below it: whoever put it there
// meant to limit that.
func TestPicturesWaitBesideASettingsFileInTheWrongPlace(t *testing.T) {
	for _, place := range []string{"", "x/sub/"} {
		r := newRig(t, nil)
		r.standing("")
		r.drop(place+"campaign.yaml", []byte("from: 2030-01-01\n"))
		r.drop(place+"a.png", renditiontest.Picture(1))
		r.drop("y/b.png", renditiontest.Picture(2))
		r.watch()
		r.slide("y/b.png")
		r.until("the picture is held", func() bool { return r.file(place+"a.png").State == store.Held })
		r.until("so are the settings", func() bool { return r.file(place+"campaign.yaml").State == store.Held })
		if text := r.sentence(place + "_tu-choi/a.png.txt"); !strings.Contains(text, "thư mục con") {
			t.Errorf("beside the picture: %q", text)
		}
		r.no(os.Remove(filepath.Join(r.Root, place, "campaign.yaml")))
		if s := r.slide(place + "a.png"); s.State != content.Approved {
			t.Errorf("%+v", s)
		}
		r.until("nothing is told any more", func() bool { return len(r.noted()) == 0 })
		r.shut()
	}
}

func TestASettingsFileInOtherLettersCounts(t *testing.T) {
	for _, name := range []string{"Campaign.YAML", "campaign.yaml "} {
		r := newRig(t, func(o *Options) { o.Figures.Period = area.Nov2024 })
		r.standing("")
		r.drop("x/"+name, []byte("from: 2030-01-01\n"))
		r.drop("x/a.png", renditiontest.Picture(1))
		r.watch()
		r.slide("x/a.png")
		if c := must(r.Store.Campaign(t.Context(), "x"))(t); c.Valid.From.Year() != 2030 {
			t.Errorf("%q is not in force: %+v", name, c)
		}
		r.shut()
	}
}
