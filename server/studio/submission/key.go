package submission

import (
	"strings"

	"ngatu/internal/store"
)

// keyOf names a draft in a form: “slide:s-abc”.
func keyOf(d store.DraftKey) string { return string(d.Noun) + ":" + d.ID }

func draftOf(key string) store.DraftKey {
	noun, id, _ := strings.Cut(key, ":")
	return store.DraftKey{Noun: store.Noun(noun), ID: id}
}

// prefixOf is how the names of a draft's own fields begin.
func prefixOf(d store.DraftKey) string { return keyOf(d) + "." }
