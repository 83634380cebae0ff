package hub_test

import (
	"testing"
	"testing/synctest"
	"time"

	"ngatu/server/hub"
)

// TestAnAgentMayBeSilentLonger: an agent is paid for by the megabyte; it is asked seldom, and
// missed later than a page.
func TestAnAgentMayBeSilentLonger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := hub.New(hub.Options{})
		start := time.Now()
		s, e := join(t, h, hub.Player{Screen: "S", Relay: true})
		var pings []time.Duration
		for {
			first, _, err := e.next()
			if err != nil {
				break
			}
			if first != 0x89 {
				t.Errorf("first byte %#x", first)
			}
			pings = append(pings, time.Since(start).Round(time.Second))
		}
		gone := time.Since(start).Round(time.Second)
		if len(pings) != 3 || pings[0] < 210*time.Second || pings[0] > 212*time.Second || gone < 300*time.Second || gone > 302*time.Second {
			t.Errorf("pinged at %v, dropped at %v", pings, gone)
		}
		s.Leave()
		end(t, h)
		synctest.Wait()
	})
}

// TestASecondSocketOfACredentialAsksTheFirst: where another socket has proved the same screen, the
// older one is asked whether it still lives, so that two computers with one identity are noticed
// soon. A wall's pages prove nothing and are not asked.
func TestASecondSocketOfACredentialAsksTheFirst(t *testing.T) {
	for proved, want := range map[bool]time.Duration{true: 16 * time.Second, false: 210 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			h := hub.New(hub.Options{})
			start := time.Now()
			old, ear := join(t, h, hub.Player{Screen: "S", Relay: true, Proved: proved})
			time.Sleep(10 * time.Second)
			s, _ := join(t, h, hub.Player{Screen: "S", Relay: true, Proved: true})
			if first, _, err := ear.next(); err != nil || first != 0x89 {
				t.Errorf("first byte %#x, %v", first, err)
			}
			if asked := time.Since(start).Round(time.Second); asked < want || asked > want+2*time.Second {
				t.Errorf("proved %v: asked after %v", proved, asked)
			}
			old.Leave()
			s.Leave()
			end(t, h)
			synctest.Wait()
		})
	}
}
