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

// Opcodes of websocket frames (RFC 6455, section 5.2), and the bit of a frame that is
// compressed (RFC 7692).
const (
	opText  = 1
	opClose = 8
	opPing  = 9
	opPong  = 10
	packed  = 0x40
)

// stage is how far a player has come.
type stage byte

const (
	away     stage = iota // not connected
	knocking              // TCP is being connected
	shaking               // waits for the handshake's answer
	greeting              // waits for the welcome
	in
)

// player is one connection, and what it keeps when that is lost.
type player struct {
	fd    int
	nr    int // which of all players
	stage stage
	rest  []byte // of an answer or a frame that has not come whole
	got   int    // text frames since the count was reset
	bytes int    // that came, of everything
	text  func(p *player, packed bool, payload []byte)

	has   []thing   // of a fleet: the newest of every thing
	fresh bool      // it came back without anything
	runs  int       // of plays that it has said
	tries int       // to come back, since it was in
	since time.Time // when it came in
	due   time.Time // when it comes back
}

// sources is from how many addresses players come: one has ports for some 28,000 connections.
const sources = 8

// noPort leaves the choice of a port to connect, so that addresses are used up by pairs (Linux:
// IP_BIND_ADDRESS_NO_PORT).
const noPort = 24

// knock begins to connect.
func (p *player) knock(to *syscall.SockaddrInet4) (err error) {
	p.fd, err = syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_NONBLOCK, 0)
	if err != nil {
		return err
	}
	p.stage, p.rest = knocking, nil
	_ = syscall.SetsockoptInt(p.fd, syscall.IPPROTO_TCP, syscall.TCP_NODELAY, 1)
	_ = syscall.SetsockoptInt(p.fd, syscall.IPPROTO_IP, noPort, 1)
	if err := syscall.Bind(p.fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, byte(2 + p.nr%sources)}}); err != nil {
		return err
	}
	if err := syscall.Connect(p.fd, to); err != nil && err != syscall.EINPROGRESS {
		return err
	}
	return nil
}

// cut ends the connection as a power cut does: without a word, by a reset.
func (p *player) cut() {
	if p.stage == away {
		return
	}
	_ = syscall.SetsockoptLinger(p.fd, syscall.SOL_SOCKET, syscall.SO_LINGER, &syscall.Linger{Onoff: 1})
	_ = syscall.Close(p.fd)
	p.stage, p.rest = away, nil
}

// request opens the websocket. The key is fixed and the answer unchecked: nobody is deceived here.
func request(host string, deflate bool) []byte {
	extension := ""
	if deflate {
		extension = "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover; server_no_context_takeover\r\n"
	}
	return []byte("GET /ws HTTP/1.1\r\nHost: " + host + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" + extension +
		"Sec-WebSocket-Key: bmdhdHUgYmVuY2ggLi4uLg==\r\nSec-WebSocket-Version: 13\r\n\r\n")
}

// send writes a frame with an empty mask.
func (p *player) send(op byte, payload []byte) error {
	_, err := syscall.Write(p.fd, masked(op, payload))
	return err
}

func masked(op byte, payload []byte) []byte {
	b := make([]byte, 0, len(payload)+8)
	b = append(b, 0x80|op)
	if n := len(payload); n < 126 {
		b = append(b, 0x80|byte(n))
	} else {
		b = binary.BigEndian.AppendUint16(append(b, 0x80|126), uint16(n))
	}
	return append(append(b, 0, 0, 0, 0), payload...)
}

// read goes on after signals.
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
	data, err := p.read(b)
	if err != nil {
		return err
	}
	left, err := p.frames(data)
	p.keep(left)
	return err
}

// read is what had come and what comes now.
func (p *player) read(b []byte) ([]byte, error) {
	n, err := read(p.fd, b)
	switch {
	case err == syscall.EAGAIN:
		return nil, errFull
	case err != nil:
		return nil, err
	case n == 0:
		return nil, net.ErrClosed
	}
	p.bytes += n
	if len(p.rest) == 0 {
		return b[:n], nil
	}
	p.rest = append(p.rest, b[:n]...)
	return p.rest, nil
}

func (p *player) keep(left []byte) {
	if len(left) == 0 {
		p.rest = nil
		return
	}
	p.rest = append([]byte(nil), left...)
}

// opened takes the handshake's answer; nil while it has not come whole.
func (p *player) opened(data []byte) (left []byte, err error) {
	head, left, whole := bytes.Cut(data, []byte("\r\n\r\n"))
	if !whole {
		p.keep(data)
		return nil, errFull
	}
	if !bytes.HasPrefix(head, []byte("HTTP/1.1 101")) {
		return nil, fmt.Errorf("the handshake was answered with %.60q", head)
	}
	return left, nil
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
			if p.text != nil {
				p.text(p, data[0]&packed != 0, data[head:head+size])
			}
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
