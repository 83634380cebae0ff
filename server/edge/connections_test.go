package edge

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// crowd is a listener with bounds, where an address of this machine counts as a stranger's.
type crowd struct {
	*Connections
	net.Listener
	t   *testing.T
	log *lines

	mu       sync.Mutex
	accepted []net.Conn
}

// lines is a log that tests read.
type lines struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(b)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.String()
}

func newCrowd(t *testing.T, perAddress, capacity int) *crowd {
	return newCrowdAt(t, nil, perAddress, capacity)
}

// newCrowdAt is at one of the servers that an edge knows of.
func newCrowdAt(t *testing.T, e *Edge, perAddress, capacity int) *crowd {
	t.Helper()
	c := &crowd{t: t, log: &lines{}}
	var err error
	if c.Connections, err = NewConnections(e, perAddress, slog.New(slog.NewTextHandler(c.log, nil))); err != nil {
		t.Fatal(err)
	}
	c.capacity = capacity
	c.who = func(a net.Addr) Client {
		client := (*Edge)(nil).Peer(a)
		client.Trusted = strings.HasPrefix(a.String(), "127.0.0.9")
		return client
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c.Listener = c.Listen(l)
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			conn, err := c.Accept()
			if err != nil {
				return
			}
			c.mu.Lock()
			c.accepted = append(c.accepted, conn)
			c.mu.Unlock()
		}
	}()
	return c
}

// Accept is the bounded listener's.
func (c *crowd) Accept() (net.Conn, error) { return c.Listener.Accept() }

// come connects from an address of this machine.
func (c *crowd) come(from string) net.Conn {
	c.t.Helper()
	conn, err := c.dial(from)
	if err != nil {
		c.t.Fatal(err)
	}
	return conn
}

func (c *crowd) dial(from string) (net.Conn, error) {
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(from)}, Timeout: 10 * time.Second}
	conn, err := d.Dial("tcp", c.Addr().String())
	if err == nil {
		c.t.Cleanup(func() { conn.Close() })
	}
	return conn, err
}

// server is this end of a connection, once it was accepted.
func (c *crowd) server(conn net.Conn) net.Conn {
	c.t.Helper()
	for range 2000 {
		c.mu.Lock()
		for _, a := range c.accepted {
			if a.RemoteAddr().String() == conn.LocalAddr().String() {
				c.mu.Unlock()
				return a
			}
		}
		c.mu.Unlock()
		time.Sleep(5 * time.Millisecond)
	}
	c.t.Fatal("the connection was not accepted")
	return nil
}

// lives says whether the other end still holds a connection open.
func lives(conn net.Conn) bool {
	conn.SetReadDeadline(time.Now().Add(50 * time.Millisecond))
	_, err := conn.Read(make([]byte, 1))
	return errors.Is(err, os.ErrDeadlineExceeded)
}

func (c *crowd) held(from string) int {
	c.Connections.mu.Lock()
	defer c.Connections.mu.Unlock()
	if p := c.peers[c.who(&net.TCPAddr{IP: net.ParseIP(from)}).Addr]; p != nil {
		return p.held
	}
	return 0
}

func TestAnAddressLosesItsOwnOldest(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, 3, 100)
	var all []net.Conn
	for range 5 {
		all = append(all, c.come("127.0.0.2"))
		c.server(all[len(all)-1])
	}
	other := c.come("127.0.0.3")
	c.server(other)
	for i, want := range []bool{false, false, true, true, true} {
		if lives(all[i]) != want {
			t.Errorf("connection %d of 5, with 3 allowed: open %v", i+1, !want)
		}
	}
	if !lives(other) || c.held("127.0.0.2") != 3 {
		t.Errorf("another address: open %v; the first holds %d", lives(other), c.held("127.0.0.2"))
	}
	if log := c.log.String(); strings.Count(log, "--trusted-proxy") != 1 || !strings.Contains(log, "127.0.0.2") {
		t.Errorf("the log does not name the address and the setting once: %s", log)
	}
	for range 8 { // a hall
		conn := c.come("127.0.0.9")
		c.server(conn)
	}
	if n := c.held("127.0.0.9"); n != 8 {
		t.Errorf("a hall in --trusted-proxy holds %d of 8", n)
	}
}

func TestSocketsAreNotClosedForOthers(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, 2, 100)
	var sockets []net.Conn
	for range 2 {
		conn := c.come("127.0.0.2")
		if !c.Taken(c.server(conn)) {
			t.Fatal("a connection could not become a socket")
		}
		sockets = append(sockets, conn)
	}
	if late, err := c.dial("127.0.0.2"); err == nil && lives(late) { // it may be cut while it connects
		t.Error("a third connection where two sockets are all that the address may hold")
	}
	for _, s := range sockets {
		if !lives(s) {
			t.Error("a player lost its socket to a newcomer")
		}
	}
	c.Left(sockets[0].LocalAddr())
	if next := c.come("127.0.0.2"); !lives(next) {
		t.Error("the place of a socket that has ended is not free")
	}
}

