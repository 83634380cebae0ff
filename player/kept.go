package player

import (
	"strings"
	"sync"

	"ngatu/player/mirror"
	"ngatu/player/protocol"
)

// kept says which frames are on the disk, by what they are about. Many goroutines may use it.
type kept struct {
	mirror  *mirror.Mirror
	trouble func(string) // notes what the disk refused

	mu     sync.Mutex
	things map[string]bool // false: the disk refused it
}

// keep writes a frame to the disk. A programme replaces the one of the screen's earlier audience.
func (k *kept) keep(f protocol.Frame) {
	err := k.mirror.Keep(f)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.things[f.Thing()] = err == nil
	if err != nil {
		k.trouble(err.Error())
	}
	if err != nil || f.Type != protocol.TypeProgramme {
		return
	}
	for thing := range k.things {
		if strings.HasPrefix(thing, string(protocol.TypeProgramme)+"/") && thing != f.Thing() && k.mirror.Forget(thing) == nil {
			delete(k.things, thing)
		}
	}
}

// has says whether a frame about the same thing is on the disk.
func (k *kept) has(f protocol.Frame) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.things[f.Thing()]
}

// restored notes the frames that an earlier agent wrote.
func (k *kept) restored(frames []protocol.Frame) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, f := range frames {
		k.things[f.Thing()] = true
	}
}

// forgetAll removes all frames from the disk.
func (k *kept) forgetAll() error {
	k.mu.Lock()
	k.things = map[string]bool{}
	k.mu.Unlock()
	return k.mirror.ForgetAll()
}
