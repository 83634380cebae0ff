package origin

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"ngatu/player/protocol"
)

func TestMetrics(t *testing.T) {
	o := start(t, func(c *Config) {
		c.Report = func() Report {
			return Report{
				Screen: `S"1`, Linked: true, Clock: protocol.ClockHeld, Offset: -1500, Missing: 3, Delay: 120, LeastDelay: 45, Losses: 2, Refused: 2, Build: "b1", Started: time.Now().Add(-time.Hour),
				Machine: Machine{Celsius: 61.5, Room: 5 << 30}, Browser: Browser{Starts: 4},
			}
		}
	})
	resp, text := ask(t, o, "GET", "/metrics")
	if !strings.HasPrefix(resp.Header.Get("Content-Type"), "text/plain; version=0.0.4") {
		t.Errorf("type %q", resp.Header.Get("Content-Type"))
	}
	for _, want := range []string{
		"ngatu_player_linked 1\n", "ngatu_player_clock_offset_seconds -1.5\n", "ngatu_player_media_missing 3\n", "ngatu_player_refused_total 2\n",
		"ngatu_player_link_delay_seconds 0.12\n", "ngatu_player_link_least_delay_seconds 0.045\n", "ngatu_player_link_losses 2\n",
		"ngatu_player_machine_celsius 61.5\n", "ngatu_player_browser_starts_total 4\n", "# TYPE ngatu_player_browser_starts_total counter\n",
		`ngatu_player_info{screen="S\"1",build="b1",clock="held"} 1`,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q:\n%s", want, text)
		}
	}
}

func TestMetricsAreForThisComputerAlone(t *testing.T) {
	for addr, want := range map[string]int{
		"127.0.0.1:5": 200, "[::1]:5": 200, "[::ffff:127.0.0.1]:5": 200, "192.168.1.7:5": 403, "[fe80::1]:5": 403, "": 403, "localhost:1": 403,
	} {
		o := &Origin{cfg: Config{Report: func() Report { return Report{} }}}
		w := httptest.NewRecorder()
		o.serveMetrics(w, &http.Request{RemoteAddr: addr})
		if w.Code != want {
			t.Errorf("from %q: %d", addr, w.Code)
		}
	}
}

func TestReportTellsHealth(t *testing.T) {
	o := start(t, func(c *Config) {
		c.Report = func() Report {
			return Report{
				Screen: "S1", Slide: "khẩu hiệu", Machine: Machine{Celsius: 71.25, Slowed: true, Memory: 4 << 30, Free: 1 << 30, Disk: 32 << 30, Room: 2 << 30},
				Browser: Browser{Starts: 2, Beat: time.Now(), Why: "it ended: <signal>"}, Daily: 500 << 20, Fetched: 120 << 20, Delay: 130, LeastDelay: 48, Losses: 3,
			}
		}
	})
	_, text := ask(t, o, "GET", "/")
	for _, want := range []string{"71,2 °C", "nóng hoặc nguồn yếu", "1024 / 4096 MB", "2048 / 32768 MB", "khẩu hiệu", "120 MB / 500 MB", "đi và về 130 ms", "48 ms", "mất kết nối 3 lần", "&lt;signal&gt;"} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q", want)
		}
	}
}

func TestBeats(t *testing.T) {
	var mu sync.Mutex
	var heard []string
	o := start(t, func(c *Config) {
		c.Beat = func(mark, slide string) { mu.Lock(); heard = append(heard, mark+" "+slide); mu.Unlock() }
	})
	ask(t, o, "POST", "/beat?of=abc&slide=s%201")
	ask(t, o, "POST", "/beat?of=abc&slide="+strings.Repeat("x", 100))
	if resp, _ := ask(t, o, "POST", "/beat?of=abc", "Origin", "http://evil.example"); resp.StatusCode != 403 {
		t.Errorf("a foreign page beats: %d", resp.StatusCode)
	}
	if resp, text := ask(t, o, "GET", "/beat.js"); resp.StatusCode != 200 || !strings.Contains(text, "requestAnimationFrame") {
		t.Errorf("the script: %d", resp.StatusCode)
	}
	mu.Lock()
	defer mu.Unlock()
	if len(heard) != 2 || heard[0] != "abc s 1" || len(heard[1]) != len("abc ")+maxSlide {
		t.Errorf("heard %q", heard)
	}
}
