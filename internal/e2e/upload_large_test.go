package e2e

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"ngatu/content"
	"ngatu/internal/store"
)

// A clip of NGATU_UPLOAD_MB goes over a line that is cut twice and arrives once: no more goes up than
// the clip, the parts that were cut, and headers. The first part goes at 1 Mbit/s, so that what
// is slow is judged as in a ward; the rest at NGATU_UPLOAD_MBIT (64), which is not to take an hour.
// make soak runs it with the largest clip that is taken.
func TestALargeClipOutlastsCuts(t *testing.T) {
	megabytes, err := strconv.Atoi(os.Getenv("NGATU_UPLOAD_MB"))
	if err != nil {
		t.Skip("make soak runs it")
	}
	mbit, err := strconv.Atoi(os.Getenv("NGATU_UPLOAD_MBIT"))
	if err != nil {
		mbit = 64
	}
	size, slow := int64(megabytes)<<20, int64(4<<20)
	clip := filepath.Join(t.TempDir(), "phóng sự dài.mp4")
	largeClip(t, clip, size)
	s := knock(t, "/healthz", 1366, 800)
	line := newLine(t, strings.TrimPrefix(s.a.Address(), "http://"), func(passed int64) int64 {
		if passed < slow {
			return 1_000_000
		}
		return int64(mbit) * 1_000_000
	}, size/3, 2*size/3)
	s.Run(chromedp.Navigate("http://" + line.at + "/studio/upload"))
	s.signsIn()
	s.until("the page that was wanted", `location.pathname === "/studio/upload"`)
	s.chooses("campaign")
	began := time.Now()
	s.Run(chromedp.SetUploadFiles(`main input[name=file]`, []string{clip}, chromedp.ByQuery))
	s.Until("it is taken, or refused", `document.querySelector("#files li.good [data-open] a, #files li.bad")`, 2*time.Hour)
	took := time.Since(began)
	slides, err := s.a.Store().Slides(t.Context(), store.SlideQuery{State: content.Draft})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, one := range slides {
		if m, err := s.a.Store().Medium(t.Context(), one.Medium); err == nil && one.Title == "phóng sự dài" {
			n++
			if m.Bytes != size {
				t.Errorf("of %d bytes %d arrived", size, m.Bytes)
			}
		}
	}
	passed, cuts := line.passed.Load(), line.cuts.Load()
	if n != 1 || cuts != 2 || passed > size+size/50+3*(4<<20) {
		t.Errorf("%d drafts after %d cuts; %d bytes went up for %d", n, cuts, passed, size)
	}
	t.Logf("%d MB with %d cuts in %v: %.1f MB went up", size>>20, cuts, took.Round(time.Second), float64(passed)/(1<<20))
}

// largeClip makes a clip of just so many bytes, as many a second as a clip may have: a plain one, and
// behind it a box that players skip.
func largeClip(t *testing.T, path string, size int64) {
	t.Helper()
	said, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", fmt.Sprintf("color=c=navy:s=320x180:r=5:d=%d", max(20, size/1_500_000)),
		"-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "5", "-movflags", "+faststart", "-y", path).CombinedOutput()
	if err != nil {
		t.Fatalf("ffmpeg, which makes the clip: %v: %s", err, said)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	short, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	w, free := bufio.NewWriter(f), size-short.Size()
	w.Write(binary.BigEndian.AppendUint32(nil, uint32(free)))
	w.WriteString("free")
	if _, err := io.CopyN(w, zeros{}, free-8); err != nil {
		t.Fatal(err)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
}

// zeros never end.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}
