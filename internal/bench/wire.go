package main

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"ngatu/content"
	"ngatu/player/page"
	"ngatu/player/protocol"
	"ngatu/server/hub"
)

// wire weighs a programme as a player gets it: resolved for the whole window, signed, compressed by
// the hub, counted on a socket with its headers.
func wire(_ context.Context, b *bench) error {
	for _, c := range []struct {
		what string
		plan content.Plan
		kb   float64
	}{
		{"programme on the wire, 40 slides in 2 campaigns", cityPlan(40, 2, false), 8},
		{"programme on the wire, 500 slides, 20 campaigns with dayparts", cityPlan(500, 20, true), 60},
	} {
		n, err := onTheWire(c.plan)
		if err != nil {
			return err
		}
		b.report.add(c.what, "kB", []float64{float64(n) / 1000}, goal{p50: c.kb})
	}
	return nil
}

func onTheWire(plan content.Plan) (int, error) {
	from, until := content.Window(time.Now(), time.UTC)
	programme, _, err := content.Resolve(plan, from, until)
	if err != nil {
		return 0, err
	}
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		return 0, err
	}
	f, err := protocol.Seal(protocol.Frame{
		Type: protocol.TypeProgramme, For: "0123456789abcdef", Number: from.UnixMilli(), From: programme.From, Until: programme.Until,
	}, programme, key)
	if err != nil {
		return 0, err
	}
	h := hub.New(hub.Options{})
	defer h.Shutdown(context.Background(), 0)
	mine, theirs := net.Pipe()
	defer mine.Close()
	count := make(chan int, 1)
	go func() { count <- counted(mine) }()
	if err := h.Publish("audience/x", f); err != nil {
		return 0, err
	}
	s, err := h.Join(theirs, hub.Player{Screen: "X", Topics: []string{"audience/x"}, Compress: true})
	if err != nil {
		return 0, err
	}
	n := <-count
	s.Leave()
	return n, nil
}

// counted reads until nothing has come for a while, and says how many bytes came.
func counted(c net.Conn) (n int) {
	b := make([]byte, 64<<10)
	for {
		_ = c.SetReadDeadline(time.Now().Add(300 * time.Millisecond))
		k, err := c.Read(b)
		n += k
		if err != nil {
			return n
		}
	}
}

// pageWeight asks a server for all that a page without media is made of, as a browser does, and
// adds up the bodies.
func pageWeight(ctx context.Context, b *bench) error {
	s, err := startServer(ctx, b, "page")
	if err != nil {
		return err
	}
	defer s.stop()
	whole, fonts := 0, 0
	build := page.Build()
	paths := []string{protocol.PathPage}
	for name := range page.Files() {
		paths = append(paths, protocol.PathPage+"/"+name+"?b="+build)
	}
	for _, p := range paths {
		n, kind, err := weigh(ctx, s.address+p)
		if err != nil {
			return err
		}
		whole += n
		if kind == "font/woff2" {
			fonts += n
		}
	}
	b.report.add(fmt.Sprintf("page without media, compressed, %d files", len(paths)), "kB", []float64{float64(whole) / 1000}, goal{p50: 90})
	b.report.add("of which fonts", "kB", []float64{float64(fonts) / 1000}, goal{})
	return nil
}

// weigh is how many bytes the body of an answer has on the wire.
func weigh(ctx context.Context, url string) (int, string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, "", err
	}
	r.Header.Set("Accept-Encoding", "gzip") // set by hand, so that the client does not unpack it
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	n, err := io.Copy(io.Discard, resp.Body)
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", url, resp.Status)
	}
	return int(n), resp.Header.Get("Content-Type"), err
}
