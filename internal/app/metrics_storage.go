package app

import (
	"context"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"ngatu/content"
	"ngatu/internal/blob"
	"ngatu/internal/reserve"
	"ngatu/internal/store"
)

var (
	storageBytes = prometheus.NewDesc("ngatu_storage_bytes", "What lies in the data folder, by kind: database (with its log), media.", []string{"kind"}, nil)
	storageFiles = prometheus.NewDesc("ngatu_media_files", "Media in the data folder, renditions among them.", nil, nil)
	storageHeld  = prometheus.NewDesc("ngatu_storage_reserve_held", "1 while the disk space for what must always work is kept back; 0 after it was needed.", nil, nil)
	storageTight = prometheus.NewDesc("ngatu_storage_tight", "1 while the disk is nearly full and what can wait is refused.", nil, nil)
	storageFree  = prometheus.NewDesc("ngatu_storage_free_bytes", "What can still be written to the disk of the data folder.", nil, nil)
)

// How often media are counted: there may be very many, and a bucket of S3 tells a thousand at a time.
const (
	countEvery = 5 * time.Minute
	countShare = 20 // and at most for a twentieth of the time
)

// storage measures the data folder. Media are counted beside the requests, which tell the last count.
type storage struct {
	data  string
	store *store.Store
	media blob.Bucket
	spare *reserve.Reserve
	life  context.Context // ends with the server

	mu       sync.Mutex
	last     *counted
	next     time.Time     // no count begins before
	counting chan struct{} // closed when the count that is under way has ended; nil: none is
}

// counted are media at some time.
type counted struct {
	files int
	bytes int64
}

// Describe is part of [prometheus.Collector].
func (s *storage) Describe(out chan<- *prometheus.Desc) {
	out <- storageBytes
	out <- storageFiles
	out <- storageFree
	out <- storageHeld
	out <- storageTight
}

// Collect is part of [prometheus.Collector].
func (s *storage) Collect(out chan<- prometheus.Metric) {
	tell := func(d *prometheus.Desc, v int64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(v), labels...)
	}
	ctx, cancel := context.WithTimeout(context.Background(), askFor)
	defer cancel()
	if bytes, err := s.store.Size(ctx); err == nil {
		tell(storageBytes, bytes, "database")
	}
	if last := s.count(ctx); last != nil {
		tell(storageBytes, last.bytes, "media")
		tell(storageFiles, int64(last.files))
	}
	if free, err := reserve.Free(s.data); err == nil {
		tell(storageFree, free)
	}
	tell(storageHeld, oneIf(s.spare.State().Held))
	tell(storageTight, oneIf(s.spare.Tight() != nil))
}

func oneIf(yes bool) int64 {
	if yes {
		return 1
	}
	return 0
}

// count gives the last count of media; nil where there is none yet. It waits for the first one only,
// and not beyond ctx.
func (s *storage) count(ctx context.Context) *counted {
	s.mu.Lock()
	if s.counting == nil && time.Now().After(s.next) {
		s.counting = make(chan struct{})
		go s.countAll(s.counting)
	}
	last, counting := s.last, s.counting
	s.mu.Unlock()
	if last != nil || counting == nil {
		return last
	}
	select {
	case <-ctx.Done():
	case <-counting:
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last
}

func (s *storage) countAll(done chan struct{}) {
	began, now := time.Now(), counted{}
	err := s.media.Walk(s.life, func(_ content.Digest, size int64) error {
		now.files, now.bytes = now.files+1, now.bytes+size
		return nil
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	if err == nil {
		s.last = &now
	}
	s.next, s.counting = time.Now().Add(max(countEvery, countShare*time.Since(began))), nil
	close(done)
}
