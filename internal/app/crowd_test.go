//go:build unix

package app_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/app"
	"ngatu/internal/blob"
	"ngatu/internal/config"
	"ngatu/player/protocol"
)

var slow = flag.Int("slow", 900, "how many slow readers TestACrowdOfSlowReaders sends; the server may open a third as many files")

// descriptorsVar is how many files and connections a child may have open.
const descriptorsVar = "NGATU_APP_DESCRIPTORS"

// serveFew runs a server that may open few files, until its input ends.
func serveFew() int {
	var most uint64
	fmt.Sscan(os.Getenv(descriptorsVar), &most)
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: most, Max: most}); err != nil {
		fmt.Println("error", err)
		return 1
	}
	ctx := context.Background()
	c := config.Config{Data: os.Getenv(folderVar), Listen: "127.0.0.1:0", AcceptLoss: true} // its clip lies there before its database
	a, err := app.New(ctx, c, slog.New(slog.NewTextHandler(os.Stderr, nil)), func(string) {})
	if err == nil {
		err = a.Start(ctx)
	}
	if err != nil {
		fmt.Println("error", err)
		return 1
	}
	fmt.Println(strings.TrimPrefix(a.Address(), "http://"))
	go io.Copy(io.Discard, os.Stdin)
	select {
	case err := <-a.Failed():
		fmt.Fprintln(os.Stderr, "ended by itself:", err)
		return 1
	case <-ctx.Done():
	}
	return 0
}

// Somebody asks for a clip on more connections than the server may open files, and reads none of
// them. It goes on, others are answered meanwhile, and files can still be written.
func TestACrowdOfSlowReaders(t *testing.T) {
	folder := t.TempDir()
	media, err := blob.Open(filepath.Join(folder, "media"))
	if err != nil {
		t.Fatal(err)
	}
	clip := bytes.Repeat([]byte("a clip of many megabytes "), 400_000)
	if _, err := media.PutBytes(t.Context(), clip); err != nil {
		t.Fatal(err)
	}
	cmd := command(t, self(t), "few", folder)
	cmd.Env = append(cmd.Env, fmt.Sprint(descriptorsVar, "=", *slow/3))
	var log bytes.Buffer
	cmd.Stderr = &log
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	first, err := bufio.NewReader(out).ReadString('\n')
	host := strings.TrimSpace(first)
	if err != nil || strings.HasPrefix(host, "error") {
		t.Fatalf("the server did not start: %s %v", first, err)
	}

	var crowd sync.WaitGroup
	var refused sync.Map
	turns := make(chan struct{}, 64)
	for range *slow {
		turns <- struct{}{}
		crowd.Go(func() {
			defer func() { <-turns }()
			conn, err := net.DialTimeout("tcp", host, 30*time.Second)
			if err != nil {
				refused.Store(err.Error(), true)
				return
			}
			t.Cleanup(func() { conn.Close() })
			fmt.Fprintf(conn, "GET %s%s HTTP/1.1\r\nHost: %s\r\n\r\n", protocol.PathMedia, content.DigestOf(clip), host)
		})
	}
	crowd.Wait()
	refused.Range(func(why, _ any) bool { t.Logf("a slow reader did not connect: %v", why); return true })

	other := &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{
		DialContext: (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 5)}}).DialContext, DisableKeepAlives: true,
	}}
	key := make([]byte, 32)
	ask, err := json.Marshal(protocol.EnrolAsk{Kind: protocol.KindPage, Key: key, Commit: protocol.EnrolCommit(protocol.KindPage, key, key)})
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		resp, err := other.Get("http://" + host + "/healthz")
		if err != nil {
			t.Fatalf("somebody else is not answered: %v\n%s", err, &log)
		}
		resp.Body.Close()
		if resp, err = other.Post("http://"+host+protocol.PathEnrol, "application/json", bytes.NewReader(ask)); err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("a new screen gets no code: %v %v", resp, err)
		}
		resp.Body.Close()
	}
	if err := cmd.Process.Signal(syscall.Signal(0)); err != nil {
		t.Fatalf("the server has ended: %v", err)
	}
	if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		t.Fatal(err)
	}
	cmd.Wait()
	if n := strings.Count(log.String(), "descriptors"); n == 0 || n > 10 {
		t.Errorf("%d lines of the log say that descriptors ran short:\n%s", n, &log)
	}
}
