package mirror

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

func TestFetchesWhatIsWantedOnce(t *testing.T) {
	a, b := picture("first", 5000), picture("second", 9000)
	s := newShop(t, a, b)
	dir := t.TempDir()
	m := start(t, Config{Dir: dir, Server: s.URL})
	m.Want(needs(0, a, b), 0)
	eventually(t, "all is here", func() bool { return m.Missing() == 0 })
	if got := bytesOf(t, m, content.DigestOf(a)); !bytes.Equal(got, a) {
		t.Fatal("other bytes")
	}
	again := start(t, Config{Dir: dir, Server: s.URL})
	again.Want(needs(0, a, b), 0)
	eventually(t, "all is here after a restart", func() bool { return again.Missing() == 0 })
	bytesOf(t, again, content.DigestOf(b))
	if n := len(s.requests()); n != 2 {
		t.Fatalf("%d requests for two media: %v", n, s.requests())
	}
	if again.Type(content.DigestOf(a)) != "image/webp" {
		t.Fatal("the type was lost")
	}
}

func TestResumesWhereItStopped(t *testing.T) {
	a := picture("clip", 400_000)
	d := content.DigestOf(a)
	s := newShop(t, a)
	s.set(150_000, false)
	m := start(t, Config{Server: s.URL})
	m.Want(needs(0, a), 0)
	eventually(t, "a part has come", func() bool { return len(s.requests()) >= 1 && m.Trouble() != "" })
	if _, err := m.OpenMedium(t.Context(), d); content.CodeOf(err) != content.NotFound {
		t.Fatalf("a part was taken for the whole: %v", err)
	}
	if m.Missing() != 1 {
		t.Fatal("a part counts as here")
	}
	s.set(0, false)
	m.Retry()
	eventually(t, "the rest has come", func() bool { return m.Missing() == 0 })
	if !bytes.Equal(bytesOf(t, m, d), a) {
		t.Fatal("other bytes")
	}
	if last := s.requests()[len(s.requests())-1]; !strings.Contains(last, "bytes=") || strings.HasSuffix(last, "bytes=0-") {
		t.Fatalf("the last request was no resumption: %q", last)
	}
}

func TestWrongBytesAreNeverUsed(t *testing.T) {
	a := picture("true", 5000)
	s := newShop(t, a)
	s.set(0, true)
	m := start(t, Config{Server: s.URL})
	m.Want(needs(0, a), 0)
	eventually(t, "the lie is reported", func() bool { return strings.Contains(m.Trouble(), "not those of the digest") })
	if _, err := m.OpenMedium(t.Context(), content.DigestOf(a)); err == nil {
		t.Fatal("wrong bytes were handed out")
	}
	s.set(0, false)
	m.Retry()
	eventually(t, "the truth is here", func() bool { return m.Missing() == 0 })
	eventually(t, "trouble is over", func() bool { return m.Trouble() == "" })
}

