package record

import (
	"context"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/player/protocol"
)

// Record reads what was sent. Its methods may be called by any goroutine.
type Record struct {
	store      *store.Store
	programmes *lru.Cache[string, *content.Programme] // by hash
	takeovers  *lru.Cache[string, *protocol.Takeover] // by hash
	windows    *lru.Cache[window, *told]
}

// How much a record remembers: programmes take some hundred kilobytes each, frames of takeovers some
// kilobytes.
const (
	mostProgrammes = 32
	mostTakeovers  = 512
	mostWindows    = 64
)

// New makes a Record of a store.
func New(st *store.Store) (r *Record, err error) {
	r = &Record{store: st}
	if r.programmes, err = lru.New[string, *content.Programme](mostProgrammes); err != nil {
		return nil, err
	}
	if r.takeovers, err = lru.New[string, *protocol.Takeover](mostTakeovers); err != nil {
		return nil, err
	}
	r.windows, err = lru.New[window, *told](mostWindows)
	return r, err
}

// Sent is what a screen had been sent by an instant.
type Sent struct {
	Screen    protocol.Screen
	Programme *content.Programme
	Takeover  *protocol.Takeover // that ruled it then; nil: none did
}

// By is what a screen had been sent by an instant that is over; nil where nothing is kept of it: it
// was not there yet, or joined no audience.
func (r *Record) By(ctx context.Context, code string, at time.Time) (*Sent, error) {
	d, err := r.During(ctx, code, at, at)
	if err != nil {
		return nil, err
	}
	return d.By(ctx, at)
}

// Figures are those of a board that had been sent by an instant, and whether there were any.
func (r *Record) Figures(ctx context.Context, board string, at time.Time) (f protocol.Figures, some bool, err error) {
	one, err := r.store.FrameAt(ctx, protocol.TypeFigures, board, at)
	if content.CodeOf(err) == content.NotFound {
		return f, false, nil
	}
	if err == nil {
		err = one.Open(&f)
	}
	return f, err == nil, err
}

// opened is what a frame says, by its hash: read once while it is remembered.
func opened[T any](ctx context.Context, st *store.Store, all *lru.Cache[string, *T], hash string) (*T, error) {
	if one, known := all.Get(hash); known {
		return one, nil
	}
	f, err := st.FrameByHash(ctx, hash)
	if err != nil {
		return nil, err
	}
	one := new(T)
	if err := f.Open(one); err != nil {
		return nil, err
	}
	all.Add(hash, one)
	return one, nil
}
