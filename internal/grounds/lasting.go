package grounds

import (
	"encoding/json"

	"ngatu/internal/store"
)

// lasting is an approval for what is yet to come, as the log has it: a standing approval or a form.
type lasting[T any] struct {
	doc   T
	there bool // it is in force
	draft T
	by    []string // who had a part in the draft
	kept  bool     // it was given back
	live  version
}

// readLasting takes a line of the log in; stands says why what it put in force may be.
func readLasting[T any](p *replay, all map[string]*lasting[T], l store.Change, stands func(store.Change, *lasting[T]) version) error {
	one, f, err := entry(all, l)
	if err != nil {
		return err
	}
	var doc T
	switch {
	case f.Doc != nil:
		err = json.Unmarshal(f.Doc, &doc)
		one.by, one.kept, one.draft = writers(f, l), f.Kept, doc
	case f.ID != "":
		err = json.Unmarshal(l.Detail, &doc)
		one.doc, one.there = doc, true
		if err == nil {
			one.live = stands(l, one)
		}
	case l.Verb == "approve":
		p.approved(l)
	case l.Verb == "delete":
		one.there = false
	}
	return err
}
