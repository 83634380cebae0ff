package page

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/player/protocol"
)

var (
	red    = color.RGBA{200, 30, 30, 255}
	green  = color.RGBA{20, 160, 60, 255}
	blue   = color.RGBA{30, 60, 200, 255}
	yellow = color.RGBA{240, 200, 20, 255}
	canvas = content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 20}
)

const audience, code = "a1", "M01"

// screen is the settings of the screen under test, changed by edits.
func (o *origin) screen(edits ...func(*protocol.Screen)) {
	o.t.Helper()
	s := protocol.Screen{
		Code: code, Name: "Ngã tư Sở", Audience: audience, Canvas: canvas, Zone: "Asia/Ho_Chi_Minh",
		Areas: []string{"2024-11/006"}, Fills: map[string]string{"screen.area": "Quận Đống Đa"}, Safe: protocol.Safe{Area: "Quận Đống Đa"},
	}
	for _, edit := range edits {
		edit(&s)
	}
	o.say(protocol.Frame{Type: protocol.TypeScreen, For: s.Code}, s)
}

// programme puts a programme on air.
func (o *origin) programme(p content.Programme) protocol.Frame {
	o.t.Helper()
	return o.say(protocol.Frame{Type: protocol.TypeProgramme, For: audience, From: p.From, Until: p.Until}, p)
}

// looping is a programme with one loop of slides from a moment before now.
func (o *origin) looping(slides ...content.Shown) content.Programme {
	p := content.Programme{
		Zone: "Asia/Ho_Chi_Minh", Canvas: canvas, From: o.now() - 60_000, Until: o.now() + 3_600_000,
		Slides: slides, Evergreen: -1, Loops: [][]int{{}},
	}
	for i := range slides {
		p.Loops[0] = append(p.Loops[0], i)
	}
	p.Spans = []content.Span{{Length: p.Until - p.From, Loop: 0}}
	return p
}

// picture is a slide that is one colour all over.
func (o *origin) picture(id string, ms int64, c color.RGBA) content.Shown {
	return content.Shown{ID: id, Campaign: "c", Kind: content.Picture, Dwell: ms, Medium: o.store("image/png", plain(c))}
}

// laid is a slide that Ngatu sets itself.
func (o *origin) laid(id string, kind content.Kind, ms int64, l layout.Layout) content.Shown {
	b, err := json.Marshal(l)
	if err != nil {
		o.t.Fatal(err)
	}
	return content.Shown{ID: id, Campaign: "c", Kind: kind, Dwell: ms, Medium: o.store(content.LayoutType, b)}
}

func plain(c color.Color) []byte {
	img := image.NewRGBA(image.Rect(0, 0, canvas.Width, canvas.Height))
	draw.Draw(img, img.Bounds(), image.NewUniform(c), image.Point{}, draw.Src)
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// colourOf finds which of the known colours a photo has near its top left.
func colourOf(img image.Image) string {
	for name, c := range map[string]color.RGBA{"red": red, "green": green, "blue": blue, "yellow": yellow} {
		if near(img, 40, 40, c) {
			return name
		}
	}
	return "none"
}
