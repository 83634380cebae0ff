//go:build linux

package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"net"
	"syscall"
	"time"
)

// Opcodes of websocket frames (RFC 6455, section 5.2).
const (
	opText  = 1
	opClose = 8
	opPing  = 9
	opPong  = 10
)

// player is one connection.
type player struct {
	fd   int
	rest []byte // of a frame that has not come whole
	got  int    // text frames since the last publish
}

// sources is from how many addresses players come: one has ports for some 28,000 connections.
const sources = 8

// dial connects, shakes hands, says hello and waits for the welcome.
func dial(to syscall.SockaddrInet4, i int) (*player, error) {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err != nil {
		return nil, err
	}
	p := &player{fd: fd}
	_ = syscall.SetsockoptInt(fd, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1)
	_ = syscall.SetsockoptTimeval(fd, syscall.SOL_SOCKET, syscall.SO_RCVTIMEO, &syscall.Timeval{Sec: 30})
	if err := syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, byte(2 + i%sources)}}); err != nil {
		return nil, err
	}
	if err := syscall.Connect(fd, &to); err != nil {
		return nil, err
	}
	if err := p.shake(fmt.Sprintf("127.0.0.1:%d", to.Port)); err != nil {
		return nil, err
	}
	hello := fmt.Sprintf(`{"type":"hello","body":{"v":1,"screen":"screen-%d","token":"a token of forty-three letters, as pages have","w":432,"h":216}}`, i)
	if err := p.send(opText, []byte(hello)); err != nil {
		return nil, err
	}
	var b [4096]byte
	for p.got == 0 {
		if err := p.take(b[:]); err != nil {
			return nil, fmt.Errorf("waiting for the welcome: %w", err)
		}
	}
	return p, nil
}

// shake opens the websocket. The key is fixed and the answer unchecked: nobody is deceived here.
func (p *player) shake(host string) error {
	request := "GET /ws HTTP/1.1\r\nHost: " + host + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
		"Sec-WebSocket-Key: bmdhdHUgYmVuY2ggLi4uLg==\r\nSec-WebSocket-Version: 13\r\n\r\n"
	if _, err := syscall.Write(p.fd, []byte(request)); err != nil {
		return err
	}
	var answer []byte
	var b [2048]byte
	for !bytes.Contains(answer, []byte("\r\n\r\n")) {
		n, err := read(p.fd, b[:])
		if err != nil || n <= 0 {
			return fmt.Errorf("no answer to the handshake: %v", err)
		}
		answer = append(answer, b[:n]...)
	}
	if !bytes.HasPrefix(answer, []byte("HTTP/1.1 101")) {
		return fmt.Errorf("the handshake was answered with %.60q", answer)
	}
	_, p.rest, _ = bytes.Cut(answer, []byte("\r\n\r\n"))
	return nil
}

// send writes a frame with an empty mask.
func (p *player) send(op byte, payload []byte) error {
	b := []byte{0x80 | op}
	if n := len(payload); n < 126 {
		b = append(b, 0x80|byte(n))
	} else {
		b = binary.BigEndian.AppendUint16(append(b, 0x80|126), uint16(n))
	}
	b = append(append(b, 0, 0, 0, 0), payload...)
	_, err := syscall.Write(p.fd, b)
	return err
}

// read goes on after signals: a read that may time out is not taken up again by the system.
func read(fd int, b []byte) (int, error) {
	for {
		if n, err := syscall.Read(fd, b); err != syscall.EINTR {
			return n, err
		}
	}
}

// maxFrame is the largest frame that is believed, in bytes.
const maxFrame = 16 << 20

var errFull = errors.New("nothing more to read")

// take reads what there is, by way of b, and counts the text frames in it.
func (p *player) take(b []byte) error {
	n, err := read(p.fd, b)
	switch {
	case err == syscall.EAGAIN:
		return errFull
	case err != nil:
		return err
	case n == 0:
		return net.ErrClosed
	}
	data := b[:n]
	if len(p.rest) > 0 {
		p.rest = append(p.rest, data...)
		data = p.rest
	}
	left, err := p.frames(data)
	p.rest = append([]byte(nil), left...)
	return err
}

// frames takes whole frames off data and gives what is left.
func (p *player) frames(data []byte) ([]byte, error) {
	for len(data) >= 2 {
		head, size := 2, int(data[1]&0x7f)
		switch {
		case size == 126 && len(data) >= 4:
			head, size = 4, int(binary.BigEndian.Uint16(data[2:]))
		case size == 127 && len(data) >= 10:
			head, size = 10, int(min(binary.BigEndian.Uint64(data[2:]), maxFrame))
		case size >= 126:
			return data, nil
		}
		if len(data) < head+size {
			return data, nil
		}
		switch op := data[0] & 0xf; op {
		case opText:
			p.got++
		case opPing:
			if err := p.send(opPong, data[head:head+size]); err != nil {
				return nil, err
			}
		case opClose:
			return nil, fmt.Errorf("the server closed a player: %q", data[head:head+size])
		}
		data = data[head+size:]
	}
	return data, nil
}

// ask sends a request of its own connection and waits for the answer.
func ask(address, path string) error {
	c, err := net.DialTimeout("tcp", address, 10*time.Second)
	if err != nil {
		return err
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(30 * time.Second))
	if _, err := fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n", path, address); err != nil {
		return err
	}
	b := make([]byte, 512)
	n, err := c.Read(b)
	if err == nil && !bytes.HasPrefix(b[:n], []byte("HTTP/1.1 200")) {
		err = fmt.Errorf("%s was answered with %.40q", path, b[:n])
	}
	return err
}
