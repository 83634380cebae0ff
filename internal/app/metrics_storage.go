package app

import (
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"ngatu/content"
	"ngatu/internal/blob"
)

var (
	storageBytes = prometheus.NewDesc("ngatu_storage_bytes", "What lies in the data folder, by kind: database (with its log), media.", []string{"kind"}, nil)
	storageFiles = prometheus.NewDesc("ngatu_media_files", "Media in the data folder, renditions among them.", nil, nil)
	storageFree  = prometheus.NewDesc("ngatu_storage_free_bytes", "What can still be written to the disk of the data folder.", nil, nil)
)

// storage tells what the data folder takes. Media are counted at most every five minutes: there may be very many.
type storage struct {
	data  string
	media *blob.Folder

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
}

// Collect is part of [prometheus.Collector].
func (s *storage) Collect(out chan<- prometheus.Metric) {
	tell := func(d *prometheus.Desc, v int64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(v), labels...)
	}
	var database int64
	for _, name := range []string{"ngatu.db", "ngatu.db-wal"} {
		if info, err := os.Stat(filepath.Join(s.data, name)); err == nil {
			database += info.Size()
		}
	}
	tell(storageBytes, database, "database")
	if files, bytes, err := s.count(); err == nil {
		tell(storageBytes, bytes, "media")
		tell(storageFiles, int64(files))
	}
	if free, err := freeBytes(s.data); err == nil {
		tell(storageFree, free)
	}
}

func (s *storage) count() (files int, bytes int64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if time.Since(s.counted) < 5*time.Minute {
		return s.files, s.bytes, nil
	}
	err = s.media.Walk(func(_ content.Digest, size int64) error {
		files, bytes = files+1, bytes+size
		return nil
	})
	if err == nil {
		s.files, s.bytes, s.counted = files, bytes, time.Now()
	}
	return files, bytes, err
}
