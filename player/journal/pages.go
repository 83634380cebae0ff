package journal

import "slices"

// Bounds on what is remembered of pages' journals. A page that comes back after so many others began a journal is one
// that was switched off for weeks.
const (
	maxPages  = 64
	maxBeyond = 1024
)

// seen says which runs of a page's journal were taken.
type seen struct {
	Journal string  `json:"journal"`
	Seq     int64   `json:"seq"`              // all up to here
	Beyond  []int64 `json:"beyond,omitempty"` // and these, behind a gap; ascending
}

// has says whether run n was taken.
func (s *seen) has(n int64) bool {
	if n <= s.Seq {
		return true
	}
	_, found := slices.BinarySearch(s.Beyond, n)
	return found
}

// add notes that run n was taken.
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

// skipTo notes that nothing before n will come any more.
func (s *seen) skipTo(n int64) {
	s.Seq = max(s.Seq, n-1)
	s.close()
}

// close moves Seq over what lies without a gap behind it.
func (s *seen) close() {
	i := 0
	for i < len(s.Beyond) && s.Beyond[i] <= s.Seq+1 {
		s.Seq = max(s.Seq, s.Beyond[i])
		i++
	}
	s.Beyond = slices.Delete(s.Beyond, 0, i)
}

// pages remembers what was taken of each page's journal, least recently heard first: a page that did not get the
// answer sends again, and is not counted again.
type pages struct {
	list []*seen
}

// of gives a copy of what was taken of a page's journal.
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

// keep makes now what was taken of its journal.
func (p *pages) keep(now seen) {
	p.list = slices.DeleteFunc(p.list, func(s *seen) bool { return s.Journal == now.Journal })
	p.list = append(p.list, &now)
	p.list = p.list[max(0, len(p.list)-maxPages):]
}
