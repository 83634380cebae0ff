package intake

import (
	"cmp"
	"context"

	"ngatu/content"
	"ngatu/internal/store"
)

// Answer is what somebody says when they are asked whether AI made or altered a file.
type Answer string

// The answers.
const (
	ByFile Answer = ""    // as the file says; one that says nothing counts as made without
	Yes    Answer = "yes" // all or some of it
	No     Answer = "no"  // nothing of it, whatever the file says
)

// Ticked is the answer of a box that can be ticked.
func Ticked(is bool) Answer {
	if is {
		return Yes
	}
	return No
}

// Label is what stands on a slide of a file for which somebody answered so; "": nothing.
func Label(ctx context.Context, r store.Reader, a Answer, m store.Medium) (string, error) {
	if a == No || a == ByFile && m.Origin == "" {
		return "", nil
	}
	set, err := r.SettingValues(ctx, []string{content.SettingLabel})
	if err != nil {
		return "", err
	}
	return cmp.Or(set[0], content.LabelAI), nil
}
