package layout_test

import (
	"reflect"
	"testing"

	"ngatu/content"
	"ngatu/content/layout"
)

// What a kind does not depend on may change without a layout being made again; what it does depend
// on may not be lost.
func TestFactsForAKind(t *testing.T) {
	all := facts()
	all.Longest = map[string]string{"screen.area": "Quận Hai Bà Trưng", "row.name": "Hai Bà Trưng"}
	common := layout.Facts{Faces: all.Faces, App: all.App, Hotline: all.Hotline}
	install, board, countdown := common, common, common
	install.Modules, install.Domain = all.Modules, all.Domain
	board.Rows, board.Tiles, board.Zone, board.Longest = all.Rows, all.Tiles, all.Zone, map[string]string{"row.name": "Hai Bà Trưng"}
	countdown.Zone = all.Zone
	for kind, want := range map[content.Kind]layout.Facts{
		content.Notice: common, content.Install: install, content.Board: board, content.Countdown: countdown,
	} {
		if got := all.For(kind); !reflect.DeepEqual(got, want) {
			t.Errorf("a %s depends on %+v, want %+v", kind, got, want)
		}
	}
	if len(all.Longest) != 2 {
		t.Error("the facts that were asked have changed")
	}
}
