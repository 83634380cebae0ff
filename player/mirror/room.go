package mirror

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"ngatu/content"
)

// makeRoom removes the least needed media if a medium would exceed the limit or the room on the
// disk. It never removes what is needed: if that alone does not fit, the medium stays missing,
// nothing is fetched in vain, and the operator hears of it.
func (m *Mirror) makeRoom(ref content.Ref) error {
	if excess := m.Used() + ref.Size - m.cfg.Space; m.cfg.Space > 0 && excess > 0 && m.evict(excess) < excess {
		return &content.Error{
			Code: content.Exhausted,
			Vi:   fmt.Sprintf("Nội dung cần phát lớn hơn %d MB dành cho tệp. Hãy tăng giới hạn hoặc bớt nội dung.", m.cfg.Space>>20),
			En:   fmt.Sprintf("What is to be shown needs more than the %d MB set for media. Raise the limit or show less.", m.cfg.Space>>20),
		}
	}
	rest := ref.Size
	if part, err := os.Stat(filepath.Join(m.parts, string(ref.Digest))); err == nil {
		rest -= min(part.Size(), rest)
	}
	if excess := m.lacking(rest); excess > 0 {
		m.evict(excess)
	}
	if m.lacking(rest) > 0 {
		return noRoom(nil)
	}
	return nil
}

// spare is what is left free for frames and the journal of plays, in bytes: a twentieth of the
// disk, 64 MB at most.
const spare = 64 << 20

// lacking is how many bytes the disk lacks to take so many more.
func (m *Mirror) lacking(bytes int64) int64 {
	room, disk, ok := diskRoom(m.parts)
	if !ok {
		return 0
	}
	return max(0, bytes+min(spare, disk/20)-room)
}

func noRoom(cause error) error {
	return &content.Error{
		Code: content.Exhausted,
		Vi:   "Đĩa của màn hình đã đầy nên tệp mới chưa tải được. Hãy xóa bớt tệp khác trên đĩa hoặc bớt nội dung.",
		En:   "The screen's disk is full, so the new medium is not fetched. Remove other files from it or show less.",
		Err:  cause,
	}
}

// evict removes at least so many bytes of media that nobody needs, oldest first, and says how many
// it removed.
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
