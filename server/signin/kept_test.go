package signin

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/store"
)

// A session is good for reading for a quarter of an hour after it was checked, with the token alone;
// not once it has ended, and not once its account was changed here.
func TestKeptSessions(t *testing.T) {
	now := time.Date(2026, 11, 3, 8, 0, 0, 0, time.UTC)
	var k kept
	checked := func(token, staff string, at time.Time) {
		s := store.Session{Hash: content.DigestOf([]byte(token)), Staff: staff, Created: now.Add(-time.Hour), Expires: now.Add(time.Hour)}
		k.keep(&Person{Staff: store.Staff{ID: staff}, CSRF: csrfOf(token), session: s, at: at})
	}
	is := func(token string, at time.Time, want bool) {
		t.Helper()
		p, ok := k.find(token, at)
		if ok != want || ok && (p.CSRF != csrfOf(token) || !p.at.Equal(at)) {
			t.Errorf("%s at %v: %v, want %v", token, at, ok, want)
		}
	}
	checked("a", "an", now)
	checked("a2", "an", now)
	checked("b", "binh", now)
	is("a", now.Add(keptFor-time.Second), true)
	is("a", now.Add(keptFor), false)
	is("c", now, false)
	k.forget(content.DigestOf([]byte("a2")))
	is("a2", now, false)
	if err := k.forgetStaff("an", errors.New("not changed")); err == nil {
		t.Error("the error is lost")
	}
	is("a", now, true)
	if err := k.forgetStaff("an", nil); err != nil {
		t.Error(err)
	}
	is("a", now, false)
	is("b", now, true)
	for i := range mostKept + 10 {
		checked(fmt.Sprint("many ", i), "chi", now.Add(time.Minute))
	}
	if len(k.by) > mostKept {
		t.Errorf("%d are kept", len(k.by))
	}
	checked("late", "dung", now.Add(time.Hour-time.Minute))
	is("late", now.Add(time.Hour-time.Second), true)
	is("late", now.Add(time.Hour), false) // it has expired
}