func TestWhoeverHoldsMostMakesRoom(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, 1000, 10)
	var many []net.Conn
	few := c.come("127.0.0.3")
	c.server(few)
	for range 30 {
		many = append(many, c.come("127.0.0.2"))
		c.server(many[len(many)-1])
	}
	late := c.come("127.0.0.4")
	c.server(late)
	if !lives(few) || !lives(late) || !lives(many[29]) || lives(many[0]) {
		t.Errorf("open: the other's %v, a newcomer's %v, the crowd's newest %v and oldest %v", lives(few), lives(late), lives(many[29]), lives(many[0]))
	}
	if !strings.Contains(c.log.String(), "LimitNOFILE") {
		t.Errorf("the log does not say what to do: %s", c.log)
	}
}

func TestAFileTakesADescriptorToo(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, 1000, 4)
	first, second := c.come("127.0.0.2"), c.come("127.0.0.2")
	if !c.Sends(c.server(first)) || !c.Sends(c.server(second)) || !c.Sends(c.server(second)) {
		t.Fatal("no file can be sent where there is room")
	}
	third := c.come("127.0.0.3")
	if !lives(third) || lives(first) || !lives(second) {
		t.Errorf("third %v, oldest %v, second %v", lives(third), lives(first), lives(second))
	}
	c.Closed(c.server(second))
	c.Closed(c.server(third))
	c.Connections.mu.Lock()
	defer c.Connections.mu.Unlock()
	if c.used != 0 || len(c.peers) != 0 || len(c.plain) != 0 {
		t.Errorf("after all were closed %d descriptors, %d addresses, %d connections are counted", c.used, len(c.peers), len(c.plain))
	}
}

func TestStalledConnectionsAreCut(t *testing.T) {
	if !movesKnown {
		t.Skip("this system does not tell how much moves")
	}
	t.Parallel()
	c := newCrowd(t, 1000, 100)
	now := time.Now()
	var clock sync.Mutex
	c.Connections.mu.Lock()
	c.now = func() time.Time { clock.Lock(); defer clock.Unlock(); return now }
	c.Connections.mu.Unlock()
	later := func(d time.Duration) {
		clock.Lock()
		now = now.Add(d)
		clock.Unlock()
		c.look()
	}

	idle, stalled, reading, sending, silent := c.come("127.0.0.2"), c.come("127.0.0.2"), c.come("127.0.0.2"), c.come("127.0.0.2"), c.come("127.0.0.2")
	c.server(idle)
	fill := func(conn net.Conn) { // until the kernel takes no more
		s := c.server(conn)
		s.SetWriteDeadline(time.Now().Add(100 * time.Millisecond))
		for {
			if _, err := s.Write(make([]byte, 1<<20)); err != nil {
				return
			}
		}
	}
	fill(stalled)
	fill(reading)
	c.Reads(c.server(sending))
	done, watched := c.Reads(c.server(silent))
	if !watched {
		t.Fatal("a body is not watched")
	}
	for range 3 {
		// Less than a slow machine gets into the kernel while it fills it, and more than a segment
		// of loopback.
		reading.SetReadDeadline(time.Now().Add(30 * time.Second))
		if _, err := io.ReadFull(reading, make([]byte, 256<<10)); err != nil {
			t.Fatal(err)
		}
		if _, err := sending.Write(make([]byte, 8<<10)); err != nil {
			t.Fatal(err)
		}
		if _, err := io.ReadFull(c.server(sending), make([]byte, 8<<10)); err != nil {
			t.Fatal(err)
		}
		later(10 * time.Second)
	}
	reading.SetReadDeadline(time.Now().Add(5 * time.Second))
	if _, err := reading.Read(make([]byte, 1)); err != nil {
		t.Errorf("a reader that moves on was cut: %v", err)
	}
	if !lives(idle) || !lives(sending) {
		t.Errorf("idle connection: open %v; a body that moves on: open %v", lives(idle), lives(sending))
	}
	if lives(silent) {
		t.Error("a body that stopped holds its connection")
	}
	done()
	stalled.SetReadDeadline(time.Now().Add(10 * time.Second))
	_, err := io.Copy(io.Discard, stalled) // what the kernel holds, then the cut
	if !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("a reader that stopped: %v", err)
	}
}

// failing is a listener whose system has run out of something.
type failing struct {
	net.Listener
	errs []error
}

func (f *failing) Accept() (net.Conn, error) {
	if len(f.errs) == 0 {
		return f.Listener.Accept()
	}
	err := f.errs[0]
	f.errs = f.errs[1:]
	return nil, &net.OpError{Op: "accept", Err: os.NewSyscallError("accept4", err)}
}

func TestAcceptSurvives(t *testing.T) {
	t.Parallel()
	c := newCrowd(t, 1000, 100)
	old := c.come("127.0.0.2")
	c.server(old)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	short := c.Listen(&failing{l, []error{syscall.EMFILE, syscall.ENFILE, syscall.ENOBUFS, syscall.ENOMEM, syscall.ECONNABORTED, syscall.EPROTO}})
	go net.Dial("tcp", l.Addr().String())
	if conn, err := short.Accept(); err != nil {
		t.Errorf("accept ended: %v", err)
	} else {
		conn.Close()
	}
	if lives(old) {
		t.Error("no descriptor was freed")
	}
	l.Close()
	if _, err := short.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("a closed listener: %v", err)
	}
}
