// Package gallery photographs what a demonstration has on air: every slide of every wall screen, at that screen's pixels.
//
// It owns the look of the contact sheet and the names of the pictures. It asks a running server as a player does, so it
// shows what screens really get; it must not know how slides are stored or resolved.
package gallery

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	_ "image/jpeg" // renditions of large canvases
	"image/png"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/websocket"

	"ngatu/content"
	"ngatu/content/layout"
	"ngatu/internal/paint"
	"ngatu/player/protocol"
)

// longest is how wide or high a picture of the contact sheet may be, in pixels.
const longest = 480

// Photograph writes a PNG for every slide of every named screen into dir, and sheet.png with all of them.
func Photograph(ctx context.Context, server, dir string, screens []string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	var titles []string
	cells := map[string][]paint.Cell{}
	for column, code := range screens {
		s, err := listen(ctx, server, code)
		if err != nil {
			return fmt.Errorf("screen %s: %w", code, err)
		}
		for _, shown := range s.programme.Slides {
			picture, err := s.paint(ctx, server, shown)
			if err != nil {
				return fmt.Errorf("slide %s on %s: %w", shown.ID, code, err)
			}
			if picture == nil {
				continue
			}
			if !slices.Contains(titles, shown.ID) {
				titles = append(titles, shown.ID)
			}
			row := cells[shown.ID]
			for len(row) < column {
				row = append(row, paint.Cell{})
			}
			cells[shown.ID] = append(row, paint.Cell{Image: picture, Caption: shown.ID + " · " + s.programme.Canvas.String()})
			name := fmt.Sprintf("%s-%dx%d.png", shown.ID, s.programme.Canvas.Width, s.programme.Canvas.Height)
			if err := write(filepath.Join(dir, name), picture); err != nil {
				return err
			}
		}
	}
	slices.Sort(titles)
	var rows [][]paint.Cell
	for _, t := range titles {
		rows = append(rows, cells[t])
	}
	return write(filepath.Join(dir, "sheet.png"), paint.Sheet(rows, longest))
}

// screen is what a player of one screen was sent.
type screen struct {
	screen    protocol.Screen
	programme content.Programme
	values    paint.Values
}

// quiet is how long no frame comes before all are taken to be here.
const quiet = 700 * time.Millisecond

// listen says hello as a screen of the wall and hears everything that it is sent.
func listen(ctx context.Context, server, code string) (*screen, error) {
	conn, answer, err := websocket.DefaultDialer.DialContext(ctx, strings.Replace(server, "http", "ws", 1)+protocol.PathSocket, nil)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	defer conn.Close()
	hello, err := protocol.Reply(protocol.TypeHello, protocol.Hello{Version: protocol.Version, Screen: code, Build: "gallery"})
	if err != nil {
		return nil, err
	}
	if err := conn.WriteJSON(hello); err != nil {
		return nil, err
	}
	s := &screen{values: paint.Values{
		Texts: map[string]string{}, Fractions: map[string]int{}, Levels: map[string]int{}, Codes: map[string][]string{}, At: time.Now(),
	}}
	for {
		if err := conn.SetReadDeadline(time.Now().Add(quiet)); err != nil {
			return nil, err
		}
		_, b, err := conn.ReadMessage()
		if err != nil {
			if len(s.programme.Slides) == 0 {
				return nil, fmt.Errorf("the server sent no programme: %w", err)
			}
			return s, nil
		}
		if err := s.hear(b); err != nil {
			return nil, err
		}
	}
}

func (s *screen) hear(b []byte) error {
	f, err := protocol.Decode(b)
	if err != nil {
		return err
	}
	switch f.Type {
	case protocol.TypeScreen:
		if err := f.Open(&s.screen); err != nil {
			return err
		}
		for bind, text := range s.screen.Fills {
			s.values.Texts[bind] = text
		}
		for bind, code := range s.screen.Codes {
			s.values.Codes[bind] = code.Rows
		}
	case protocol.TypeProgramme:
		return f.Open(&s.programme)
	case protocol.TypeFigures:
		var figures protocol.Figures
		if err := f.Open(&figures); err != nil {
			return err
		}
		for bind, cell := range figures.Cells {
			s.values.Texts[bind], s.values.Fractions[bind], s.values.Levels[bind] = cell.T, cell.F, cell.L
		}
	}
	return nil
}

// paint is a slide as the screen shows it: a layout painted with the screen's values, or the picture made for its canvas;
// nil for a clip that has no still.
func (s *screen) paint(ctx context.Context, server string, shown content.Shown) (image.Image, error) {
	ref := shown.Medium
	if shown.Kind == content.Video {
		if shown.Still == nil {
			return nil, nil
		}
		ref = *shown.Still
	}
	b, err := fetch(ctx, server+protocol.PathMedia+string(ref.Digest))
	if err != nil {
		return nil, err
	}
	if ref.Type != content.LayoutType {
		picture, _, err := image.Decode(bytes.NewReader(b))
		return picture, err
	}
	var l layout.Layout
	if err := json.Unmarshal(b, &l); err != nil {
		return nil, err
	}
	return paint.Paint(l, s.values), nil
}

func fetch(ctx context.Context, address string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", address, answer.Status)
	}
	return io.ReadAll(io.LimitReader(answer.Body, maxMedium))
}

// maxMedium bounds what is read of one medium, in bytes.
const maxMedium = 64 << 20

func write(path string, picture image.Image) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := png.Encode(f, picture); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
