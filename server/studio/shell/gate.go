package shell

import (
	"context"
	"errors"
	"strings"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

// Gate is a noun whose drafts wait for an approver, among drafts of other nouns. The room of the
// noun is one. What takes long is done when it is asked for; what it gives is done in one change
// with the others.
type Gate interface {
	// Writing lists the drafts that can be sent to the approver, at most [store.MaxPage].
	Writing(ctx context.Context) ([]string, error)
	// Head is what lists say of a draft.
	Head(ctx context.Context, id string) (Head, error)
	// Sight is what an approver sees of it. The names of its fields begin with prefix, the addresses
	// of the pictures of slides with pictures.
	Sight(ctx context.Context, id, prefix, pictures string) (Sight, error)
	Submit(ctx context.Context, who, id string, f Form) Do
	Approve(ctx context.Context, who, id string, f Form) Do
	Return(who, id, why string) Do
}

// Do does something in a change.
type Do func(context.Context, *store.Tx) error

// Head is what lists say of a draft.
type Head struct {
	Title    Text
	Kind     Text
	At       string          // its own page
	Picture  string          // address of a small one; "": it has none
	By       []string        // staff IDs of all who had a part in it
	Subject  mandate.Subject // what it is for
	Campaign string          // ID of the campaign that it belongs to; "": none
	State    content.State
	Returned string // why it was sent back
	Making   bool   // its media are being made ready: it reaches the desk when they are
	Warned   string // why it is shown although checks warn, as its author wrote before
}

// StateOf is where a draft stands beside a live version: it waits, or was given back and is kept.
func StateOf(kept bool) content.State {
	if kept {
		return content.Draft
	}
	return content.Submitted
}

// Sight is what an approver sees of a draft.
type Sight struct {
	Head
	Seen        content.Digest // what an approval now would be of
	Beside      bool           // there is a live version, whose place it takes
	Differences []Difference   // from the live version
	Part        string         // the template that shows the rest
	Body        any            // what fills it; nil: Draw gives it

	Touches []store.DraftKey // drafts of other things that show what this changes, or change what it shows

	// Draw gives Body to a person who decides, or to others (nil). It may take long, so only what
	// draws the page asks for it. nil: Body is there.
	Draw func(context.Context, *signin.Person) (any, error)
}

// Difference is a line of what a draft changes. A text that is empty is none.
type Difference struct{ Name, Was, Is Text }

// Of is the part of a form whose fields begin with a prefix, without it.
func (f Form) Of(prefix string) Form {
	out := Form{Values: map[string][]string{}}
	for name, values := range f.Values {
		if short, ours := strings.CutPrefix(name, prefix); ours {
			out.Values[short] = values
		}
	}
	return out
}

// AtPart says what is wrong with a part of a form, whose fields begin with a prefix, and names the
// thing that it is about.
func AtPart(prefix string, about Text, err error) error {
	var all, out Faults
	all.Add(err)
	for _, one := range all {
		var said *content.Error
		if !errors.As(one.Err, &said) {
			return err
		}
		named := *said
		if !strings.Contains(said.Vi, about.Vi) {
			named.Vi, named.En = about.Vi+": "+said.Vi, about.In(English)+": "+said.En
		}
		if one.Field != "" {
			one.Field = prefix + one.Field
		}
		out = append(out, Fault{one.Field, &named})
	}
	return out.Err()
}
