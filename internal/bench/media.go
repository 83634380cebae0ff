package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"time"

	"ngatu/internal/blob"
	"ngatu/player/protocol"
)

// weights are the files that media are measured with, in bytes: a picture and a clip.
var weights = []struct {
	name  string
	bytes int
	at    int     // connections at once
	goal  float64 // against nginx, requests a second
}{
	{"50 kB", 50_000, 64, 0.65},
	{"20 MB", 20_000_000, 8, 0.85},
}

// files compares media with nginx, and measures how a clip fetched by thousands delays the frames
// of others.
func files(ctx context.Context, b *bench) error {
	size := fleetSize{Screens: min(b.players, 2000), Canvases: 3, Districts: 1, Mixes: 1, Slides: 40}
	f, err := b.fleet(ctx, "media", size)
	if err != nil {
		return err
	}
	defer f.stop()
	root, err := b.folder("root")
	if err != nil {
		return err
	}
	paths, err := putFiles(ctx, f.data, root)
	if err != nil {
		return err
	}
	if err := b.headers(ctx, f.address+paths[0]); err != nil {
		b.report.failed("headers of media", err)
	}
	if n, err := startNginx(ctx, b, root); err != nil {
		b.report.failed("nginx", err)
	} else {
		err := b.beside(ctx, f, n, paths)
		n.stop()
		if err != nil {
			return err
		}
	}
	return b.crowded(ctx, f, paths[1])
}

// putFiles puts the same bytes into the server's media and nginx's folder, at the same paths.
func putFiles(ctx context.Context, data, root string) (paths []string, err error) {
	media, err := blob.Open(mediaOf(data))
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(root, protocol.PathMedia), 0o755); err != nil {
		return nil, err
	}
	noise := rand.NewChaCha8([32]byte{1})
	for _, w := range weights {
		b := make([]byte, w.bytes)
		_, _ = noise.Read(b) // it never fails
		copy(b, "\x00\x00\x00\x18ftypmp42")
		d, err := media.PutBytes(ctx, b)
		if err != nil {
			return nil, err
		}
		path := protocol.PathMedia + string(d)
		if err := os.WriteFile(filepath.Join(root, path), b, 0o644); err != nil {
			return nil, err
		}
		paths = append(paths, path)
	}
	return paths, nil
}

// headers checks the headers that the goals depend on.
func (b *bench) headers(ctx context.Context, url string) error {
	look := func(method string, header ...string) (*http.Response, error) {
		r, err := http.NewRequestWithContext(ctx, method, url, nil)
		if err != nil {
			return nil, err
		}
		for i := 0; i+1 < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		resp, err := http.DefaultClient.Do(r)
		if err == nil {
			resp.Body.Close()
		}
		return resp, err
	}
	whole, err := look(http.MethodGet)
	if err != nil {
		return err
	}
	head, err := look(http.MethodHead)
	if err != nil {
		return err
	}
	part, err := look(http.MethodGet, "Range", "bytes=100-199")
	if err != nil {
		return err
	}
	tag := whole.Header.Get("Etag")
	since, err := look(http.MethodGet, "If-None-Match", tag, "If-Modified-Since", whole.Header.Get("Last-Modified"))
	if err != nil {
		return err
	}
	b.report.note("media: GET %d (%s; ETag %q), HEAD %d of %d bytes, a range %d (%s), with what it has %d",
		whole.StatusCode, whole.Header.Get("Cache-Control"), tag, head.StatusCode, head.ContentLength,
		part.StatusCode, part.Header.Get("Content-Range"), since.StatusCode)
	return nil
}

// pulled is the result of one run of downloads.
type pulled struct{ requests, mb, cpu float64 } // a second, a second, µs a request

// beside takes turns with nginx.
func (b *bench) beside(ctx context.Context, f *fleet, n *nginx, paths []string) error {
	t := table{Title: "Media from disk", Head: []string{"file", "server", "requests a second", "MB/s", "CPU µs a request"}}
	for i, w := range weights {
		var us, them []pulled
		var ratio []float64
		for range b.runs(4, 1) {
			one, err := b.pull(ctx, f.host(), paths[i], f.cmd.Process.Pid, w.at)
			if err != nil {
				return fmt.Errorf("ours: %w", err)
			}
			other, err := b.pull(ctx, n.host, paths[i], n.cmd.Process.Pid, w.at)
			if err != nil {
				return fmt.Errorf("nginx: %w", err)
			}
			us, them, ratio = append(us, one), append(them, other), append(ratio, one.requests/other.requests)
		}
		for _, side := range []struct {
			name string
			runs []pulled
		}{{"Ngatu", us}, {"nginx", them}} {
			of := func(value func(pulled) float64) string {
				var all []float64
				for _, r := range side.runs {
					all = append(all, value(r))
				}
				return spread(all)
			}
			t.Rows = append(t.Rows, []string{
				w.name, side.name, of(func(p pulled) float64 { return p.requests }), of(func(p pulled) float64 { return p.mb }), of(func(p pulled) float64 { return p.cpu }),
			})
		}
		b.report.atLeast("Ngatu against nginx: requests a second, "+w.name, "×", ratio, w.goal)
	}
	b.report.Tables = append(b.report.Tables, t)
	return nil
}

