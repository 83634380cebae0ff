package gallery

import (
	"fmt"
	"html/template"
	"image"
	"os"
	"path/filepath"
	"strings"

	"ngatu/internal/paint"
)

// longest is how wide or high a picture of the contact sheet may be, in pixels.
const longest = 480

// canvasPage is the part of the index for one canvas.
type canvasPage struct {
	Canvas string
	Vi     string
	Sheet  string // name of the contact sheet
	Rows   []indexRow
}

type indexRow struct {
	Vi    string
	Cells []indexCell
}

type indexCell struct {
	Vi, Why     string
	Page, Paint string // names of the pictures below the folder
	Differ      string
	Width       int // as shown, pixels
}

// hang writes the contact sheet of a canvas and gives its part of the index.
func hang(out string, on Canvas, shots []Shot) (canvasPage, error) {
	page := canvasPage{Canvas: on.String(), Vi: on.Vi, Sheet: "sheet-" + strings.Replace(on.String(), "×", "x", 1) + ".png"}
	var rows [][]paint.Cell
	for i, s := range shots {
		if i == 0 || shots[i-1].Look.ID != s.Look.ID {
			rows = append(rows, nil)
			page.Rows = append(page.Rows, indexRow{Vi: s.Look.Vi})
		}
		row := &page.Rows[len(page.Rows)-1]
		row.Cells = append(row.Cells, s.cell())
		rows[len(rows)-1] = append(rows[len(rows)-1], paint.Cell{Image: s.picture(), Caption: s.Look.Vi + " · " + s.Variant.Vi()})
	}
	return page, write(filepath.Join(out, page.Sheet), paint.Sheet(rows, longest))
}

// picture is what the contact sheet shows of a shot: the page's, else the painter's, else the
// reason on a grey card.
func (s Shot) picture() image.Image {
	if s.Page != nil {
		return s.Page
	}
	if s.Painted != nil {
		return s.Painted
	}
	return reason(s.Why, s.Canvas)
}

func (s Shot) cell() indexCell {
	c := indexCell{Vi: s.Variant.Vi(), Why: s.Why, Width: min(s.Canvas.Width, longest)}
	if s.Canvas.Portrait() {
		c.Width = longest * s.Canvas.Width / s.Canvas.Height
	}
	if s.Page != nil {
		c.Page = s.folder() + "/" + s.ID() + ".png"
	}
	if s.Painted != nil {
		c.Paint = s.folder() + "/go/" + s.ID() + ".png"
	}
	if s.Page != nil && s.Painted != nil {
		c.Differ = strings.ReplaceAll(fmt.Sprintf("lệch trung bình %.2f, ô lệch nhất %.0f (tại %d, %d)", s.Differ.Mean, s.Differ.Worst, s.Differ.At.X, s.Differ.At.Y), ".", ",")
	}
	return c
}

var index = template.Must(template.New("index").Parse(`<!DOCTYPE html>
<html lang="vi">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Ngatu: mọi loại tấm trên mọi màn hình</title>
<style>
body { margin: 1.5rem; background: #282a2e; color: #eef2f6; font: 15px/1.5 "Be Vietnam Pro", "Noto Sans", sans-serif; }
a { color: #ffd25e; }
h2 { margin-top: 2.5rem; }
.row { display: flex; flex-wrap: wrap; gap: 1rem; margin-bottom: 1.25rem; }
figure { margin: 0; }
img { display: block; height: auto; }
.why { box-sizing: border-box; padding: .75rem; background: #3a3d44; min-height: 5rem; }
figcaption { color: #b8bcc4; font-size: 13px; }
</style>
<h1>Mọi loại tấm trên mọi màn hình</h1>
<p>Ảnh chụp từ trang thật trong Chromium khi có; liên kết “Go” là ảnh do internal/paint vẽ từ cùng bố cục.</p>
<ul>{{range .}}<li><a href="#c{{.Canvas}}">{{.Canvas}}: {{.Vi}}</a> (<a href="{{.Sheet}}">một tấm</a>)</li>{{end}}</ul>
{{range .}}<h2 id="c{{.Canvas}}">{{.Canvas}}: {{.Vi}}</h2>
{{range .Rows}}<h3>{{.Vi}}</h3>
<div class="row">{{range .Cells}}<figure style="width:{{.Width}}px">
{{if .Page}}<a href="{{.Page}}"><img src="{{.Page}}" width="{{.Width}}" alt="{{.Vi}}" loading="lazy"></a>{{else if .Paint}}<a href="{{.Paint}}"><img src="{{.Paint}}" width="{{.Width}}" alt="{{.Vi}}" loading="lazy"></a>{{else}}<p class="why">{{.Why}}</p>{{end}}
<figcaption>{{.Vi}}{{if .Differ}} · <a href="{{.Paint}}">Go</a>: {{.Differ}}{{end}}</figcaption></figure>
{{end}}</div>
{{end}}{{end}}</html>
`))

// writeIndex writes index.html.
func writeIndex(out string, pages []canvasPage) error {
	f, err := os.Create(filepath.Join(out, "index.html"))
	if err != nil {
		return err
	}
	if err := index.Execute(f, pages); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
