package paint_test

import (
	"testing"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/internal/paint"
)

// TestOddGallery paints what staff write in haste: long and short words, capitals with stacked marks, old figures, long names
// of wards, and an install slide before its link is set.
func TestOddGallery(t *testing.T) {
	if *gallery == "" {
		t.Skip("pictures are written with -gallery FOLDER")
	}
	f, v := facts(t), values(t)
	f.Longest["row.name"] = "Văn Miếu - Quốc Tử Giám"
	v.Texts["mark"] = "SỐ LIỆU CŨ"
	v.Texts["row.0.name"] = "Văn Miếu - Quốc Tử Giám"
	odd := []content.Slide{
		{ID: "long", Kind: content.Notice, Words: content.Words{Kicker: "Phường Ô Chợ Dừa", Head: "Công an phường cấp căn cước lưu động tại nhà văn hóa tổ dân phố số 5 lúc 8 giờ ngày 12 tháng 3, đề nghị người dân mang theo giấy tờ tùy thân", Brief: "Cấp căn cước 8 giờ 12/3, tổ 5", Foot: "Liên hệ Công an phường"}},
		{ID: "short", Kind: content.Notice, Words: content.Words{Head: "Xin chào"}},
		{ID: "marks", Kind: content.Notice, Words: content.Words{Head: "ẤN NÚT ỆẪỔ TRỰC TUYẾN MIỄN PHÍ NGHĨA VỤ QUÂN SỰ", Brief: "NGHĨA VỤ QUÂN SỰ"}},
		{ID: "wards", Kind: content.Board, View: content.League, Words: content.Words{Head: "Tiến độ cài đặt iHanoi", Brief: "Tiến độ iHanoi"}},
		{ID: "stale", Kind: content.Board, View: content.Gauge, Words: content.Words{Head: "Tiến độ cài đặt iHanoi", Brief: "Tiến độ iHanoi"}},
		{ID: "nolink", Kind: content.Install, Words: content.Words{Head: "Quét mã", Brief: "Cài đặt ứng dụng"}},
		{ID: "pair", Kind: content.Notice, Style: content.List, Words: content.Words{Head: "Hai việc", Lines: []string{"Cài đặt", "Kích hoạt"}}},
	}
	var rows [][]paint.Cell
	for _, s := range odd {
		var row []paint.Cell
		g := f
		if s.ID == "nolink" {
			g.Modules = 0
		}
		for _, c := range canvases {
			l, err := layout.Lay(s, c, g)
			if err != nil {
				t.Log(err)
				row = append(row, paint.Cell{Caption: "no"})
				continue
			}
			row = append(row, paint.Cell{Image: paint.Paint(l, v), Caption: s.ID})
		}
		rows = append(rows, row)
	}
	write(t, "odd.png", paint.Cell{Image: paint.Sheet(rows, 480)})
}
