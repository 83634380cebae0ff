package players

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode"

	"ngatu/content"
	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// What an answer may hold. The threat: a screen's computer stands in the street and may belong to
// anybody by now, and staff open what it sends.
const (
	typeJPEG  = "image/jpeg"
	typeText  = "text/plain; charset=utf-8"
	maxPixels = 3840 * 2160 // of a picture: the largest screen; without it 96 kB could claim far more
	maxReason = 500         // characters
)

// statusLimit bounds the work on a status.
const statusLimit = 10 * time.Second

// answerTypes is the type of answer that each kind of command may get. All other kinds may only say
// why they failed.
var answerTypes = map[string]string{protocol.Screenshot: typeJPEG, protocol.LogTail: typeText}

var errAnswer = errors.New("an answer of a type or form that is not taken")

// status notes which commands a player says it carried out. A player repeats them in each status,
// so most of these calls have nothing to do.
func (p *Players) status(session *hub.Session, st protocol.Status) {
	if len(st.Done) == 0 || !p.Air.Commands.Pending(session.Screen()) {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), statusLimit)
	defer cancel()
	if err := p.Store.DoneCommands(ctx, session.Screen(), st.Done); err != nil {
		p.Log.Warn("commands carried out could not be noted; the player says so again", "screen", session.Screen(), "error", err)
	}
}

// answer keeps the result of a command. It drops an answer that nobody asked for, whose command has
// expired, or that belongs to another screen.
func (p *Players) answer(ctx context.Context, session *hub.Session, a protocol.Answer) {
	if !p.Air.Commands.Pending(session.Screen()) {
		return
	}
	err := p.keep(ctx, session.Screen(), a)
	if err != nil && content.CodeOf(err) != content.NotFound {
		p.Log.Warn("an answer could not be kept", "screen", session.Screen(), "error", err)
	}
}

func (p *Players) keep(ctx context.Context, screen string, a protocol.Answer) error {
	c, err := p.Store.AwaitsAnswer(ctx, screen, a.ID)
	if err != nil {
		return err
	}
	a.Error = cut(plainText(a.Error), maxReason)
	switch {
	case a.Error != "":
		a.Type, a.Data = "", nil
	case len(a.Data) == 0:
		return nil // the status says that it was carried out
	default:
		if a.Type, a.Data, err = p.checked(ctx, c.Kind, a); err != nil {
			a.Error = "máy của màn hình gửi về dữ liệu không đọc được · the screen's computer sent what cannot be read"
			a.Type, a.Data = "", nil
		}
	}
	return p.Store.AnswerCommand(ctx, screen, a)
}

// checked gives an answer's data in a form that is safe to show to staff: a picture is encoded
// again, a text has no control characters.
func (p *Players) checked(ctx context.Context, kind string, a protocol.Answer) (string, []byte, error) {
	want := answerTypes[kind]
	if len(a.Data) > protocol.MaxAnswer || want == "" || typeOf(a.Type) != typeOf(want) {
		return "", nil, errAnswer
	}
	if want == typeText {
		return want, []byte(plainText(string(a.Data))), nil
	}
	data, err := p.Workers.Repaint(ctx, a.Data, maxPixels)
	return want, data, err
}

// typeOf is a media type without its parameters.
func typeOf(mime string) string {
	name, _, _ := strings.Cut(mime, ";")
	return strings.ToLower(strings.TrimSpace(name))
}

// plainText makes a text safe for a page or a terminal: valid UTF-8, with no control characters but
// tab and line feed, and none that change the direction of writing.
func plainText(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return -1
		}
		return r
	}, s)
}

// cut shortens s to n characters.
func cut(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}

// waiting gives the commands that wait for a player, and the number of the last one.
func (p *Players) waiting(ctx context.Context, screen string) (frames []protocol.Frame, last int64) {
	frames, err := p.Air.Commands.Open(ctx, screen, 0)
	if err != nil { // the picture matters more; the player gets them on its next connection
		p.Log.Warn("commands that wait could not be read", "screen", screen, "error", err)
	}
	for _, f := range frames {
		last = f.Number
	}
	return frames, last
}
