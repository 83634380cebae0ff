package signin

import (
	"maps"
	"slices"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
)

// Act is something that a person may or may not do. Routes name the act they carry out and pages
// ask for it, so which role holds which act is written down once, here.
type Act string

// The acts.
const (
	Enter    Act = "enter"    // before anybody is signed in
	Look     Act = "look"     // every account
	Edit     Act = "edit"     // make and change slides, guides and prepared takeovers
	Approve  Act = "approve"  // let them on air
	TakeOff  Act = "take off" // one person is enough, whoever is there
	PutOn    Act = "put on"   // a takeover
	Screens  Act = "screens"  // enrol screens and say where they stand
	Command  Act = "command"  // what a screen does once
	Release  Act = "release"  // figures
	Settings Act = "settings" // what is printed on slides
	Domains  Act = "domains"  // domains that links may lead to
	Continue Act = "continue" // after the data of the server were set back
	Accounts Act = "accounts" // accounts and their roles
	Tokens   Act = "tokens"   // API tokens
	Profile  Act = "profile"  // the running server
)

var holders = map[Act][]Role{
	Look:     {Editor, Approver, Reporter, Operator, Auditor, Admin},
	Edit:     {Editor},
	Approve:  {Approver},
	TakeOff:  {Editor, Approver, Operator},
	PutOn:    {Approver, Operator, Admin},
	Screens:  {Operator},
	Command:  {Operator, Admin},
	Release:  {Reporter},
	Settings: {Approver, Admin},
	Domains:  {Admin},
	Continue: {Approver, Admin},
	Accounts: {Admin},
	Tokens:   {Admin},
	Profile:  {Admin},
}

// Acts lists all that need somebody signed in.
func Acts() []Act { return slices.Collect(maps.Keys(holders)) }

// Known says whether there is such an act.
func (a Act) Known() bool { return a == Enter || len(holders[a]) > 0 }

// Roles are those that hold the act, each of them alone.
func (a Act) Roles() []Role { return slices.Clone(holders[a]) }

// May says whether the person may do it. Nobody signed in may only enter; every account may look. A
// role within one area counts only where that area is asked for, so it does not count here: nothing
// is loosened by it.
func (p *Person) May(a Act) bool {
	if a == Enter || p != nil && a == Look {
		return true
	}
	return p != nil && slices.ContainsFunc(p.Roles, func(r store.Role) bool {
		return r.Area == "" && slices.Contains(holders[a], Role(r.Name))
	})
}

// Need lets through who may do it.
func Need(a Act) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if From(c).May(a) {
			return c.Next()
		}
		return &content.Error{
			Code: content.Denied,
			Vi:   "Tài khoản của bạn không có quyền làm việc này. Hãy hỏi người quản trị.",
			En:   "Your account may not do this. Ask the administrator.",
		}
	}
}
