package gallery

import (
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/chromedp/chromedp"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/player/protocol"
)

// vi is a text of a guide; the gallery looks at the Vietnamese alone.
func vi(text string) protocol.Both { return protocol.Both{Vi: text, En: text} }

// guide is what a kiosk's guide says in a variant.
func guide(v Variant) protocol.Guide {
	g := protocol.Guide{ID: "install", Kind: protocol.GuidePages, Icon: "phone", Title: vi("Cài đặt"), Brief: vi("Từng bước")}
	switch v {
	case Long:
		g.Title, g.Brief = vi("Hướng dẫn cài đặt, kích hoạt và sử dụng iHanoi"), vi("Từng bước một, kèm mã để xem trên điện thoại của bạn")
		p := protocol.GuidePage{Title: vi("Các bước cần làm trên điện thoại của bạn")}
		for _, l := range longLines {
			p.Steps = append(p.Steps, vi(l))
		}
		g.Pages = []protocol.GuidePage{p}
	case Short:
		g.Pages = []protocol.GuidePage{{Body: []protocol.Both{vi("Gọi 1022, nhánh 8.")}}}
	}
	return g
}

// guides are the guides of a touch screen, stored as media; none for cases that are not of a kiosk.
func (t *tab) guides(k Case) ([]content.Ref, error) {
	if !k.Canvas.Touch || k.Look.route != kioskPage && k.Look.route != laidOut {
		return nil, nil
	}
	all := []protocol.Guide{
		guide(k.Variant),
		{ID: "progress", Kind: protocol.GuideArea, Icon: "bars", Title: vi("Tiến độ nơi tôi\u00a0ở"), Brief: vi("Cài đặt iHanoi theo địa bàn"), Pages: []protocol.GuidePage{
			{Title: vi("Chọn địa bàn, hoặc gõ vài chữ của tên")}, {Body: []protocol.Both{vi("Hiện chưa có số liệu để hiển thị.")}},
		}},
	}
	if k.Variant == Long {
		all = append(all, protocol.Guide{ID: "about", Kind: protocol.GuidePages, Icon: "list", Title: vi("iHanoi làm được gì cho người dân và doanh nghiệp?"), Brief: vi("Các chức năng của ứng dụng")},
			protocol.Guide{ID: "questions", Kind: protocol.GuideQuestions, Icon: "question", Title: vi("Hỏi và đáp"), Brief: vi("Điều nhiều người hỏi về cài đặt và tài khoản định danh")})
	}
	var refs []content.Ref
	for _, g := range all {
		b, err := json.Marshal(g)
		if err != nil {
			return nil, err
		}
		refs = append(refs, t.origin.store(protocol.GuideType, b))
	}
	return refs, nil
}

// touch opens the kiosk over a board and goes to the sheet of the case, as a hand does.
func (t *tab) touch(k Case) error {
	// A board is on the loop, for the sheet of an area reads its figures; the mark of samples is
	// read from its layout.
	b := k
	b.Look.kind = content.Board
	l, err := layout.Lay(content.Slide{
		ID: k.ID(), Kind: content.Board, View: content.Gauge, Sample: k.Variant == Sample, Words: content.Words{Head: "Tiến độ iHanoi"},
	}, k.Canvas.Canvas, k.Facts)
	if err != nil {
		return err
	}
	if err := t.air(k, t.laid(l, b)); err != nil {
		return err
	}
	if err := t.until(`!document.getElementById('invite').hidden`); err != nil {
		return err
	}
	if err := chromedp.Run(t.ctx, chromedp.MouseClickXY(float64(k.Canvas.Width)/2, float64(k.Canvas.Height)/2)); err != nil {
		return err
	}
	switch k.Look.sheet {
	case "pages":
		return t.press(".choice", 0)
	case "area":
		if err := t.press(".choice", 1); err != nil || k.Variant == Empty {
			return err
		}
		return t.press(".names .name", 0)
	}
	return t.until(`document.querySelector('#kiosk .choice')`)
}

// press touches one of the kiosk's buttons in its middle.
func (t *tab) press(which string, n int) error {
	pick := `document.querySelectorAll('#kiosk ` + which + `')[` + strconv.Itoa(n) + `]`
	if err := t.until(pick); err != nil {
		return err
	}
	var at []float64
	find := `(function (r) { return [r.left + r.width / 2, r.top + r.height / 2]; })(` + pick + `.getBoundingClientRect())`
	if err := chromedp.Run(t.ctx, chromedp.Evaluate(find, &at)); err != nil {
		return err
	}
	if len(at) != 2 {
		return fmt.Errorf("there is no %s to touch", which)
	}
	if err := chromedp.Run(t.ctx, chromedp.MouseClickXY(at[0], at[1])); err != nil {
		return err
	}
	return t.until(`document.querySelector('#kiosk .body') && !document.querySelector('#kiosk ` + which + `')`)
}
