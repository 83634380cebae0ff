package socket

import (
	"context"
	"errors"

	"github.com/gorilla/websocket"

	"ngatu/player/protocol"
)

// message handles one message of a player that is in the hub. Unknown types are ignored: a newer
// player may send them.
func (p *player) message(kind int, b []byte) bool {
	got := p.Now()
	f, err := protocol.Decode(b)
	switch {
	case errors.Is(err, protocol.ErrType):
		return true
	case errors.Is(err, protocol.ErrTooLarge):
		return p.part(protocol.CloseTooLarge, "too large")
	case err != nil || kind != websocket.TextMessage:
		return p.part(protocol.CloseBad, "frame")
	}
	if p.Allow != nil && f.Type != protocol.TypeClock && !p.Allow(p.link.session.Screen(), len(b)) {
		return true // not acknowledged: our players send it again
	}
	switch f.Type {
	case protocol.TypeClock:
		err = p.clock(f, got)
	case protocol.TypePlays:
		err = p.plays(f)
	case protocol.TypeStatus:
		err = p.status(f)
	case protocol.TypeAnswer:
		err = p.answer(f)
	case protocol.TypeHello:
		return p.part(protocol.ClosePolicy, "second hello")
	}
	if err != nil {
		return p.part(protocol.CloseBad, "body")
	}
	return true
}

// clock answers with the times of arrival and of sending. Each page asks once a minute or more: so it
// also hears which build it should be of.
func (p *player) clock(f protocol.Frame, got int64) error {
	var c protocol.Clock
	if err := f.Open(&c); err != nil {
		return err
	}
	c.Got, c.Answered, c.Build = got, p.Now(), ""
	if p.build != "" {
		if build := p.Build(); build != p.build {
			c.Build = build
		}
	}
	return p.reply(protocol.TypeClock, c)
}

// plays gives runs to the store and acknowledges them. If the store fails it says nothing: the
// player keeps its runs and sends them again.
func (p *player) plays(f protocol.Frame) error {
	var plays protocol.Plays
	if err := f.Open(&plays); err != nil {
		return err
	}
	if err := plays.Sound(); err != nil {
		return err
	}
	if p.OnPlays == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), workLimit)
	defer cancel()
	acked, err := p.OnPlays(ctx, p.link.session, plays)
	if err != nil {
		p.Log.Warn("plays not stored", "screen", p.link.session.Screen(), "err", err)
		return nil
	}
	return p.reply(protocol.TypeAcked, acked)
}

func (p *player) status(f protocol.Frame) error {
	var st protocol.Status
	if err := f.Open(&st); err != nil {
		return err
	}
	if err := st.Bound(); err != nil {
		return err
	}
	p.link.session.SetStatus(st)
	if p.OnStatus != nil {
		p.OnStatus(p.link.session, st)
	}
	return nil
}

func (p *player) answer(f protocol.Frame) error {
	var a protocol.Answer
	if err := f.Open(&a); err != nil || p.OnAnswer == nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), workLimit)
	defer cancel()
	p.OnAnswer(ctx, p.link.session, a)
	return nil
}

func (p *player) reply(t protocol.Type, body any) error {
	f, err := protocol.Reply(t, body)
	if err != nil {
		return err
	}
	return p.link.session.Send(f)
}
