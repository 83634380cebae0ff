package page

import (
	"context"
	"testing"
	"time"

	"ngatu/player/protocol"
)

func (o *origin) lastStatus() protocol.Status {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.status) == 0 {
		return protocol.Status{}
	}
	return o.status[len(o.status)-1]
}

// patience is how long anything is waited for. It is there to end a test, not to be tested: a
// machine that does much else is slow. Where it matters how soon something came, the page's own
// notes of its changes are judged.
const patience = 2 * time.Minute

// until waits for something to become true, and fails the test when it does not.
func until(ctx context.Context, t *testing.T, what string, is func() bool) {
	t.Helper()
	end := time.Now().Add(patience)
	for !is() {
		if time.Now().After(end) || ctx.Err() != nil {
			t.Fatalf("waited %v in vain: %s", patience, what)
		}
		time.Sleep(15 * time.Millisecond)
	}
}
