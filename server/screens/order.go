package screens

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"strings"
	"time"
	"unicode"

	"ngatu/content"
	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// What an answer may hold. A screen's computer stands in the street and may be anybody's by now: staff open what it sends.
const (
	typeJPEG    = "image/jpeg"
	typeText    = "text/plain; charset=utf-8"
	mostPixels  = 3840 * 2160 // of a picture: the largest glass; a bomb of 96 kB claims more
	mostReason  = 500         // characters of a reason that staff read
	mostDone    = 16          // commands that a status names
	jpegQuality = 80
)

// statusIn bounds the noting of what a player says in its status.
const statusIn = 10 * time.Second

// answerTypes is what each kind of command may be answered with; all others only with why they failed.
var answerTypes = map[string]string{protocol.Screenshot: typeJPEG, protocol.LogTail: typeText}

var errAnswer = errors.New("an answer of a type or form that is not taken")

// status notes which commands a player says it carried out; it says so in each status, so most cost nothing.
func (s *Screens) status(session *hub.Session, st protocol.Status) {
	if len(st.Done) == 0 || !s.Air.Ordered(session.Screen()) {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), statusIn)
	defer cancel()
	if err := s.Store.DoneCommands(ctx, session.Screen(), st.Done[:min(len(st.Done), mostDone)]); err != nil {
		s.Log.Warn("commands carried out could not be noted; the player says so again", "screen", session.Screen(), "error", err)
	}
}

// answer keeps what a command brought to light. One that was not asked for, is over, or is another screen's is dropped.
func (s *Screens) answer(ctx context.Context, session *hub.Session, a protocol.Answer) {
	if !s.Air.Ordered(session.Screen()) {
		return
	}
	err := s.keep(ctx, session.Screen(), a)
	if err != nil && content.CodeOf(err) != content.NotFound {
		s.Log.Warn("an answer could not be kept", "screen", session.Screen(), "error", err)
	}
}

func (s *Screens) keep(ctx context.Context, screen string, a protocol.Answer) error {
	c, err := s.Store.AwaitsAnswer(ctx, screen, a.ID)
	if err != nil {
		return err
	}
	a.Error = cut(plainText(a.Error), mostReason)
	switch {
	case a.Error != "":
		a.Type, a.Data = "", nil
	case len(a.Data) == 0:
		return nil // that it was carried out is told by the status
	default:
		if a.Type, a.Data, err = s.looked(c.Kind, a); err != nil {
			a.Error = "máy của màn hình gửi về dữ liệu không đọc được · the screen's computer sent what cannot be read"
			a.Type, a.Data = "", nil
		}
	}
	return s.Store.AnswerCommand(ctx, screen, a)
}

// looked gives an answer's data as they may be shown to staff: a picture painted anew, a text without control characters.
func (s *Screens) looked(kind string, a protocol.Answer) (string, []byte, error) {
	want := answerTypes[kind]
	if len(a.Data) > protocol.MaxAnswer || want == "" || typeOf(a.Type) != typeOf(want) {
		return "", nil, errAnswer
	}
	if want == typeText {
		return want, []byte(plainText(string(a.Data))), nil
	}
	s.decoding.Lock() // one picture at a time: ten thousand that answer at once must not fill the memory
	defer s.decoding.Unlock()
	data, err := repaint(a.Data)
	return want, data, err
}

// typeOf is a media type without its parameters.
func typeOf(mime string) string {
	name, _, _ := strings.Cut(mime, ";")
	return strings.ToLower(strings.TrimSpace(name))
}

// repaint decodes a JPEG within limits and encodes what was seen: nothing that hides behind or between the pixels is kept.
func repaint(b []byte) ([]byte, error) {
	size, err := jpeg.DecodeConfig(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	if size.Width <= 0 || size.Height <= 0 || size.Width > mostPixels/size.Height {
		return nil, errAnswer
	}
	var picture image.Image
	if picture, err = jpeg.Decode(bytes.NewReader(b)); err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = jpeg.Encode(&out, picture, &jpeg.Options{Quality: jpegQuality})
	return out.Bytes(), err
}

// plainText is a text as it may stand on a page or a terminal: UTF-8, with no control character but tab and line feed, and
// none that turns the direction of what is read.
func plainText(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return -1
		}
		return r
	}, s)
}

// cut is at most n characters of s.
func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// orders are the commands that wait for a player at the door, and the number of the last of them.
func (s *Screens) orders(ctx context.Context, screen string) (frames []protocol.Frame, last int64) {
	frames, err := s.Air.Orders(ctx, screen, 0)
	if err != nil { // no reason to keep the picture from a screen; it gets them when it comes again
		s.Log.Warn("commands that wait could not be read", "screen", screen, "error", err)
	}
	for _, f := range frames {
		last = f.Number
	}
	return frames, last
}
