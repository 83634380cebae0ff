package shell

import (
	"context"
	"sync"
	"time"

	"ngatu/internal/store"
)

const (
	listEvery  = time.Second     // how often the names of what is kept are asked for at most
	listWithin = 5 * time.Second // how long that may take; others wait for it too
)

// kept are the assets that nodes keep for those of other versions. The threat: anybody may ask for
// any name, without an account, and a question to the database takes a connection that players and
// staff need. So the names are asked for once a second at most, whoever asks for what, and each file
// once. A name that is not known waits for the next list, so that none is missed that was kept just now.
type kept struct {
	nodes store.Nodes

	turn sync.Mutex // of who asks for the names
	read time.Time  // when they were last asked for; turn guards it

	mu    sync.Mutex
	files map[string][]byte // by name; nil: not read yet
}

// find gives a file by its name, and whether it is kept.
func (k *kept) find(ctx context.Context, name string) (body []byte, ok bool) {
	came := time.Now()
	if body, ok = k.known(name); !ok {
		k.list(came)
		if body, ok = k.known(name); !ok {
			return nil, false
		}
	}
	if body != nil {
		return body, true
	}
	body, err := k.nodes.Asset(ctx, name)
	if err != nil {
		return nil, false
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, ok := k.files[name]; ok {
		k.files[name] = body
	}
	return body, true
}

func (k *kept) known(name string) (body []byte, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	body, ok = k.files[name]
	return body, ok
}

// list asks for the names, unless somebody has since an instant. Where the database does not say
// them they stay as they were.
func (k *kept) list(since time.Time) {
	k.turn.Lock()
	defer k.turn.Unlock()
	if k.read.After(since) {
		return
	}
	time.Sleep(time.Until(k.read.Add(listEvery)))
	k.read = time.Now()
	ctx, stop := context.WithTimeout(context.Background(), listWithin)
	defer stop()
	names, err := k.nodes.AssetNames(ctx)
	if err != nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	before := k.files
	k.files = make(map[string][]byte, len(names))
	for _, name := range names {
		k.files[name] = before[name]
	}
}