var (
	wrkRequests = regexp.MustCompile(`Requests/sec:\s+([\d.]+)`)
	wrkCount    = regexp.MustCompile(`(\d+) requests in ([\d.]+)(m?s)`)
)

// pull downloads for some seconds, with wrk if it is installed, otherwise with our own load.
func (b *bench) pull(ctx context.Context, host, path string, pid, at int) (p pulled, err error) {
	long := time.Duration(b.runs(4, 2)) * time.Second
	before := spent(pid)
	size := 0.0
	for _, w := range weights {
		if w.at == at {
			size = float64(w.bytes)
		}
	}
	wrk, err := exec.LookPath("wrk")
	if err != nil {
		var got struct {
			Requests int
			Seconds  float64
		}
		if err := b.generate(ctx, &got, "fetch", "-address", host, "-path", path, "-players", fmt.Sprint(at), "-for", long.String()); err != nil {
			return p, err
		}
		return pulled{float64(got.Requests) / got.Seconds, float64(got.Requests) * size / got.Seconds / 1e6, (spent(pid) - before) * 1e6 / float64(got.Requests)}, nil
	}
	out, err := exec.CommandContext(ctx, wrk, "-t1", fmt.Sprintf("-c%d", at), fmt.Sprintf("-d%ds", int(long.Seconds())), "http://"+host+path).CombinedOutput()
	if err != nil {
		return p, fmt.Errorf("wrk: %w %s", err, out)
	}
	rate, count := wrkRequests.FindSubmatch(out), wrkCount.FindSubmatch(out)
	if rate == nil || count == nil {
		return p, fmt.Errorf("wrk said %q", out)
	}
	p.requests, _ = strconv.ParseFloat(string(rate[1]), 64)
	n, _ := strconv.ParseFloat(string(count[1]), 64)
	p.mb, p.cpu = p.requests*size/1e6, (spent(pid)-before)*1e6/max(n, 1)
	return p, nil
}

// crowded sends figures every second to some players, first alone and then while as many others
// fetch a clip.
func (b *bench) crowded(ctx context.Context, f *fleet, path string) error {
	if _, err := f.connect(ctx); err != nil {
		return err
	}
	if _, err := f.change("figures"); err != nil {
		return err
	}
	quiet, err := f.figures(b.runs(15, 4), nil)
	if err != nil {
		return err
	}
	fetchers := b.runs(2000, 200)
	var got struct{ Requests, Bytes, Seconds, CPU, Load float64 }
	done := make(chan error, 1)
	go func() {
		done <- b.generate(ctx, &got, "fetch", "-address", f.host(), "-path", path, "-players", fmt.Sprint(fetchers), "-pid", fmt.Sprint(f.cmd.Process.Pid))
	}()
	busy, err := f.figures(1000, done)
	if err != nil {
		return err
	}
	what := fmt.Sprintf("figures every second to %d players", f.size.Screens)
	b.report.add(what+": p99 of the players", "ms", quiet, goal{})
	b.report.add(fmt.Sprintf("the same while %d others fetch a clip of 20 MB", fetchers), "ms", busy, goal{})
	b.report.add("the same against the quiet median", "×", []float64{median(busy) / median(quiet)}, goal{p50: 3})
	b.report.note("%d downloads of 20 MB took %.1f s (%.0f MB/s); server %.1f s of processor, load %.1f s", fetchers, got.Seconds, got.Bytes/got.Seconds/1e6, got.CPU, got.Load)
	return nil
}

// figures changes them n times, or until done, and gives after how long the 99th in a
// hundred players had them.
func (f *fleet) figures(n int, done <-chan error) (p99 []float64, err error) {
	for range n {
		a, err := f.change("figures")
		if err != nil {
			return nil, err
		}
		p99 = append(p99, a.P99)
		select {
		case err := <-done:
			return p99, err
		default:
		}
	}
	return p99, nil
}