func TestEveryByteOfTheDiskIsChecked(t *testing.T) {
	a := picture("poster", 3000)
	d := content.DigestOf(a)
	s := newShop(t, a)
	for _, at := range []int{0, 1, 1500, 2999} {
		dir := t.TempDir()
		m := start(t, Config{Dir: dir, Server: s.URL})
		m.Want(needs(0, a), 0)
		eventually(t, "it is here", func() bool { return m.Missing() == 0 })
		bytesOf(t, m, d)
		path, _ := m.media.Path(t.Context(), d)
		bad := bytes.Clone(a)
		bad[at] ^= 1
		if err := os.WriteFile(path, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if f, err := m.OpenMedium(t.Context(), d); err == nil {
			f.Close()
			t.Fatalf("byte %d was changed on the disk and handed out", at)
		}
		eventually(t, "it is healed", func() bool {
			f, err := m.OpenMedium(t.Context(), d)
			if err != nil {
				return false
			}
			defer f.Close()
			b, _ := io.ReadAll(f)
			return bytes.Equal(b, a)
		})
	}
}

func TestSoonestNeededFirst(t *testing.T) {
	var media [][]byte
	var want []Need
	now := time.Now().UnixMilli()
	for i := range 8 {
		b := picture(fmt.Sprint("slide", i), 500)
		media = append(media, b)
		want = append(want, needs(now, b)...)
	}
	s := newShop(t, media...)
	m := start(t, Config{Server: s.URL, Parallel: 1})
	m.Want(want, now)
	eventually(t, "all is here", func() bool { return m.Missing() == 0 })
	for i, asked := range s.requests() {
		if !strings.HasPrefix(asked, string(want[i].Digest[:4])) {
			t.Fatalf("request %d was %q", i, asked)
		}
	}
	if s.most > 1 {
		t.Fatalf("%d downloads at once", s.most)
	}
}

func TestWhatHasTimeWaits(t *testing.T) {
	soon, late := picture("soon", 500), picture("late", 500)
	s := newShop(t, soon, late)
	m := start(t, Config{Server: s.URL, Jitter: time.Hour})
	now := time.Now().UnixMilli()
	m.Want(append(needs(now+24*3600_000, late), needs(now, soon)...), now)
	eventually(t, "what is needed now is here", func() bool { return m.Missing() == 1 })
	if len(s.requests()) != 1 {
		t.Fatalf("asked %v", s.requests())
	}
}

func TestRoomIsMadeFromWhatNobodyWants(t *testing.T) {
	var media [][]byte
	for i := range 4 {
		media = append(media, picture(fmt.Sprint("medium", i), 1000))
	}
	s := newShop(t, media...)
	m := start(t, Config{Server: s.URL, Space: 2500})
	for _, b := range media[:3] {
		m.Want(needs(0, b), 0)
		eventually(t, "it is here", func() bool { return m.Missing() == 0 })
	}
	if m.Used() > 2500 {
		t.Fatalf("%d bytes used", m.Used())
	}
	m.Want(needs(0, media...), 0)
	eventually(t, "the operator is told", func() bool { return strings.Contains(m.Trouble(), "Raise the limit") })
	if m.Used() > 2500 || m.Missing() != 2 {
		t.Fatalf("%d bytes used, %d missing", m.Used(), m.Missing())
	}
}

func TestAMediumThatComesDoesNotHideAnothersTrouble(t *testing.T) {
	fits, large := picture("fits", 500), picture("large", 5000)
	s := newShop(t, fits, large)
	m := start(t, Config{Server: s.URL, Space: 2500, Parallel: 1})
	m.Want(append(needs(0, large), needs(1, fits)...), 0)
	eventually(t, "the small one is here, after the other was tried", func() bool { return m.Missing() == 1 })
	if !strings.Contains(m.Trouble(), "Raise the limit") {
		t.Fatalf("the operator reads %q", m.Trouble())
	}
	m.Want(needs(0, fits), 0)
	if m.Trouble() != "" {
		t.Fatalf("nobody needs the large one, and yet: %q", m.Trouble())
	}
}

func TestFramesAreCheckedAgain(t *testing.T) {
	_, key, _ := ed25519.GenerateKey(nil)
	trusted := []ed25519.PublicKey{key.Public().(ed25519.PublicKey)}
	check := func(f protocol.Frame) error { return f.Verify(trusted) }
	dir := t.TempDir()
	m, err := Open(Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	for i, typ := range []protocol.Type{protocol.TypeProgramme, protocol.TypeFigures, protocol.TypeScreen} {
		f, err := protocol.Seal(protocol.Frame{Type: typ, For: "x", Number: int64(i)}, map[string]string{"text": "<b>ạ</b>"}, key)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Keep(f); err != nil {
			t.Fatal(err)
		}
	}
	good, refused := m.Frames(check)
	if len(good) != 3 || refused != 0 || good[0].Type != protocol.TypeScreen {
		t.Fatalf("read back %d, refused %d", len(good), refused)
	}
	path := m.framePath("figures/x")
	whole, _ := os.ReadFile(path)
	for i := range whole {
		bad := bytes.Clone(whole)
		bad[i] ^= 0x20
		os.WriteFile(path, bad, 0o600)
		good, _ := m.Frames(check)
		for _, f := range good {
			if f.Type == protocol.TypeFigures && !sameBody(f, whole) {
				t.Fatalf("byte %d was changed and the frame is used: %s", i, f.Body)
			}
		}
	}
	os.Rename(m.framePath("programme/x"), path) // a frame laid in another's place
	if good, refused := m.Frames(check); len(good) != 1 || refused != 1 {
		t.Fatalf("read back %d, refused %d", len(good), refused)
	}
	m.Forget("screen/x")
	if good, _ := m.Frames(check); len(good) != 0 {
		t.Fatal("a forgotten frame is there")
	}
}

func sameBody(f protocol.Frame, whole []byte) bool {
	true_, err := protocol.Decode(whole)
	return err == nil && bytes.Equal(true_.Body, f.Body) && true_.Number == f.Number && true_.For == f.For
}

func TestNeeds(t *testing.T) {
	ref := func(s string) content.Ref { return content.Ref{Digest: content.DigestOf([]byte(s)), Size: 1} }
	still := ref("still c")
	slides := []content.Shown{
		{ID: "a", Dwell: 10_000, Medium: ref("a")},
		{ID: "b", Dwell: 10_000, Medium: ref("b")},
		{ID: "c", Dwell: 10_000, Medium: ref("c"), Still: &still},
		{ID: "green", Dwell: 10_000, Medium: ref("green")},
		{ID: "over", Dwell: 10_000, Medium: ref("over")},
	}
	const h = 3600_000
	p := content.Programme{
		From: content.Epoch, Until: content.Epoch + 3*h, Slides: slides,
		Loops:     [][]int{{4}, {0, 1}, {2, 0}, {3}},
		Spans:     []content.Span{{Length: h, Loop: 0}, {Length: h, Loop: 1}, {Length: h, Loop: 2}},
		Evergreen: 3,
	}
	for _, c := range []struct {
		name    string
		now     int64
		anytime []content.Ref
		want    []string
	}{
		{"in the second span", content.Epoch + h + 15_000, nil, []string{"still c", "b", "a", "green", "c"}},
		{"at the start", content.Epoch, nil, []string{"still c", "over", "green", "a", "b", "c"}},
		{"clock unknown", 0, nil, []string{"still c", "green", "over", "a", "b", "c"}},
		{"after the window", content.Epoch + 9*h, nil, []string{"green"}},
		{"with guides", content.Epoch, []content.Ref{ref("guide"), ref("c"), ref("guide")}, []string{"still c", "guide", "c", "over", "green", "a", "b"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := Needs(p, c.now, c.anytime...)
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, n := range got {
				for _, s := range append(slides, content.Shown{ID: "still c", Medium: still}, content.Shown{ID: "guide", Medium: ref("guide")}) {
					if s.Medium.Digest == n.Digest {
						names = append(names, s.ID)
					}
				}
			}
			if !slices.Equal(names, c.want) {
				t.Errorf("got %v, want %v", names, c.want)
			}
		})
	}
	for name, bad := range map[string]content.Programme{
		"no such slide": {Loops: [][]int{{1}}, Evergreen: -1},
		"no such loop":  {Evergreen: 2},
		"empty loop":    {Loops: [][]int{{}}, Spans: []content.Span{{Length: 1}}, Evergreen: -1},
		"no dwell":      {Slides: []content.Shown{{ID: "a"}}, Loops: [][]int{{0}}, Evergreen: 0},
	} {
		if _, err := Needs(bad, 1); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestUnusableFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a file")
	os.WriteFile(file, nil, 0o600)
	if _, err := Open(Config{Dir: file}); content.CodeOf(err) != content.Missing {
		t.Fatalf("want Missing, got %v", err)
	}
}
