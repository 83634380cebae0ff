package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"ngatu/assets/areas"
	"ngatu/content/area"
	"ngatu/content/figure"
)

// watchBoard notes in the page when the city's total on the board changed to another text, and when the frame after that
// began: then the frame with it has been handed on. It looks once a frame.
const watchBoard = `(() => {
  const now = () => performance.timeOrigin + performance.now();
  const seen = window.benchBoard = {};
  const text = () => {
    const v = Ngatu.player.show.stage.front.values, c = v && v.cells && v.cells['gauge.value'];
    return c ? c.t : '';
  };
  let waits = '';
  const frame = () => {
    if (waits) { seen[waits] = now(); waits = ''; }
    const t = text();
    if (t && seen[t] === undefined) { seen[t] = 0; waits = t; }
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  return true;
})()`

// figures measures from figures being posted to the bars beginning to move.
func figures(ctx context.Context, b *bench) error {
	all, err := area.Load(areas.Files)
	if err != nil {
		return err
	}
	s, err := startServer(ctx, b, "figures")
	if err != nil {
		return err
	}
	defer s.stop()
	codes, err := s.screens(ctx)
	if err != nil {
		return err
	}
	others, err := connect(ctx, s.address, codes, around)
	if err != nil {
		return err
	}
	defer others.leave()
	page, err := openPage(ctx, s.address+"/play?screen=SANH-01", 1920, 1080)
	if err != nil {
		return err
	}
	defer page.close()
	if err := page.steady(); err != nil {
		return err
	}
	if _, err := value[bool](page, 5*time.Second, watchBoard); err != nil {
		return err
	}
	off, err := page.drift()
	if err != nil {
		return err
	}
	var took []float64
	for i := range b.runs(40, 4) {
		if err := page.boardOn(ctx); err != nil {
			return err
		}
		sheet, total := figureSheet(all, int64(i))
		one, err := s.dropFigures(page, fmt.Sprintf("bench-%d.csv", i), sheet, total)
		if err != nil {
			return err
		}
		took = append(took, one-off)
		time.Sleep(1100 * time.Millisecond)
	}
	b.report.add("figures written to the inbox → bars painted, SANH-01", "ms", took, goal{})
	return nil
}

// boardOn waits until a board is on the glass and stays there for a while.
func (t *tab) boardOn(ctx context.Context) error {
	for end := time.Now().Add(3 * time.Minute); time.Now().Before(end) && ctx.Err() == nil; time.Sleep(50 * time.Millisecond) {
		ok, err := value[bool](t, 5*time.Second, `(() => {
			const d = Ngatu.debug, v = Ngatu.player.show.stage.front.values;
			return !d.due && d.end - d.now > 2500 && !!(v && v.cells && v.cells['gauge.value']);
		})()`)
		if ok || err != nil {
			return err
		}
	}
	return fmt.Errorf("no board came on the glass in three minutes")
}

// figureSheet is a sheet as a reporter has it, another one for every n, and the total that boards then print.
func figureSheet(all *area.Set, n int64) (sheet []byte, total string) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"Mã đơn vị", "Tên đơn vị", "Số tài khoản", "Chỉ tiêu", "Tính đến", "Nguồn"})
	asOf := time.Now().In(area.Local).Truncate(time.Second).Format(time.RFC3339)
	sum := int64(0)
	for i, d := range all.At(area.Nov2024, area.DistrictLevel) {
		value := 40_000 + int64(i)*1_000 + n*137
		sum += value
		_ = w.Write([]string{d.Code, d.Name, strconv.FormatInt(value, 10), "120000", asOf, "đo tốc độ"})
	}
	w.Flush()
	return b.Bytes(), figure.FormatCount(sum)
}

// dropFigures gives the milliseconds from before the writing to the frame after the new total was applied.
func (s *server) dropFigures(page *tab, name string, sheet []byte, total string) (float64, error) {
	began := unixMS(time.Now())
	if err := os.WriteFile(s.inbox("figures", name), sheet, 0o644); err != nil {
		return 0, err
	}
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		at, err := value[float64](page, 5*time.Second, `benchBoard[`+strconv.Quote(total)+`] || 0`)
		if err != nil {
			return 0, err
		}
		if at > 0 {
			return at - began, nil
		}
	}
	left, _ := os.ReadFile(s.inbox("figures", filepath.Base(name)))
	return 0, fmt.Errorf("the total %s of %s did not come in 10 s (%d bytes of it are still in the inbox)", total, name, len(left))
}
