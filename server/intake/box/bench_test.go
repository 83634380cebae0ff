package box

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"ngatu/internal/inbox"
	"ngatu/server/rendition/renditiontest"
)

// BenchmarkInboxPicture is the way of a 12-megapixel photograph of 3 MB from the inbox to the
// database with five canvases, after the watcher reported it. first-ms is until the first change
// was committed, which is when screens of small canvases hear of it; large-ms until every canvas
// has its rendition; ns/op is until the stills are there too.
func BenchmarkInboxPicture(b *testing.B) {
	r := newRig(b, atOnce)
	r.screens(renditiontest.Demo...)
	r.standing("")
	photo := renditiontest.Photograph(4000, 3000)
	b.Logf("photo of %d bytes", len(photo))
	var first, large float64
	n := 0
	for b.Loop() {
		b.StopTimer()
		n++
		name := fmt.Sprintf("p%d.jpg", n)                                        // a new slide each time: one that is replaced waits for all of its renditions
		r.drop(name, append(photo[:len(photo):len(photo)], byte(n), byte(n>>8))) // other bytes, same cost
		info := must(os.Stat(filepath.Join(r.Root, name)))(b)
		marks := watchChanges(r)
		b.StartTimer()
		r.Inbox(b.Context(), inbox.Event{Kind: inbox.Settled, Path: name, Real: name, Size: info.Size(), ModTime: info.ModTime()})
		first += marks.ms(0)
		large += marks.ms(max(0, len(marks.at)-2))
	}
	b.ReportMetric(first/float64(n), "first-ms")
	b.ReportMetric(large/float64(n), "large-ms")
}
