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

// storage measures the data folder. Media are counted at most every five minutes: there may be very
// many.
type storage struct {
	data  string
	store *store.Store
	media blob.Bucket
	spare *reserve.Reserve

	mu      sync.Mutex
	files   int
	bytes   int64
	counted time.Time
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
	if files, bytes, err := s.count(ctx); err == nil {
		tell(storageBytes, bytes, "media")
		tell(storageFiles, int64(files))
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

func (s *storage) count(ctx context.Context) (files int, bytes int64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if time.Since(s.counted) < 5*time.Minute {
		return s.files, s.bytes, nil
	}
	err = s.media.Walk(ctx, func(_ content.Digest, size int64) error {
		files, bytes = files+1, bytes+size
		return nil
	})
	if err == nil {
		s.files, s.bytes, s.counted = files, bytes, time.Now()
	}
	return files, bytes, err
}
