package journal

import "slices"

// Bounds on what is remembered of pages' journals. A page whose journal is forgotten was switched
// off while this many others began one: for weeks.
const (
	maxPages  = 64
	maxBeyond = 1024
)

// seen says which runs of a page's journal are known.
type seen struct {
	Journal string  `json:"journal"`
	Seq     int64   `json:"seq"`              // all up to here
	Beyond  []int64 `json:"beyond,omitempty"` // and these, after a gap; ascending
}

// has says whether run n is known.
func (s *seen) has(n int64) bool {
	if n <= s.Seq {
		return true
	}
	_, found := slices.BinarySearch(s.Beyond, n)
	return found
}

// add notes that run n is known.
func (s *seen) add(n int64) {
	if s.has(n) {
		return
	}
	at, _ := slices.BinarySearch(s.Beyond, n)
	s.Beyond = slices.Insert(s.Beyond, at, n)
	if len(s.Beyond) > maxBeyond {
		s.Seq = s.Beyond[0] - 1
	}
	s.close()
}

// skipTo notes that no run before n will come.
func (s *seen) skipTo(n int64) {
	s.Seq = max(s.Seq, n-1)
	s.close()
}

// close moves Seq over runs that follow without a gap.
func (s *seen) close() {
	i := 0
	for i < len(s.Beyond) && s.Beyond[i] <= s.Seq+1 {
		s.Seq = max(s.Seq, s.Beyond[i])
		i++
	}
	s.Beyond = slices.Delete(s.Beyond, 0, i)
}

// pages remembers the known runs of each page's journal, least recently used first. A page that did
// not get the answer sends again, and must not be counted again.
type pages struct {
	list []*seen
}

// of gives a copy of what is known of a page's journal.
func (p *pages) of(journal string) seen {
	for _, s := range p.list {
		if s.Journal == journal {
			c := *s
			c.Beyond = slices.Clone(s.Beyond)
			return c
		}
	}
	return seen{Journal: journal}
}

// keep replaces what is known of a journal.
func (p *pages) keep(now seen) {
	p.list = slices.DeleteFunc(p.list, func(s *seen) bool { return s.Journal == now.Journal })
	p.list = append(p.list, &now)
	p.list = p.list[max(0, len(p.list)-maxPages):]
}
