package hub

import (
	"errors"
	"hash/maphash"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// ErrClosing says that the hub is shutting down and takes no more players.
var ErrClosing = errors.New("the server is shutting down")

// shards is how many parts the players are divided into. Walking one part of ten thousand players
// takes a few milliseconds, and a player that joins it waits that long.
const shards = 32

// Options of a hub. A zero value means the default given here.
type Options struct {
	Patience time.Duration // a player that does not drain its backlog in this time is dropped; 15 s
	Ping     time.Duration // a player that was silent for so long is pinged; 30 s
	Silent   time.Duration // a player that was silent for so long is dropped; 75 s
	Writers  int           // most goroutines that write to sockets that are not plain TCP; 128
	Packed   int           // frames of at least so many bytes are compressed; 1,000

	// OnChange is called when a screen's first socket has come or its last one has gone, in
	// sequence and from one goroutine. It may take its time and may call the hub.
	OnChange func(Change)
	Log      *slog.Logger // nil: nothing is logged
}

func (o *Options) fill() {
	def := func(d *time.Duration, v time.Duration) {
		if *d <= 0 {
			*d = v
		}
	}
	def(&o.Patience, 15*time.Second)
	def(&o.Ping, 30*time.Second)
	def(&o.Silent, 75*time.Second)
	if o.Writers <= 0 {
		o.Writers = 128
	}
	if o.Packed <= 0 {
		o.Packed = 1000
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
}

// Hub holds the sockets of one node. Many goroutines may call its methods.
type Hub struct {
	options Options
	start   time.Time
	seed    maphash.Seed
	shards  [shards]shard
	closing atomic.Bool
	done    chan struct{}
	running sync.WaitGroup

	topicsMu sync.RWMutex
	topics   map[string]*topic

	parked  parked
	writers writers
	changes changes
	count   counters
}

// New starts a hub. [Hub.Shutdown] ends it.
func New(o Options) *Hub {
	o.fill()
	h := &Hub{
		options: o,
		start:   time.Now(),
		seed:    maphash.MakeSeed(),
		done:    make(chan struct{}),
		topics:  map[string]*topic{},
	}
	for i := range h.shards {
		h.shards[i].screens = map[string]*Session{}
		h.shards[i].listeners = map[string][]*Session{}
	}
	h.parked.bell = make(chan struct{}, 1)
	h.changes.bell = make(chan struct{}, 1)
	h.running.Go(h.sweep)
	h.running.Go(h.tellChanges)
	return h
}

// shardOf is the part that all sockets of a screen are in.
func (h *Hub) shardOf(screen string) *shard {
	return &h.shards[maphash.String(h.seed, screen)%shards]
}

// clock is how long this hub has run, in milliseconds. It is monotonic and never 0.
func (h *Hub) clock() int64 { return time.Since(h.start).Milliseconds() + 1 }

// counters are what the hub counts for the operator.
type counters struct {
	players, encoded, delivered, parked, dropped, packed, replaced atomic.Int64
}

// Stats is what the hub has counted since it started.
type Stats struct {
	Players   int64 // sockets here now
	Encoded   int64 // frames encoded
	Delivered int64 // messages given to sockets whole
	Parked    int64 // messages that had to wait for a full socket
	Dropped   int64 // players dropped: slow, silent or broken
	Replaced  int64 // messages replaced by a newer one of the same thing while they waited; nobody misses them
	Packed    int64 // texts compressed; frames of one batch with the same body count once
}

// Stats gives the counts so far.
func (h *Hub) Stats() Stats {
	c := &h.count
	return Stats{
		Players: c.players.Load(), Encoded: c.encoded.Load(), Delivered: c.delivered.Load(), Parked: c.parked.Load(),
		Dropped: c.dropped.Load(), Replaced: c.replaced.Load(), Packed: c.packed.Load(),
	}
}
