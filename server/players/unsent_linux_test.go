package players_test

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"ngatu/internal/config"
	"ngatu/internal/testkit"
	"ngatu/player/protocol"
)

// A player that fetches a clip and does not read holds little of the kernel's memory.
func TestUnreadMediaFillNoMemory(t *testing.T) {
	a := testkit.Server(t, config.Config{})
	clip := append([]byte("\x00\x00\x00\x18ftypmp42"), bytes.Repeat([]byte("0123456789abcdef"), 1<<20)...)
	d, err := shelf(t, a.Inbox()).PutBytes(t.Context(), clip)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.Dial("tcp", strings.TrimPrefix(a.Address(), "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: ngatu\r\n\r\n", protocol.PathMedia+string(d))
	if _, err := conn.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	before, waits := -1, 0
	for deadline := time.Now().Add(20 * time.Second); waits != before || waits == 0; time.Sleep(300 * time.Millisecond) {
		if before, waits = waits, queued(t, conn.RemoteAddr(), conn.LocalAddr()); time.Now().After(deadline) {
			t.Fatalf("the queue still moves: %d bytes", waits)
		}
	}
	if waits > 1<<20 {
		t.Errorf("%d bytes wait for a player that does not read", waits)
	}
}

// queued is how many bytes the kernel holds for a connection that were not acknowledged, as
// /proc/net/tcp tells.
func queued(t *testing.T, from, to net.Addr) int {
	t.Helper()
	table, err := os.ReadFile("/proc/net/tcp")
	if err != nil {
		t.Skip(err)
	}
	port := func(a net.Addr) string { return fmt.Sprintf(":%04X", a.(*net.TCPAddr).Port) }
	for line := range strings.Lines(string(table)) {
		f := strings.Fields(line)
		if len(f) < 5 || !strings.HasSuffix(f[1], port(from)) || !strings.HasSuffix(f[2], port(to)) {
			continue
		}
		tx, _, _ := strings.Cut(f[4], ":")
		n, err := strconv.ParseInt(tx, 16, 64)
		if err != nil {
			t.Fatal(err)
		}
		return int(n)
	}
	t.Fatal("the connection is not in /proc/net/tcp")
	return 0
}
