package edge

import (
	"container/list"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"ngatu/content"
)

// PerAddress is how many connections one address may hold by default: more than the offices behind
// one address need, and few enough that nobody takes all.
const PerAddress = 1000

// Connections bounds how many connections there are, for one address and for all. At a bound the
// oldest one that is not a player's socket is closed for the newest. So whoever takes many loses their
// own, and nobody else is kept out. Of several servers each gives an address its share of connections
// that are no sockets. Sockets stay where they are when servers come, and all come at once when one
// goes: each server has room for all of them.
type Connections struct {
	who        func(net.Addr) Client
	log        *slog.Logger
	perAddress int                // connections of one address
	share      func(most int) int // how many of them may be no sockets, at this one of several servers
	capacity   int                // descriptors for connections and the files that are sent on them
	now        func() time.Time

	mu    sync.Mutex
	used  int // of capacity
	peers map[netip.Prefix]*peer
	plain map[net.Conn]*list.Element // of connections that are not a player's socket; each is in its peer's list

	full, crowded rate.Sometimes // log lines: one a minute
}

// peer is what one address holds.
type peer struct {
	addr    netip.Prefix
	trusted bool
	held    int
	plain   list.List // of *connection, the oldest first
}

// connection is one that speaks HTTP.
type connection struct {
	conn  *net.TCPConn
	peer  *peer
	file  bool // a file is or was sent on it
	await bool // a body is being read from it
	flow
}

// NewConnections makes the bounds. perAddress 0 means [PerAddress]; a negative one is a
// [content.Error].
func NewConnections(e *Edge, perAddress int, log *slog.Logger) (*Connections, error) {
	if perAddress < 0 {
		return nil, &content.Error{
			Code: content.Invalid,
			Vi:   fmt.Sprintf("--per-address %d không dùng được: hãy ghi số kết nối cho mỗi địa chỉ, từ 1 trở lên.", perAddress),
			En:   fmt.Sprintf("--per-address %d cannot be used: write how many connections an address may hold, 1 or more.", perAddress),
		}
	}
	if perAddress == 0 {
		perAddress = PerAddress
	}
	k := &Connections{
		who: e.Peer, log: log, perAddress: perAddress, share: e.Share, capacity: capacity(), now: time.Now,
		peers: map[netip.Prefix]*peer{}, plain: map[net.Conn]*list.Element{},
	}
	k.full.Interval, k.crowded.Interval = time.Minute, time.Minute
	return k, nil
}

// capacity leaves an eighth of all descriptors, at least 64, to the database, media and the inbox.
func capacity() int {
	limit := descriptors()
	return max(limit-max(limit/8, 64), limit/2)
}

// admit counts a new connection; false: there is no place for it.
func (k *Connections) admit(c *net.TCPConn) bool {
	client := k.who(c.RemoteAddr())
	k.mu.Lock()
	defer k.mu.Unlock()
	p := k.peers[client.Addr]
	if p == nil {
		p = &peer{addr: client.Addr, trusted: client.Trusted}
		k.peers[client.Addr] = p
	}
	if !p.trusted && (p.held >= k.perAddress || p.plain.Len() >= k.share(k.perAddress)) {
		k.crowded.Do(func() {
			k.log.Warn("an address holds as many connections as it may; its oldest are closed. If it is a proxy, or many screens and people share it, name it in --trusted-proxy",
				"address", client.String(), "connections", p.held)
		})
		if !k.evict(p) {
			return false
		}
	}
	if !k.room(1) {
		if p.held == 0 {
			delete(k.peers, p.addr)
		}
		return false
	}
	p.held++
	k.used++
	k.plain[c] = p.plain.PushBack(&connection{conn: c, peer: p, flow: flow{since: k.now()}})
	return true
}

// room frees n descriptors.
func (k *Connections) room(n int) bool {
	for k.used+n > k.capacity {
		k.full.Do(func() {
			k.log.Warn("connections take as many file descriptors as they may; the oldest of whoever holds most are closed. The system's limit can be raised (LimitNOFILE)",
				"descriptors", k.used, "addresses", len(k.peers))
		})
		if !k.evict(k.largest()) {
			return false
		}
	}
	return true
}

// largest is the address with the most connections that can be closed. Few addresses hold any at
// once; with many, this is called once for each connection beyond the bound.
func (k *Connections) largest() *peer {
	var most *peer
	for _, p := range k.peers {
		if most == nil || p.plain.Len() > most.plain.Len() {
			most = p
		}
	}
	return most
}

// evict closes the oldest connection of an address.
func (k *Connections) evict(p *peer) bool {
	if p == nil || p.plain.Len() == 0 {
		return false
	}
	c := p.plain.Front().Value.(*connection)
	k.cut(c)
	return true
}

// cut closes a connection at once, whatever waits on it.
func (k *Connections) cut(c *connection) {
	k.forget(c.conn)
	c.conn.SetLinger(0) // throw away what was not sent; the kernel would keep it for minutes
	c.conn.Close()
}

// forget stops counting a connection that speaks HTTP.
func (k *Connections) forget(conn net.Conn) {
	if c := k.drop(conn); c != nil {
		k.leave(c.peer)
	}
}

// drop takes a connection off the list of those that may be closed.
func (k *Connections) drop(conn net.Conn) *connection {
	e := k.plain[conn]
	if e == nil {
		return nil
	}
	c := e.Value.(*connection)
	delete(k.plain, conn)
	c.peer.plain.Remove(e)
	if c.file {
		k.used--
	}
	return c
}

func (k *Connections) leave(p *peer) {
	k.used--
	if p.held--; p.held == 0 {
		delete(k.peers, p.addr)
	}
}

// Closed notes a connection that the web server has closed.
func (k *Connections) Closed(c net.Conn) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if tcp := plainOf(c); tcp != nil {
		k.forget(tcp)
	}
}

// Taken notes that a connection is a player's socket from now on: it counts until
// [Connections.Left], and only the hub closes it. false: it was closed to make room for others, and
// no longer counts.
func (k *Connections) Taken(c net.Conn) bool {
	if k == nil {
		return true
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.drop(plainOf(c)) != nil
}

// Left notes that a player's socket has ended.
func (k *Connections) Left(remote net.Addr) {
	if k == nil {
		return
	}
	addr := k.who(remote).Addr
	k.mu.Lock()
	defer k.mu.Unlock()
	if p := k.peers[addr]; p != nil {
		k.leave(p)
	}
}

// Sends notes that a file is sent on a connection, which takes a second descriptor; false: there is
// none.
func (k *Connections) Sends(c net.Conn) bool {
	if k == nil {
		return true
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	e := k.plain[plainOf(c)]
	if e == nil { // closed meanwhile, or not of this listener
		return true
	}
	if own := e.Value.(*connection); !own.file {
		if !k.room(1) || k.plain[own.conn] == nil { // the oldest may have been this one
			return false
		}
		own.file = true
		k.used++
	}
	return true
}

// plainOf is the TCP connection below TLS, or the connection itself; nil for any other kind.
func plainOf(c net.Conn) *net.TCPConn {
	if wrapped, ok := c.(interface{ NetConn() net.Conn }); ok {
		c = wrapped.NetConn()
	}
	tcp, _ := c.(*net.TCPConn)
	return tcp
}
