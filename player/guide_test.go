package player

import (
	"encoding/json"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/player/protocol"
)

// TestGuidesOfAKioskAreHere opens the guides of a touch screen behind an agent after the server has
// gone.
func TestGuidesOfAKioskAreHere(t *testing.T) {
	t.Parallel()
	for _, touch := range []bool{true, false} {
		s := newServer(t)
		said := protocol.Both{Vi: "Cài đặt", En: "Install"}
		guide, err := json.Marshal(protocol.Guide{ID: "install", Kind: protocol.GuidePages, Title: said, Pages: []protocol.GuidePage{{Body: []protocol.Both{said}}}})
		if err != nil {
			t.Fatal(err)
		}
		ref := content.Ref{Digest: content.DigestOf(guide), Type: protocol.GuideType, Size: int64(len(guide))}
		s.mu.Lock()
		s.media[ref.Digest] = guide
		s.mu.Unlock()
		s.air(s.seal(protocol.TypeScreen, screenCode, protocol.Screen{
			Code: screenCode, Name: "Sảnh", Audience: audience, Canvas: canvas, Zone: content.DefaultZone, Touch: touch, Guides: []content.Ref{ref},
		}))
		s.programme("a", "b")
		dir := t.TempDir()
		_, stop := enrolled(t, s, dir)
		stop()
		s.stop()

		p, _ := agent(t, s.url(), dir)
		status, body := get(t, "http://"+p.Addr()+"/media/"+string(ref.Digest))
		if touch && (status != 200 || body != string(guide) || p.mirror.Type(ref.Digest) != protocol.GuideType) {
			t.Errorf("the guide: %d %q as %q", status, body, p.mirror.Type(ref.Digest))
		}
		if !touch && (status == 200 || strings.Contains(body, "Install")) {
			t.Error("a screen that nobody can touch fetches guides")
		}
	}
}
