package mirror

import (
	"fmt"
	"slices"
	"time"

	"ngatu/content"
)

// makeRoom lets go of what is least needed when size more bytes would pass the limit. What is wanted is never let go:
// when that alone does not fit, the medium stays missing and the operator is told.
func (m *Mirror) makeRoom(size int64) error {
	if m.cfg.Space <= 0 {
		return nil
	}
	if over := m.Used() + size - m.cfg.Space; over > 0 && m.evict(over) < over {
		return &content.Error{
			Code: content.Exhausted,
			Vi:   fmt.Sprintf("Nội dung cần phát lớn hơn %d MB dành cho tệp. Hãy tăng giới hạn hoặc bớt nội dung.", m.cfg.Space>>20),
			En:   fmt.Sprintf("What is to be shown needs more than the %d MB set for media. Raise the limit or show less.", m.cfg.Space>>20),
		}
	}
	return nil
}

// evict lets go of at least so many bytes of media that nobody wants, those that came longest ago first, and says how
// many it let go.
func (m *Mirror) evict(bytes int64) int64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	type old struct {
		d    content.Digest
		size int64
		came time.Time
	}
	var idle []old
	for d, k := range m.have {
		if _, wanted := m.types[d]; !wanted {
			came, _, _ := m.stat(d)
			idle = append(idle, old{d, k.size, came})
		}
	}
	slices.SortFunc(idle, func(a, b old) int { return a.came.Compare(b.came) })
	var freed int64
	for _, o := range idle {
		if freed >= bytes {
			break
		}
		if m.media.Delete(o.d) == nil {
			delete(m.have, o.d)
			freed += o.size
		}
	}
	return freed
}
