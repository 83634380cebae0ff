package upload_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ngatu/content"
	"ngatu/internal/worker/workertest"
	"ngatu/server/studio/studiotest"
)

// A PDF that was being read when the server stopped is read again by itself, for whoever sent it and
// into the campaign that they chose; one that ended the server three times waits for its sender.
func TestAFileIsReadAgainAfterARestart(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	for _, begun := range []int{3, 0} {
		b := workertest.PDF(workertest.Pages(3, float64(begun+1)/5)...)
		at := part(u, http.MethodPost, "/studio/upload/parts", nil, map[string]string{
			"Upload-Length": strconv.Itoa(len(b)), "Upload-Metadata": "filename " + base64.StdEncoding.EncodeToString([]byte("họp.pdf")),
		}).Header.Get("Location")
		part(u, http.MethodPatch, at, b, map[string]string{"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"})
		note := filepath.Join(r.Uploads, at[strings.LastIndex(at, "/")+1:]+".wanted") // as it lies there while a file is read
		if err := os.WriteFile(note, fmt.Appendf(nil, `{"campaign":%q,"begun":%d}`, u.Campaign, begun), 0o600); err != nil {
			t.Fatal(err)
		}
		r.Studio.Resume(t.Context())
		left, err := filepath.Glob(strings.TrimSuffix(note, ".wanted") + "*")
		slides := r.Slides()
		if begun > 0 {
			if len(slides) != 0 || len(left) != 3 || err != nil {
				t.Errorf("after %d times: %d drafts, files %v: %v", begun, len(slides), left, err)
			}
			continue
		}
		if len(slides) != 3 || len(left) != 0 || slides[0].Campaign != u.Campaign || slides[0].Author == "" {
			t.Errorf("%d drafts, files %v, the first %+v", len(slides), left, slides[0])
		}
		r.Studio.Resume(t.Context())
		if n := len(r.Slides()); n != 3 {
			t.Errorf("once more: %d drafts", n)
		}
	}
}

// A file that was to take the place of a slide's does so after a restart only where nobody changed the
// slide meanwhile. Else it is refused once, not tried at every start, and its sender still has it.
func TestAFileTakesNoPlaceThatMoved(t *testing.T) {
	r := studiotest.New(t)
	u := r.First()
	u.Upload("/studio/upload", "lễ hội.jpg", studiotest.Photo(9), "")
	draft := func() content.SlideDraft {
		t.Helper()
		d, err := r.Store.SlideDraft(t.Context(), r.Slides()[0].ID)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for i, moved := range []bool{true, false} {
		b := studiotest.Photo(uint8(30 + i))
		at := part(u, http.MethodPost, "/studio/upload/parts", nil, map[string]string{
			"Upload-Length": strconv.Itoa(len(b)), "Upload-Metadata": "filename " + base64.StdEncoding.EncodeToString([]byte("mới.jpg")),
		}).Header.Get("Location")
		part(u, http.MethodPatch, at, b, map[string]string{"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"})
		before := draft()
		seen := before.Sight(nil)
		if moved {
			seen = content.SightOf("another")
		}
		file := filepath.Join(r.Uploads, at[strings.LastIndex(at, "/")+1:])
		if err := os.WriteFile(file+".wanted", fmt.Appendf(nil, `{"slide":%q,"sight":%q}`, before.ID, seen), 0o600); err != nil {
			t.Fatal(err)
		}
		r.Studio.Resume(t.Context())
		if same := draft().Doc.Medium == before.Doc.Medium; same != moved {
			t.Errorf("moved %v: the file of before stays: %v", moved, same)
		}
		left, err := filepath.Glob(file + "*")
		if err != nil || slices.Contains(left, file+".wanted") || slices.Contains(left, file) != moved {
			t.Errorf("moved %v: %v are left, %v", moved, left, err)
		}
	}
}
