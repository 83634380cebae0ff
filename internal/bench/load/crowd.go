//go:build linux

package main

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"sync"
	"syscall"
	"time"
)

// crowd is all players on one epoll.
type crowd struct {
	address string
	ep      int
	byFD    map[int32]*player
	events  []syscall.EpollEvent
	buffer  [128 << 10]byte // one for all players
}

// doors is how many players shake hands at once.
const doors = 64

// gather connects n players.
func gather(address string, n int) (*crowd, error) {
	to, err := net.ResolveTCPAddr("tcp4", address)
	if err != nil {
		return nil, err
	}
	at := syscall.SockaddrInet4{Port: to.Port, Addr: [4]byte(to.IP.To4())}
	c := &crowd{address: address, byFD: make(map[int32]*player, n), events: make([]syscall.EpollEvent, 1024)}
	if c.ep, err = syscall.EpollCreate1(0); err != nil {
		return nil, err
	}
	var (
		wait   sync.WaitGroup
		mu     sync.Mutex
		failed error
	)
	for door := range doors {
		wait.Go(func() {
			for i := door; i < n; i += doors {
				p, err := dial(at, i)
				mu.Lock()
				if err == nil {
					err = c.add(p)
				}
				if err != nil {
					failed = fmt.Errorf("player %d: %w", i, err)
				}
				stop := failed != nil
				mu.Unlock()
				if stop {
					return
				}
			}
		})
	}
	wait.Wait()
	return c, failed
}

func (c *crowd) add(p *player) error {
	if err := syscall.SetNonblock(p.fd, true); err != nil {
		return err
	}
	c.byFD[int32(p.fd)] = p
	return syscall.EpollCtl(c.ep, syscall.EPOLL_CTL_ADD, p.fd, &syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(p.fd)})
}

// hear takes what has come, waiting at most for wait, and tells of each player that then has its frame.
func (c *crowd) hear(wait time.Duration, has func(*player)) error {
	n, err := syscall.EpollWait(c.ep, c.events, int(wait.Milliseconds()))
	if err != nil && err != syscall.EINTR {
		return err
	}
	for _, e := range c.events[:max(n, 0)] {
		p := c.byFD[e.Fd]
		before := p.got
		if err := p.take(c.buffer[:]); err != nil && !errors.Is(err, errFull) {
			return err
		}
		if before == 0 && p.got > 0 && has != nil {
			has(p)
		}
	}
	return nil
}

// quiet lets time pass, answering what comes.
func (c *crowd) quiet(d time.Duration) error {
	for end := time.Now().Add(d); time.Now().Before(end); {
		if err := c.hear(10*time.Millisecond, nil); err != nil {
			return err
		}
	}
	return nil
}

// publish has the server send one frame to everybody and gives after what time each player had it, in milliseconds, in
// order.
func (c *crowd) publish() ([]float64, error) {
	for _, p := range c.byFD {
		p.got = 0
	}
	took := make([]float64, 0, len(c.byFD))
	began := time.Now()
	asked := make(chan error, 1)
	go func() { asked <- ask(c.address, "/publish") }()
	for len(took) < len(c.byFD) {
		if err := c.hear(100*time.Millisecond, func(*player) { took = append(took, ms(time.Since(began))) }); err != nil {
			return nil, err
		}
		if time.Since(began) > 20*time.Second {
			return nil, fmt.Errorf("%d of %d players had the frame after 20 s", len(took), len(c.byFD))
		}
	}
	slices.Sort(took)
	return took, <-asked
}
