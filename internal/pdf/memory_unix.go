//go:build unix

package pdf

import (
	"github.com/tetratelabs/wazero/experimental"
	"golang.org/x/sys/unix"
)

// memory is PDFium's: addresses are reserved for all that it may ever use, and become memory as it
// grows. Go's own would copy all of it each time, and take up to three times as much meanwhile.
type memory struct {
	reserved []byte
	open     int
}

func allocate(_, most uint64) experimental.LinearMemory {
	b, err := unix.Mmap(-1, 0, int(most), unix.PROT_NONE, unix.MAP_PRIVATE|unix.MAP_ANON)
	if err != nil {
		return &memory{}
	}
	return &memory{reserved: b}
}

// Reallocate opens more of it; nil where the system gives no more.
func (m *memory) Reallocate(size uint64) []byte {
	const page = 64 << 10
	if size > uint64(len(m.reserved)) {
		return nil
	}
	end := (int(size) + page - 1) / page * page
	if end > m.open {
		if unix.Mprotect(m.reserved[m.open:end], unix.PROT_READ|unix.PROT_WRITE) != nil {
			return nil
		}
		m.open = end
	}
	return m.reserved[:size:size]
}

// Free gives it back.
func (m *memory) Free() {
	if m.reserved != nil {
		_ = unix.Munmap(m.reserved)
		m.reserved = nil
	}
}
