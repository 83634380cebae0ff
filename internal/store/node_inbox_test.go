package store

import (
	"testing"

	"ngatu/content"
)

// Of several nodes one has the inbox: the first that asked, until another is told to take it while
// that one is away.
func TestTheInboxIsOneNodes(t *testing.T) {
	address, ctx := postgresAddress(t), t.Context()
	a, b := node(t, address, "a"), node(t, address, "b")
	has := func(s *Store, take bool, want string) {
		t.Helper()
		if owner, err := s.Nodes.OwnInbox(ctx, take); err != nil || owner != want {
			t.Errorf("node %s, told to take it: %v: it is %q's (%v), not %s's", s.Nodes.Self(), take, owner, err, want)
		}
	}
	has(a, false, "a")
	has(b, false, "a")
	_, err := b.Nodes.OwnInbox(ctx, true)
	refused(t, err, content.Conflict)
	has(a, true, "a")
	if _, err := b.exec(ctx, `UPDATE nodes SET seen_ms = seen_ms - 60000, run = 'gone' WHERE name = 'a'`); err != nil {
		t.Fatal(err)
	}
	has(b, false, "a")
	has(b, true, "b")
	has(a, false, "b")
}
