package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"ngatu/assets/areas"
	"ngatu/content/area"
	"ngatu/content/preflight"
	"ngatu/internal/store"
	"ngatu/internal/worker"
	"ngatu/server/figures"
)

// sheets are the endings of files that are read as sheets of figures.
var sheets = []string{".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods"}

// sheet says what would be asked about a sheet of figures that no recipe is known for. The error is
// why it would be refused.
func (c *checkCmd) sheet(ctx context.Context) ([]checked, error) {
	units, err := area.Load(areas.Files)
	if err != nil {
		return nil, err
	}
	workers := worker.New(worker.Options{Log: slog.New(slog.DiscardHandler)})
	defer workers.Close()
	file, err := os.Open(c.File)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	name := filepath.Base(c.File)
	book, err := workers.Sheet(ctx, name, file, info.Size())
	if err != nil {
		return nil, err
	}
	asks, count, err := figures.Open(ctx, name, book, units, time.Now())
	if err != nil {
		return nil, err
	}
	one := checked{Slide: name, Findings: []preflight.Finding{}, Asks: asks}
	if count > 0 {
		one.Notes = []store.Notice{{
			Vi: fmt.Sprintf("Đọc được %d số liệu, không phải hỏi gì về cách hiểu bảng. Máy chủ còn so với số đã công bố trước khi đưa lên màn hình.", count),
			En: fmt.Sprintf("Figures: %d, and nothing to be asked about what they mean. The server also compares them with what was released before.", count),
		}}
	}
	return []checked{one}, nil
}
