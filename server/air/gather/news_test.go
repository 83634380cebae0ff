package gather

import (
	"encoding/json"
	"slices"
	"testing"

	"ngatu/internal/store"
)

func TestNewsOf(t *testing.T) {
	for _, one := range []struct {
		line store.Change
		ok   bool
	}{
		{store.Change{Noun: "slide", ID: "a"}, true},
		{store.Change{Noun: "session", ID: "a"}, true},
		{store.Change{Noun: "something new", ID: "a"}, false},
		{store.Change{Noun: "rendition", ID: "a", Detail: json.RawMessage(`{"w":1,"h":2,"fit":"contain"}`)}, true},
		{store.Change{Noun: "rendition", ID: "a", Detail: json.RawMessage(`{"w":1}`)}, false},
		{store.Change{Noun: "rendition", ID: "a", Detail: json.RawMessage(`{`)}, false},
	} {
		if _, ok := newsOf([]store.Change{one.line}); ok != one.ok {
			t.Errorf("%s %s: placed %v", one.line.Noun, one.line.Detail, ok)
		}
	}
}

// Whoever adds a noun to the log has to say what it means for what is on.
func TestEveryNounIsFollowed(t *testing.T) {
	for _, noun := range store.Nouns {
		if follows[noun] == nil {
			t.Errorf("nothing says what a change of a %s means for what is on", noun)
		}
	}
	for noun := range follows {
		if !slices.Contains(store.Nouns, noun) {
			t.Errorf("the log has no %s", noun)
		}
	}
}
