package e2e

import (
	"fmt"
	"image/color"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/input"
)

// dropped is how many files lie in the folder that is dropped, but for the one in a folder within
// it. Chromium hands out a hundred entries of a folder at a time.
const dropped = 204

// dropsAFolder drops a real folder on the page of the upload. All but one of its files are of a kind
// that is not sent.
func dropsAFolder(t *testing.T, s studioTab) {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "Thả vào")
	if err := os.MkdirAll(filepath.Join(folder, "trong nữa"), 0o700); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{filepath.Join("trong nữa", "ảnh.jpg"): plain(t, 640, 360, color.RGBA{R: 90, G: 20, B: 200})}
	for i := range dropped {
		files[fmt.Sprintf("%d.txt", i+1)] = []byte("x")
	}
	for name, b := range files {
		if err := os.WriteFile(filepath.Join(folder, name), b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var before int
	s.Eval(`document.querySelectorAll("#files li").length`, &before)
	var at []float64
	s.Eval(`(function () {
		var zone = document.querySelector("[data-upload] [data-drop]");
		zone.scrollIntoView({ block: "center" });
		var box = zone.getBoundingClientRect();
		return [box.left + box.width / 2, box.top + 6];
	})()`, &at)
	data := &input.DragData{Items: []*input.DragDataItem{}, Files: []string{folder}, DragOperationsMask: 1}
	for _, event := range []input.DispatchDragEventType{input.DragEnter, input.DragOver, input.Drop} {
		s.Run(input.DispatchDragEvent(event, at[0], at[1], data))
	}
	s.until("all files of the folder, in order, and the one within sent", fmt.Sprintf(`(function () {
		var all = Array.from(document.querySelectorAll("#files li")).slice(%d).map(function (li) { return li.className + " " + li.querySelector("[data-name]").textContent; });
		return all.length === %d && all[0] === "bad 1.txt" && all[%d] === "bad %d.txt" && all[%d] === "good ảnh.jpg";
	})()`, before, dropped+1, dropped-1, dropped, dropped))
}
