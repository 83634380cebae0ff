package air

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// A layout that the disk does not take holds nothing else up: what goes off goes off, what was on
// stays as it was, and as soon as the disk takes it, it is shown.
func TestUnwritableLayout(t *testing.T) {
	r := newRig(t, func(ctx context.Context, tx *store.Tx) error {
		if err := putSlides(ctx, tx, notice("keep", "Gọi 1022 để được giúp"), notice("off", "Hôm nay")); err != nil {
			return err
		}
		return oneScreen(ctx, tx)
	})
	programme := func() (p content.Programme) {
		t.Helper()
		if err := only(r.join("HK-1").some(2), protocol.TypeProgramme)[0].Open(&p); err != nil {
			t.Fatal(err)
		}
		return p
	}
	look := func(p content.Programme, id string) content.Digest {
		for _, s := range p.Slides {
			if s.ID == id {
				return s.Medium.Digest
			}
		}
		return ""
	}
	before := programme()
	unblock := block(t, r.parts.Media.(*blob.Folder).Dir())
	off := notice("off", "Hôm nay")
	off.State = content.TakenOff
	r.put(off, notice("keep", "Gọi 1022, nhánh 8"), notice("new", "Từ ngày mai"))
	within(t, "the slide to go off", func() bool { return look(programme(), "off") == "" })
	now := programme()
	if look(now, "keep") == "" || look(now, "keep") != look(before, "keep") || look(now, "new") != "" {
		t.Errorf("on are %v, the layout of what stays is another: %v", now.Slides, look(now, "keep") != look(before, "keep"))
	}
	r.change(func(ctx context.Context, tx *store.Tx) error { // a change in between does not end the trying
		return tx.PutSetting(ctx, content.SettingMaxAge, "24")
	})
	unblock()
	within(t, "the layouts to be written", func() bool {
		p := programme()
		return look(p, "new") != "" && look(p, "keep") != look(before, "keep") && look(p, "keep") != ""
	})
}

// block has a media folder take nothing new: where a folder would be made there is a file.
func block(t *testing.T, dir string) (unblock func()) {
	t.Helper()
	var files []string
	for i := range 256 {
		path := filepath.Join(dir, fmt.Sprintf("%02x", i))
		if f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL, 0o600); err == nil {
			f.Close()
			files = append(files, path)
		}
	}
	return func() {
		for _, path := range files {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func within(t *testing.T, what string, seen func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !seen(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}
