//go:build linux

// Command epoll is a floor for the hub in Go: one loop over epoll on one locked thread, no
// goroutine and no buffer a connection, a plain write a delivery. It speaks just enough of HTTP
// and of websockets for the load of this bench: a handshake is not checked, a hello is answered
// with a welcome, GET /publish and GET /large send one frame to everybody, of as many bytes as
// the two arguments say.
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"syscall"
)

// How far a connection has come.
const (
	fresh = iota + 1
	shook
	joined
)

var (
	shake   = []byte("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
	told    = []byte("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
	welcome = []byte("\x81\x02{}")
)

type loop struct {
	ep, door int
	state    map[int]byte
	players  []int
	place    map[int]int // of a player in players
	frame    []byte      // of GET /publish
	large    []byte      // of GET /large
	buffer   [65536]byte
}

func main() {
	runtime.LockOSThread()
	l := &loop{state: map[int]byte{}, place: map[int]int{}, frame: frameOf(1), large: frameOf(2)}
	if err := l.open(); err != nil {
		fmt.Fprintln(os.Stderr, "epoll:", err)
		os.Exit(1)
	}
	l.run()
}

// frameOf is a frame of as many bytes as one of the two arguments says.
func frameOf(argument int) []byte {
	size := 1024
	if argument < len(os.Args) {
		size, _ = strconv.Atoi(os.Args[argument])
	}
	f := binary.BigEndian.AppendUint16([]byte{0x81, 126}, uint16(size))
	return append(f, bytes.Repeat([]byte{'x'}, size)...)
}

func (l *loop) open() (err error) {
	if l.ep, err = syscall.EpollCreate1(0); err != nil {
		return err
	}
	if l.door, err = syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_NONBLOCK, 0); err != nil {
		return err
	}
	if err = syscall.Bind(l.door, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}); err != nil {
		return err
	}
	if err = syscall.Listen(l.door, 4096); err != nil {
		return err
	}
	at, err := syscall.Getsockname(l.door)
	if err != nil {
		return err
	}
	fmt.Printf("http://127.0.0.1:%d\n", at.(*syscall.SockaddrInet4).Port)
	return nil
}

func (l *loop) watch(fd int) {
	e := syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(fd)}
	if err := syscall.EpollCtl(l.ep, syscall.EPOLL_CTL_ADD, fd, &e); err != nil {
		fmt.Fprintln(os.Stderr, "epoll:", err)
	}
}

// run serves until standard input ends.
func (l *loop) run() {
	l.watch(l.door)
	l.watch(0)
	events := make([]syscall.EpollEvent, 512)
	for {
		n, err := syscall.EpollWait(l.ep, events, -1)
		if err != nil && err != syscall.EINTR {
			return
		}
		for _, e := range events[:max(n, 0)] {
			switch int(e.Fd) {
			case 0:
				return
			case l.door:
				l.accept()
			default:
				l.hear(int(e.Fd))
			}
		}
	}
}

func (l *loop) accept() {
	for {
		fd, _, err := syscall.Accept4(l.door, syscall.SOCK_NONBLOCK)
		if err != nil {
			return
		}
		_ = syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1)
		l.state[fd] = fresh
		l.watch(fd)
	}
}

func (l *loop) hear(fd int) {
	n, err := syscall.Read(fd, l.buffer[:])
	if err != nil || n <= 0 {
		_ = syscall.Close(fd)
		delete(l.state, fd)
		l.leave(fd)
		return
	}
	switch b := l.buffer[:n]; {
	case l.state[fd] == fresh && bytes.HasPrefix(b, []byte("GET /publish")):
		l.publish(fd, l.frame)
	case l.state[fd] == fresh && bytes.HasPrefix(b, []byte("GET /large")):
		l.publish(fd, l.large)
	case l.state[fd] == fresh && !bytes.HasPrefix(b, []byte("GET /ws")):
		runtime.GC()
		l.write(fd, told)
	case l.state[fd] == fresh:
		l.write(fd, shake)
		l.state[fd] = shook
	case l.state[fd] == shook:
		l.write(fd, welcome)
		l.state[fd] = joined
		l.place[fd] = len(l.players)
		l.players = append(l.players, fd)
	}
}

// leave puts the last player in the place of one that went.
func (l *loop) leave(fd int) {
	at, ok := l.place[fd]
	if !ok {
		return
	}
	last := l.players[len(l.players)-1]
	l.players[at], l.place[last] = last, at
	l.players = l.players[:len(l.players)-1]
	delete(l.place, fd)
}

func (l *loop) publish(asked int, frame []byte) {
	for _, p := range l.players {
		l.write(p, frame)
	}
	l.write(asked, told)
}

// write tries again while the socket is full: the load reads.
func (l *loop) write(fd int, b []byte) {
	for len(b) > 0 {
		n, err := syscall.Write(fd, b)
		if err != nil && err != syscall.EAGAIN {
			fmt.Fprintln(os.Stderr, "epoll: write:", err)
			return
		}
		b = b[max(n, 0):]
	}
}
