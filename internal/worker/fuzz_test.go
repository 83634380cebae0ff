package worker_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"ngatu/content"
	"ngatu/internal/media"
	"ngatu/internal/worker"
	"ngatu/internal/worker/workertest"
)

// Whatever a file holds, the server gets a picture that it can draw, a film, a sheet, a warning, or a sentence
// for staff: the parsers are tried here where they run.
func FuzzInside(f *testing.F) {
	for _, name := range []string{"turned.mp4", "plain.mp4"} {
		b, err := os.ReadFile(filepath.Join("..", "media", "testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add(workertest.Sheets()[0].Bytes)
	f.Add([]byte("Đơn vị,Giá trị\nBa Đình,1\n"))
	f.Add([]byte(`<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>1</identifier></alert>`))
	f.Add([]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00"))
	p := worker.New(worker.Options{Folder: f.TempDir()})
	f.Cleanup(p.Close)
	f.Fuzz(func(t *testing.T, b []byte) {
		told := func(err error) {
			if c := content.CodeOf(err); err != nil && c != content.Invalid && c != content.TooLarge {
				t.Fatalf("no sentence for staff: %v", err)
			}
			if worker.Died(err) {
				t.Fatalf("a worker died: %v", err)
			}
		}
		_, picture, err := p.Import(t.Context(), "", bytes.NewReader(b), int64(len(b)))
		told(err)
		if picture != nil {
			_, err = picture.Render(t.Context(), media.Spec{Width: 64, Height: 32})
			picture.Close()
			told(err)
		}
		_, err = p.Sheet(t.Context(), "", bytes.NewReader(b), int64(len(b)))
		told(err)
		_, err = p.Bulletin(t.Context(), b)
		told(err)
	})
}
