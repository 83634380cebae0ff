//go:build !unix

package pdf

import "github.com/tetratelabs/wazero/experimental"

type memory []byte

func allocate(_, most uint64) experimental.LinearMemory { m := make(memory, most); return &m }

// Reallocate opens more of it.
func (m *memory) Reallocate(size uint64) []byte {
	if size > uint64(len(*m)) {
		return nil
	}
	return (*m)[:size:size]
}

// Free gives it back.
func (m *memory) Free() { *m = nil }
