//go:build linux

package main

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"sync"
	"time"
)

// securely is how many TLS handshakes are under way at once.
const securely = 32

// fanSecure connects players over TLS and weighs them. Here a goroutine a player reads: the load is
// dearer, so of times only those of the server's processor are worth reading.
func fanSecure(address string, server process, n int) error {
	if err := askSecurely(address, "/rest"); err != nil {
		return err
	}
	r := fanned{Players: n}
	memory, before, began := server.memory(), server.spent(), time.Now()
	var (
		all  sync.WaitGroup
		came = make(chan error, n)
		door = make(chan bool, securely)
	)
	for i := range n {
		all.Go(func() {
			door <- true
			conn, err := dialSecurely(address, i)
			<-door
			came <- err
			if err == nil {
				_, _ = io.Copy(io.Discard, conn)
			}
		})
	}
	for range n {
		if err := <-came; err != nil {
			return err
		}
	}
	now := server.spent()
	r.Connect, r.Shook, r.Shaking = ms(time.Since(began)), now.server-before.server, now.load-before.load
	time.Sleep(2 * time.Second)
	if err := askSecurely(address, "/rest"); err != nil {
		return err
	}
	r.Idle = (server.memory() - memory) / float64(n)
	return tell(r) // the connections end with this process
}

var trusting = &tls.Config{InsecureSkipVerify: true, CurvePreferences: []tls.CurveID{tls.X25519}} // the certificate is the bench's own

func dialSecurely(address string, i int) (net.Conn, error) {
	d := net.Dialer{Timeout: 20 * time.Second, LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(2+i%sources))}}
	conn, err := tls.DialWithDialer(&d, "tcp", address, trusting)
	if err != nil {
		return nil, err
	}
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := conn.Write(request(address, false)); err != nil {
		return nil, err
	}
	p := &player{nr: i}
	b := make([]byte, 4096)
	for said := false; p.got == 0; {
		n, err := conn.Read(b)
		if err != nil {
			return nil, err
		}
		if data := b[:n]; !said {
			if _, err := p.opened(data); err != nil { // it comes in one record
				return nil, err
			}
			if _, err := conn.Write(masked(opText, hellos["ngatu"](p))); err != nil {
				return nil, err
			}
			said = true
		} else if _, err := p.frames(data); err != nil {
			return nil, err
		}
	}
	return conn, conn.SetDeadline(time.Time{})
}

func askSecurely(address, path string) error {
	c, err := tls.Dial("tcp", address, trusting)
	if err != nil {
		return err
	}
	defer c.Close()
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
