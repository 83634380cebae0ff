package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"ngatu/assets/areas"
	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// watchBoard notes in the page when the city's total on the board changed, and when the next frame
// began: by then the frame with the new total was handed on. It looks once a frame.
const watchBoard = `(() => {
  const now = () => performance.timeOrigin + performance.now();
  const seen = window.benchBoard = {}, told = window.benchTold = {};
  const player = Ngatu.player, show = player.show, figures = show.figures;
  show.figures = (board) => {
    const c = player.frames.get('figures', board).body.cells['gauge.value'];
    if (c) { told[c.t] = told[c.t] || now(); }
    return figures.call(show, board);
  };
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

// board is what figures are measured with: a server with an API token for the bench, and the page
// of a screen.
type board struct {
	*server
	page *tab
	off  float64 // of the page's clock, in milliseconds
	all  *area.Set
	sent int64 // sheets so far
}

// figures measures from figures being posted, and from a sheet being written to the inbox, to the
// bars beginning to move.
func figures(ctx context.Context, b *bench) error {
	s, err := startWithToken(ctx, b, 0)
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
	one := &board{server: s, page: page}
	if err := one.ready(); err != nil {
		return err
	}
	for _, path := range []struct {
		what string
		send func(context.Context, []byte) error
		runs int
		goal goal
	}{
		{"figures posted to /api/figures → bars painted, SANH-01", one.post, b.runs(30, 4), goal{p50: 100}},
		{"figures written to the inbox → bars painted, SANH-01", one.drop, b.runs(20, 4), goal{}},
	} {
		if err := one.measure(ctx, b, path.what, path.runs, path.send, path.goal); err != nil {
			b.report.failed(path.what, err)
		}
	}
	return nil
}

func (o *board) ready() (err error) {
	if o.all, err = area.Load(areas.Files); err != nil {
		return err
	}
	if err := o.page.steady(); err != nil {
		return err
	}
	if _, err := value[bool](o.page, 5*time.Second, watchBoard); err != nil {
		return err
	}
	o.off, err = o.page.drift()
	return err
}

func (o *board) measure(ctx context.Context, b *bench, what string, runs int, send func(context.Context, []byte) error, g goal) error {
	var sent, received, painted []float64
	for range runs {
		if err := o.page.boardOn(ctx); err != nil {
			return err
		}
		o.sent++
		sheet, total := figureSheet(o.all, area.DistrictLevel, o.sent)
		began := unixMS(time.Now()) + o.off
		if err := send(ctx, sheet); err != nil {
			return err
		}
		sent = append(sent, unixMS(time.Now())+o.off-began)
		in, on, err := o.seen(total)
		if err != nil {
			return err
		}
		received, painted = append(received, in-began), append(painted, on-began)
		time.Sleep(1100 * time.Millisecond) // the move is over, and the API takes one a second
	}
	b.report.add(what, "ms", painted, g)
	b.report.add("the same → sent: answered, or written", "ms", sent, goal{})
	b.report.add("the same → the frame is in the page", "ms", received, goal{})
	return nil
}

// benchToken is the API token that the bench gives itself.
const benchToken = "a token for the bench alone"

// startWithToken starts a server in a folder whose store knows the token. Only the board of the
// districts is on: in the loop of the demonstration the bench would have to wait for it. The wall
// has so many screens more.
func startWithToken(ctx context.Context, b *bench, more int) (*server, error) {
	first, err := startServer(ctx, b, "seed")
	if err != nil {
		return nil, err
	}
	first.stop()
	db, err := store.Open(ctx, filepath.Join(first.data, "ngatu.db"))
	if err != nil {
		return nil, err
	}
	_, err = db.Change(ctx, "bench", func(tx *store.Tx) error { // the token acts as this account
		reporter := store.Staff{ID: "bench", Login: "bench", Name: "Bench", Mandates: []mandate.Mandate{{Role: mandate.Reporter}}}
		if err := tx.PutStaff(ctx, reporter); err != nil {
			return err
		}
		s, err := tx.Slide(ctx, "starter-league")
		if err != nil {
			return err
		}
		s.Exclusive = true
		if err := tx.PutSlide(ctx, s); err != nil {
			return err
		}
		wall, err := tx.Screen(ctx, "SANH-01")
		if err != nil {
			return err
		}
		for i := range more { // as a screen takes few sockets
			wall.Code = fmt.Sprintf("BENCH-%03d", i+1)
			if err := tx.PutScreen(ctx, wall); err != nil {
				return err
			}
		}
		return tx.PutToken(ctx, store.Token{ID: "bench", Name: "bench", Scope: "figures", Hash: content.DigestOf([]byte(benchToken))})
	})
	if err = errors.Join(err, db.Close()); err != nil {
		return nil, err
	}
	return startServerIn(ctx, b, "figures", first.data)
}

// post sends a sheet as a program does.
func (o *board) post(ctx context.Context, sheet []byte) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, o.address+"/api/figures", bytes.NewReader(sheet))
	if err != nil {
		return err
	}
	r.Header.Set("Authorization", "Bearer "+benchToken)
	r.Header.Set("Content-Type", "text/csv")
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusCreated {
		text, _ := io.ReadAll(io.LimitReader(resp.Body, 500))
		return fmt.Errorf("/api/figures answered %s %s", resp.Status, text)
	}
	return nil
}

// drop writes a sheet into the inbox.
func (o *board) drop(_ context.Context, sheet []byte) error {
	return os.WriteFile(o.inbox("figures", fmt.Sprintf("bench-%d.csv", o.sent)), sheet, 0o644)
}

// boardOn waits until a board is on the glass and stays there for a while.
func (t *tab) boardOn(ctx context.Context) error {
	for end := time.Now().Add(time.Minute); time.Now().Before(end) && ctx.Err() == nil; time.Sleep(50 * time.Millisecond) {
		ok, err := value[bool](t, 5*time.Second, `(() => {
			const d = Ngatu.debug, v = Ngatu.player.show.stage.front.values;
			return !d.due && d.end - d.now > 1500 && !!(v && v.cells && v.cells['gauge.value']);
		})()`)
		if ok || err != nil {
			return err
		}
	}
	return fmt.Errorf("no board came on the glass in a minute")
}

// figureSheet is a reporter's sheet of all units of a level, a different one for each n, and the
// total that boards then print.
func figureSheet(all *area.Set, level area.Level, n int64) (sheet []byte, total string) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	_ = w.Write([]string{"Mã đơn vị", "Tên đơn vị", "Số tài khoản", "Chỉ tiêu", "Tính đến", "Nguồn"})
	asOf := time.Now().In(area.Local).Truncate(time.Second).Format(time.RFC3339)
	sum := int64(0)
	for i, d := range all.At(area.Nov2024, level) {
		value := 40_000 + int64(i)*1_000 + n*137
		sum += value
		_ = w.Write([]string{d.Code, d.Name, strconv.FormatInt(value, 10), "120000", asOf, "đo tốc độ"})
	}
	w.Flush()
	return b.Bytes(), figure.FormatCount(sum)
}

// seen gives the milliseconds at which the frame of figures was in the page, and the picture after
// the new total was applied.
func (o *board) seen(total string) (in, on float64, err error) {
	key := strconv.Quote(total)
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		at, err := value[[2]float64](o.page, 5*time.Second, `[benchTold[`+key+`] || 0, benchBoard[`+key+`] || 0]`)
		if err != nil {
			return 0, 0, err
		}
		if at[1] > 0 {
			return at[0], at[1], nil
		}
	}
	return 0, 0, fmt.Errorf("the total %s did not come in 10 s", total)
}
