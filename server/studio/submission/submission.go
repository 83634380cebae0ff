// Package submission is the room of what awaits approval: drafts of several nouns that were sent
// together, the page on which an approver decides on each of them, and the form that sends several.
//
// It owns how drafts are gathered and in which order they are decided. Who never opens the studio
// decides by an approval link. It must not know what a draft is or when it may pass: that is the gate
// of its noun.
package submission

import (
	"embed"
	"sync"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

var (
	pageList   = shell.Page{Name: "submissions", Title: shell.Say("Bàn duyệt", "Approvals")}
	pageNew    = shell.Page{Name: "submission_new", Title: shell.Say("Gửi duyệt cùng nhau", "Submit together")}
	pageShow   = shell.Page{Name: "submission"}
	pageLinked = shell.Page{Name: "bylink", Title: shell.Say("Duyệt nội dung", "Decide")}
)

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "submission", Files: files,
	Pages: []shell.Page{pageList, pageNew, pageShow, pageLinked},
	Parts: []string{"submission_rows", "submission_links", "by_link", "sight_body"},
	Done: map[string]shell.Text{
		"decided":       shell.Say("Đã ghi quyết định.", "Decided."),
		"item_numbered": shell.Say("Đã ghi số văn bản.", "The number of the document was added."),
	},
}

// Noun is a noun whose drafts wait here.
type Noun struct {
	Noun store.Noun
	Gate shell.Gate
	Act  signin.Act // whoever may do it sends them
}

// Submissions answers for what awaits approval.
type Submissions struct {
	*shell.Shell
	Mail   Mail // nil: the server sends none
	nouns  []Noun
	byLink signin.Links
	counts sync.Map // of counted, by staff ID
}

// New answers within a shell that has the room. Of what is approved together the nouns that are
// named first come first: what others need.
func New(s *shell.Shell, nouns ...Noun) *Submissions {
	return &Submissions{Shell: s, nouns: nouns, byLink: signin.Links{Signin: s.SignIn}}
}

func (s *Submissions) noun(of store.Noun) (Noun, bool) {
	for _, n := range s.nouns {
		if n.Noun == of {
			return n, true
		}
	}
	return Noun{}, false
}

// rank is the place of a draft among those that are approved together. A domain comes after the
// links: none that needs it passes with it.
func (s *Submissions) rank(d store.DraftKey) int {
	for i, n := range s.nouns {
		if n.Noun == d.Noun {
			if d.ID == content.SettingDomains {
				return 2*i + 1
			}
			return 2 * i
		}
	}
	return 2 * len(s.nouns)
}
