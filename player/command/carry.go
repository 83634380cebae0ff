package command

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"ngatu/content"
	"ngatu/player/protocol"
)

// maxReason is how long an error of an answer may be, in bytes.
const maxReason = 500

// carryOut does one command. Its result is an answer; that it was done goes into the status.
func (r *Runner) carryOut(ctx context.Context, t task) {
	ctx, cancel := context.WithTimeout(ctx, timeLimit)
	defer cancel()
	r.cfg.Logger.Info("command", "kind", t.Kind, "id", t.ID)
	a, err := r.try(ctx, t.Command)
	if err != nil {
		a = &protocol.Answer{Error: reason(err)}
		r.cfg.Logger.Warn("command not carried out", "kind", t.Kind, "err", err)
	}
	if a != nil {
		a.ID = t.ID
		r.answer(*a, t.until)
	}
	if err == nil {
		r.finished(t.ID)
	}
}

// try does a command and gives its answer, nil if it has none.
func (r *Runner) try(ctx context.Context, c protocol.Command) (*protocol.Answer, error) {
	browser := r.cfg.Browser
	switch c.Kind {
	case protocol.RestartBrowser:
		if browser == nil {
			return nil, errNoBrowser
		}
		browser.Restart("staff asked for it")
		return nil, nil
	case protocol.Screenshot:
		if browser == nil {
			return nil, errNoBrowser
		}
		shot, err := browser.Screenshot(ctx, protocol.MaxAnswer)
		return &protocol.Answer{Type: "image/jpeg", Data: shot}, err
	case protocol.LogTail:
		return &protocol.Answer{Type: "text/plain; charset=utf-8", Data: r.cfg.Log(c.Lines, protocol.MaxAnswer)}, nil
	case protocol.RestartMachine:
		return nil, r.restartMachine(ctx, c.ID)
	}
	return nil, &content.Error{
		Code: content.Invalid,
		Vi:   fmt.Sprintf("Máy phát chưa biết lệnh %.40q. Hãy cập nhật ngatu-player.", c.Kind),
		En:   fmt.Sprintf("The player does not know the command %.40q. Update ngatu-player.", c.Kind),
	}
}

var errNoBrowser = &content.Error{
	Code: content.Missing,
	Vi:   "Máy phát này không tự mở trình duyệt (chưa đặt --browser).",
	En:   "This player has no browser of its own (--browser is not set).",
}

var errNoRestart = &content.Error{
	Code: content.Denied,
	Vi:   "Máy này không cho phép khởi động lại từ xa. Người quản trị máy bật bằng --allow-restart.",
	En:   "This machine may not be restarted from afar. Its administrator allows it by --allow-restart.",
}

// restartMachine counts the command as carried out before it asks for the restart, because there
// may be no time afterwards. If the restart fails, that is taken back.
func (r *Runner) restartMachine(ctx context.Context, id string) error {
	if len(r.cfg.Restart) == 0 {
		return errNoRestart
	}
	r.finished(id)
	r.cfg.BeforeRestart()
	// The restart ends this agent while the program still runs, which is no failure.
	if err := run(context.WithoutCancel(ctx), r.cfg.Restart); err != nil {
		r.unfinished(id)
		return &content.Error{
			Code: content.Denied,
			Vi:   "Không khởi động lại được máy. Hãy chạy trên máy: sudo ngatu-player install --allow-restart.",
			En:   "The machine could not be restarted. Run on it: sudo ngatu-player install --allow-restart.",
			Err:  err,
		}
	}
	return nil
}

// reason is an error as staff read it, in both languages if it has them.
func reason(err error) string {
	text := err.Error()
	var known *content.Error
	if errors.As(err, &known) {
		text = known.Vi + " / " + known.En
	}
	if len(text) > maxReason {
		text = strings.ToValidUTF8(text[:maxReason], "")
	}
	return text
}
