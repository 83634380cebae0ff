//go:build linux

package main

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"syscall"
	"time"
)

// crowd is all players on one epoll.
type crowd struct {
	address string
	to      []syscall.SockaddrInet4 // several servers: players go to them in turn
	ep      int
	all     []*player
	byFD    []*player
	events  []syscall.EpollEvent
	buffer  [128 << 10]byte // one for all players
	request []byte
	hello   func(*player) []byte

	doors   int                         // how many shake hands at once
	queue   []*player                   // who has not begun to
	busy    int                         // who is at it
	waiting []*player                   // who comes back later, by when
	wait    func(*player) time.Duration // for how long, who has lost its connection; nil: not at all
	dead    int                         // the server that is there no more; -1: all are there
	inside  int
	last    time.Time // when the last text frame came
	retries int       // handshakes that failed and were started again
	lost    int       // players that were in and lost their connection
	why     error     // of the last one
}

// newCrowd is of so many players; address is host:port of the server, or of several with commas.
func newCrowd(address string, n, doors int, deflate bool, hello func(*player) []byte) (c *crowd, err error) {
	first, _, _ := strings.Cut(address, ",")
	c = &crowd{
		address: first, events: make([]syscall.EpollEvent, 1024), request: request(first, deflate), hello: hello, doors: doors, dead: -1,
	}
	for one := range strings.SplitSeq(address, ",") {
		to, err := net.ResolveTCPAddr("tcp4", one)
		if err != nil {
			return nil, err
		}
		c.to = append(c.to, syscall.SockaddrInet4{Port: to.Port, Addr: [4]byte(to.IP.To4())})
	}
	if c.ep, err = syscall.EpollCreate1(0); err != nil {
		return nil, err
	}
	for i := range n {
		c.all = append(c.all, &player{nr: i})
	}
	return c, nil
}

// gather connects everybody who is away, and returns when all had their welcome.
func (c *crowd) gather(within time.Duration) error {
	c.queue = c.queue[:0]
	for _, p := range c.all {
		if p.stage == away {
			c.queue = append(c.queue, p)
		}
	}
	for end := time.Now().Add(within); c.inside < len(c.all); {
		if time.Now().After(end) {
			return fmt.Errorf("%d of %d players were in after %v; last trouble: %v", c.inside, len(c.all), within, c.why)
		}
		if err := c.hear(50 * time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}

// door is to which server a player connects. Those of a server that is there no more are shared by the others,
// as a balancer does.
func (c *crowd) door(p *player) int {
	n := len(c.to)
	own := p.nr % n
	if own == c.dead {
		own = (own + 1 + p.nr/n%(n-1)) % n
	}
	return own
}

// admit lets the next ones begin.
func (c *crowd) admit() error {
	for len(c.waiting) > 0 && !c.waiting[0].due.After(time.Now()) {
		c.queue, c.waiting = append(c.queue, c.waiting[0]), c.waiting[1:]
	}
	for c.busy < c.doors && len(c.queue) > 0 {
		p := c.queue[0]
		c.queue = c.queue[1:]
		if err := p.knock(&c.to[c.door(p)]); err != nil {
			return fmt.Errorf("player %d: %w", p.nr, err)
		}
		c.busy++
		for p.fd >= len(c.byFD) {
			c.byFD = append(c.byFD, make([]*player, 1024)...)
		}
		c.byFD[p.fd] = p
		e := syscall.EpollEvent{Events: syscall.EPOLLOUT, Fd: int32(p.fd)}
		if err := syscall.EpollCtl(c.ep, syscall.EPOLL_CTL_ADD, p.fd, &e); err != nil {
			return err
		}
	}
	return nil
}

// hear takes what has come, waiting at most for wait.
func (c *crowd) hear(wait time.Duration) error {
	if err := c.admit(); err != nil {
		return err
	}
	n, err := syscall.EpollWait(c.ep, c.events, int(wait.Milliseconds()))
	if err != nil && err != syscall.EINTR {
		return err
	}
	for _, e := range c.events[:max(n, 0)] {
		p := c.byFD[e.Fd]
		if p.stage == away {
			continue
		}
		if err := c.serve(p); err != nil && !errors.Is(err, errFull) {
			if c.gone(p, err); c.retries > 10*len(c.all) {
				return fmt.Errorf("players come and do not get in: %w", err)
			}
		}
	}
	return nil
}

// serve goes one step on with a player whose socket is ready.
func (c *crowd) serve(p *player) error {
	if p.stage == knocking {
		return c.knocked(p)
	}
	if p.stage == in {
		before := p.got
		err := p.take(c.buffer[:])
		if p.got != before {
			c.last = time.Now()
		}
		return err
	}
	data, err := p.read(c.buffer[:])
	if err != nil {
		return err
	}
	if p.stage == shaking {
		if data, err = p.opened(data); err != nil {
			return err
		}
		p.stage, p.got = greeting, 0
		if err := p.send(opText, c.hello(p)); err != nil {
			return err
		}
	}
	left, err := p.frames(data)
	if p.keep(left); err == nil && p.got > 0 {
		p.stage = in
		c.inside++
		c.busy--
		c.last = time.Now()
		p.since, p.tries = c.last, 0
	}
	return err
}

func (c *crowd) knocked(p *player) error {
	if code, err := syscall.GetsockoptInt(p.fd, syscall.SOL_SOCKET, syscall.SO_ERROR); err != nil || code != 0 {
		return errors.Join(err, syscall.Errno(code))
	}
	p.stage = shaking
	if _, err := syscall.Write(p.fd, c.request); err != nil {
		return err
	}
	return syscall.EpollCtl(c.ep, syscall.EPOLL_CTL_MOD, p.fd, &syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(p.fd)})
}

// gone lets a player that lost its connection start again.
func (c *crowd) gone(p *player, why error) {
	c.why = why
	if c.leave(p); p.stage == in {
		c.lost++
	} else {
		c.retries++
	}
	p.cut()
	if c.wait == nil {
		c.queue = append(c.queue, p)
		return
	}
	p.due = time.Now().Add(c.wait(p))
	at, _ := slices.BinarySearchFunc(c.waiting, p, func(a, b *player) int { return a.due.Compare(b.due) })
	c.waiting = slices.Insert(c.waiting, at, p)
}

// leave takes a player out of the counts.
func (c *crowd) leave(p *player) {
	switch p.stage {
	case in:
		c.inside--
	case knocking, shaking, greeting:
		c.busy--
	}
}

// cutAll ends all connections at once.
func (c *crowd) cutAll() {
	for _, p := range c.all {
		c.leave(p)
		p.cut()
	}
	c.queue, c.waiting = c.queue[:0], nil
}

// quiet lets time pass, answering what comes.
func (c *crowd) quiet(d time.Duration) error {
	for end := time.Now().Add(d); time.Now().Before(end); {
		if err := c.hear(10 * time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}

// silent waits until no frame has come for so long, and at most for within.
func (c *crowd) silent(so, within time.Duration) error {
	for end := time.Now().Add(within); time.Since(c.last) < so; {
		if time.Now().After(end) {
			return fmt.Errorf("frames still came after %v", within)
		}
		if err := c.hear(20 * time.Millisecond); err != nil {
			return err
		}
	}
	return nil
}
