package box

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/inbox"
	"ngatu/internal/store"
	"ngatu/server/rendition/renditiontest"
)

// A copy that pauses right behind an end inside the file, of the small picture in a camera's
// notes or of the first of two pictures, becomes the slide of the whole file; nothing of it is
// refused or set aside.
func TestACopyThatPausesBehindAnInnerEnd(t *testing.T) {
	photo, small := renditiontest.Photograph(160, 90), renditiontest.Photograph(32, 18)
	notes := append([]byte("Exif\x00\x00II*\x00\x08\x00\x00\x00\x00\x00"), small...)
	head := binary.BigEndian.AppendUint16([]byte("\xff\xd8\xff\xe1"), uint16(2+len(notes)))
	head = append(head, notes...)
	for name, parts := range map[string][2][]byte{
		"thumbnail.jpg": {head, photo[2:]},
		"two.jpg":       {photo, small},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, nil)
			r.screens(renditiontest.Demo[1])
			r.standing("")
			r.watch()
			f := must(os.Create(filepath.Join(r.Root, name)))(t)
			for _, part := range parts {
				must(f.Write(part))(t)
				time.Sleep(100 * time.Millisecond)
			}
			r.no(f.Close())
			whole := content.DigestOf(bytes.Join(parts[:], nil))
			r.until("the whole file is the slide", func() bool {
				row := r.file(name)
				return row.State == store.Taken && row.Digest == whole
			})
			r.until("its still is there, too", func() bool { return len(must(r.Store.Renditions(t.Context(), whole))(t)) == 2 })
			r.watcher.Stop()
			r.watcher = nil
			r.works.going.Wait() // a refused file is moved only when nobody has written to it for a while
			if _, err := os.Stat(filepath.Join(r.Root, inbox.Refused)); !os.IsNotExist(err) {
				t.Errorf("something was set aside: %v", err)
			}
			slides := r.slides()
			if len(slides) != 1 || slides[0].State != content.Approved || slides[0].Medium != whole {
				t.Fatalf("the slides are %+v", slides)
			}
			r.whole(slides[0], renditiontest.Demo[1])
		})
	}
}
