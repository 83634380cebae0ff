package player

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/player/protocol"
)

// doneFile names the commands carried out last, so that a restart of the machine is told by the agent that it brought about.
const doneFile = "done.json"

const (
	mostOrders  = 16               // commands that wait for a page
	mostDone    = 8                // IDs of commands carried out that a status holds
	mostAnswers = 8                // answers that wait for a connection
	orderIn     = 40 * time.Second // for one command of the agent's own
)

// answer is one on its way to the server.
type answer struct {
	protocol.Answer
	until int64 // of its command, Unix milliseconds by the server's clock
	sent  int64 // when it left on the connection that there is, by the machine's count; 0: it waits
}

// order hands a command to the pages, or keeps it for the first that comes; the agent's own it carries out beside the link,
// one at a time.
func (p *Player) order(f protocol.Frame) {
	if err := p.keepObeyed(); err != nil {
		p.trouble(err.Error())
		return
	}
	var c protocol.Command
	if f.Open(&c) != nil || c.ID == "" {
		return
	}
	switch c.Kind {
	case protocol.Identify, protocol.Reload, protocol.DimGlass:
		p.pass(f)
	default:
		p.wait.Go(func() { p.obey(c, f.Until) })
	}
}

func (p *Player) pass(f protocol.Frame) {
	if p.origin.Push(f) > 0 {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.orders) < mostOrders {
		p.orders = append(p.orders, f)
	}
}

// obey carries out what is the agent's own to do. What comes of it is an answer; that it was done, a line of the status.
func (p *Player) obey(c protocol.Command, until int64) {
	p.obeying.Lock()
	defer p.obeying.Unlock()
	if p.running.Err() != nil {
		return
	}
	ctx, cancel := context.WithTimeout(p.running, orderIn)
	defer cancel()
	p.log.Info("command", "kind", c.Kind, "id", c.ID)
	a, err := p.carryOut(ctx, c)
	if err != nil {
		a = &protocol.Answer{Error: sentence(err)}
		p.log.Warn("command not carried out", "kind", c.Kind, "err", err)
	}
	if a != nil {
		a.ID = c.ID
		p.answer(*a, until)
	}
	if err == nil {
		p.finished(c.ID)
	}
}

// carryOut does one command and gives its answer, nil where there is none.
func (p *Player) carryOut(ctx context.Context, c protocol.Command) (*protocol.Answer, error) {
	switch c.Kind {
	case protocol.RestartBrowser:
		if p.browser == nil {
			return nil, errNoBrowser
		}
		p.browser.Restart("staff asked for it")
		return nil, nil
	case protocol.Screenshot:
		if p.browser == nil {
			return nil, errNoBrowser
		}
		shot, err := p.browser.Screenshot(ctx, protocol.MaxAnswer)
		return &protocol.Answer{Type: "image/jpeg", Data: shot}, err
	case protocol.LogTail:
		return &protocol.Answer{Type: "text/plain; charset=utf-8", Data: p.lines.tail(c.Lines, protocol.MaxAnswer)}, nil
	case protocol.RestartMachine:
		return nil, p.restartMachine(ctx, c.ID)
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

// restartMachine is noted as done before it is asked for: afterwards there may be no time. Where it fails it was not done.
func (p *Player) restartMachine(ctx context.Context, id string) error {
	if len(p.cfg.RestartMachine) == 0 {
		return errNoRestart
	}
	p.finished(id)
	p.saveTime()
	// The machine that goes down ends this agent while the program still runs: that is no failure.
	if err := runProgram(context.WithoutCancel(ctx), p.cfg.RestartMachine); err != nil {
		p.unfinished(id)
		return &content.Error{
			Code: content.Denied,
			Vi:   "Không khởi động lại được máy. Hãy chạy trên máy: sudo ngatu-player install --allow-restart.",
			En:   "The machine could not be restarted. Run on it: sudo ngatu-player install --allow-restart.",
			Err:  err,
		}
	}
	return nil
}

// sentence is an error as staff read it.
func sentence(err error) string {
	if vi, en, ok := Sentence(err); ok {
		return vi + " / " + en
	}
	return err.Error()
}

// finished notes a command as carried out.
func (p *Player) finished(id string) {
	p.mu.Lock()
	if !slices.Contains(p.done, id) {
		p.done = append(p.done[max(0, len(p.done)-mostDone+1):], id)
	}
	p.keepDone()
	p.mu.Unlock()
	p.changed()
}

func (p *Player) unfinished(id string) {
	p.mu.Lock()
	p.done = slices.DeleteFunc(p.done, func(one string) bool { return one == id })
	p.keepDone()
	p.mu.Unlock()
}

// keepDone writes down what was carried out. The caller holds mu; commands are rare.
func (p *Player) keepDone() {
	b, err := json.Marshal(p.done)
	if err == nil {
		err = replaceFile(filepath.Join(p.cfg.Data, doneFile), b)
	}
	if err != nil {
		p.log.Warn("what was carried out is not on the disk", "err", err)
	}
}

func (p *Player) readDone() {
	b, err := os.ReadFile(filepath.Join(p.cfg.Data, doneFile))
	if err != nil || json.Unmarshal(b, &p.done) != nil {
		p.done = nil
	}
	p.done = p.done[max(0, len(p.done)-mostDone):]
}

// answer sends what a command brought to light, or keeps it until there is a connection.
func (p *Player) answer(a protocol.Answer, until int64) {
	if len(a.Error) > maxTrouble {
		a.Error = strings.ToValidUTF8(a.Error[:maxTrouble], "")
	}
	p.mu.Lock()
	p.answers = append(p.answers[max(0, len(p.answers)-mostAnswers+1):], answer{Answer: a, until: until})
	p.mu.Unlock()
	p.sendAnswers()
}

// sendAnswers sends the answers that wait; those whose command is over go.
func (p *Player) sendAnswers() {
	p.answering.Lock()
	defer p.answering.Unlock()
	now := p.time.certain()
	p.mu.Lock()
	p.answers = slices.DeleteFunc(p.answers, func(a answer) bool { return now > 0 && now >= a.until })
	waiting := slices.Clone(p.answers)
	p.mu.Unlock()
	for _, a := range waiting {
		if a.sent != 0 {
			continue
		}
		at := p.cfg.Clock.Mono()
		if !p.send(protocol.TypeAnswer, a.Answer) {
			return
		}
		p.each(func(one *answer) {
			if one.ID == a.ID {
				one.sent = max(at, 1)
			}
		})
	}
}

func (p *Player) each(do func(*answer)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range p.answers {
		do(&p.answers[i])
	}
}

// answersLost lets those be sent again of which nobody knows that they arrived: their connection is no more.
func (p *Player) answersLost() { p.each(func(a *answer) { a.sent = 0 }) }

// answersCame forgets answers that left before a question about the time which the server has answered since: it reads in order.
func (p *Player) answersCame(asked int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answers = slices.DeleteFunc(p.answers, func(a answer) bool { return a.sent != 0 && a.sent < asked })
}
