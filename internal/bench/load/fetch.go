//go:build linux

package main

import (
	"bytes"
	"flag"
	"fmt"
	"net"
	"strconv"
	"syscall"
	"time"
)

// fetched is what downloads came to.
type fetched struct {
	Requests int     `json:"requests"` // answers that came whole
	Bytes    float64 `json:"bytes"`
	Seconds  float64 `json:"seconds"`
	CPU      float64 `json:"cpu"`  // the server's, seconds
	Load     float64 `json:"load"` // the load's
}

// receive bounds what the kernel holds of one download, in bytes: thousands of them must
// not fill the memory.
const receive = 128 << 10

// download is one connection that asks again and again.
type download struct {
	fd   int
	left int    // bytes of the body that have not come; -1: the head has not come whole
	head []byte // so far
}

// fetch has many download one address: each once, or again until the time is over.
func fetch(args []string) error {
	f := flag.NewFlagSet("fetch", flag.ExitOnError)
	address, path := f.String("address", "", "host:port of the server"), f.String("path", "/", "what is downloaded")
	pid, n := f.Int("pid", 0, "process of the server"), f.Int("players", 64, "downloads at once")
	long := f.Duration("for", 0, "how long; 0: once each")
	if err := f.Parse(args); err != nil {
		return err
	}
	time.AfterFunc(5*time.Minute, func() { fail(fmt.Errorf("not done in five minutes")) })
	to, err := net.ResolveTCPAddr("tcp4", *address)
	if err != nil {
		return err
	}
	d := &downloads{
		ask:  fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", *path, *address),
		byFD: map[int32]*download{}, buffer: make([]byte, 256<<10), once: *long == 0,
	}
	if d.ep, err = syscall.EpollCreate1(0); err != nil {
		return err
	}
	server := process(*pid)
	before, began := server.spent(), time.Now()
	for i := range *n {
		if err := d.begin(&syscall.SockaddrInet4{Port: to.Port, Addr: [4]byte(to.IP.To4())}, i); err != nil {
			return err
		}
	}
	if err := d.run(*long); err != nil {
		return err
	}
	now := server.spent()
	d.Seconds, d.CPU, d.Load = time.Since(began).Seconds(), now.server-before.server, now.load-before.load
	return tell(d.fetched)
}

type downloads struct {
	fetched
	ask    []byte
	ep     int
	byFD   map[int32]*download
	buffer []byte // one for all
	once   bool
}

func (d *downloads) begin(to *syscall.SockaddrInet4, i int) error {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err != nil {
		return err
	}
	_ = syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_RCVBUF, receive)
	_ = syscall.SetsockoptInt(fd, syscall.IPPROTO_IP, noPort, 1)
	if err := syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, byte(2 + i%sources)}}); err != nil {
		return err
	}
	if err := syscall.Connect(fd, to); err != nil {
		return err
	}
	if err := syscall.SetNonblock(fd, true); err != nil {
		return err
	}
	if _, err := syscall.Write(fd, d.ask); err != nil {
		return err
	}
	d.byFD[int32(fd)] = &download{fd: fd, left: -1}
	return syscall.EpollCtl(d.ep, syscall.EPOLL_CTL_ADD, fd, &syscall.EpollEvent{Events: syscall.EPOLLIN, Fd: int32(fd)})
}

func (d *downloads) run(long time.Duration) error {
	events := make([]syscall.EpollEvent, 512)
	began := time.Now()
	for len(d.byFD) > 0 && (d.once || time.Since(began) < long) {
		n, err := syscall.EpollWait(d.ep, events, 100)
		if err != nil && err != syscall.EINTR {
			return err
		}
		for _, e := range events[:max(n, 0)] {
			if err := d.take(d.byFD[e.Fd]); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d *downloads) take(one *download) error {
	n, err := read(one.fd, d.buffer)
	if err == syscall.EAGAIN {
		return nil
	}
	if err != nil || n == 0 {
		return fmt.Errorf("a download ended early: %v", err)
	}
	d.Bytes += float64(n)
	data := d.buffer[:n]
	if one.left < 0 {
		if data, err = one.begun(data); err != nil || one.left < 0 {
			return err
		}
	}
	if one.left -= len(data); one.left > 0 {
		return nil
	}
	d.Requests++
	one.left, one.head = -1, nil
	if d.once {
		delete(d.byFD, int32(one.fd))
		return syscall.Close(one.fd)
	}
	_, err = syscall.Write(one.fd, d.ask)
	return err
}

// begun takes the head of an answer and gives what of the body came with it.
func (one *download) begun(data []byte) ([]byte, error) {
	one.head = append(one.head, data...)
	head, body, whole := bytes.Cut(one.head, []byte("\r\n\r\n"))
	if !whole {
		return nil, nil
	}
	if !bytes.HasPrefix(head, []byte("HTTP/1.1 200")) {
		return nil, fmt.Errorf("answered with %.60q", head)
	}
	for line := range bytes.SplitSeq(head, []byte("\r\n")) {
		name, value, _ := bytes.Cut(line, []byte(":"))
		if bytes.EqualFold(name, []byte("Content-Length")) {
			size, err := strconv.Atoi(string(bytes.TrimSpace(value)))
			one.left = size
			return body, err
		}
	}
	return nil, fmt.Errorf("an answer without a length: %.200q", head)
}
