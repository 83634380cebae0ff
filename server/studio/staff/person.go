package staff

import (
	"context"
	"slices"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

// person is the page of one account.
type person struct {
	row
	Me      bool // who looks
	MadeBy  shell.Text
	Link    string // that sets the password, shown this once
	Waiting *waiting
	Roles   []signin.Role
	Others  []row    // whom somebody may stand in for
	Pools   []string // parts of airtime of owners

	Area     string // of the form
	AreaName shell.Text
	History  []shell.Act
}

// waiting is mandates that wait for another admin.
type waiting struct {
	New   []care.Held
	By    shell.Text
	Own   bool // the person here proposed some of it
	Rests bool // it gives back what rests since the password was set by a link
	Seen  content.Digest
}

// path is the page of an account.
func path(id string) string { return "/studio/staff/" + id }

// Show is the page.
func (s *Staff) Show(c *fiber.Ctx) error {
	v, err := s.person(c)
	if err != nil {
		return err
	}
	return s.Page(c, pagePerson.Titled(shell.Same(v.Name)), v)
}

func (s *Staff) person(c *fiber.Ctx) (v person, err error) {
	ctx, me := c.UserContext(), signin.From(c).ID
	p, err := s.Store.Staff(ctx, shell.Param(c, "id"))
	if err != nil {
		return v, err
	}
	v = person{row: s.row(ctx, p), Me: p.ID == me, Roles: mandate.Roles()}
	if p.MadeBy != "" {
		v.MadeBy = s.NameOf(ctx, p.MadeBy)
	}
	if v.Waiting, err = s.waiting(ctx, p, me); err != nil {
		return v, err
	}
	v.Waits = v.Waiting != nil
	all, err := s.Store.AllStaff(ctx, "", 0)
	if err != nil {
		return v, err
	}
	for _, one := range all {
		if one.ID != p.ID && !one.Disabled {
			v.Others = append(v.Others, row{ID: one.ID, Name: one.Name})
		}
	}
	if v.Pools, err = s.pools(ctx); err != nil {
		return v, err
	}
	v.History, err = s.History(ctx, store.NounStaff, p.ID)
	return v, err
}

// waiting is what of a draft the person does not have yet; nil where nothing waits.
func (s *Staff) waiting(ctx context.Context, p store.Staff, me string) (*waiting, error) {
	d, err := s.Store.StaffDraft(ctx, p.ID)
	if content.CodeOf(err) == content.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &waiting{
		New: care.HeldOf(ctx, s.Shell, signin.Proposed(d)), By: s.NameOf(ctx, d.Author()), Own: slices.Contains(d.By, me), Rests: signin.Rest(d),
		Seen: content.SightOf(d.Doc),
	}, nil
}

// done goes on to the page of an account, or shows it with what was wrong.
func (s *Staff) done(c *fiber.Ctx, err error, what string) error {
	if err == nil {
		return shell.Done(c, path(shell.Param(c, "id")), what)
	}
	v, failed := s.person(c)
	if failed != nil {
		return failed
	}
	return s.Refuse(c, err, pagePerson.Titled(shell.Same(v.Name)), v)
}

// Change says whether somebody may sign in at all.
func (s *Staff) Change(c *fiber.Ctx) error {
	f := shell.FormOf(c)
	err := f.Again()
	if err == nil {
		err = s.SignIn.SetDisabled(c.UserContext(), signin.From(c), shell.Param(c, "id"), f.Has("disabled"))
	}
	return s.done(c, err, "saved")
}

// SignOut signs somebody out everywhere: for a phone that was lost, or a browser left open in a
// hall.
func (s *Staff) SignOut(c *fiber.Ctx) error {
	return s.done(c, s.SignIn.SignOutEverywhere(c.UserContext(), signin.From(c), shell.Param(c, "id")), "signedout")
}

// Reset shows a link with which somebody who lost their password chooses a new one. It is given by
// hand, as the first one was.
func (s *Staff) Reset(c *fiber.Ctx) error {
	v, err := s.person(c)
	if err != nil {
		return err
	}
	link, err := s.SignIn.ResetLink(c.UserContext(), signin.From(c).ID, v.Login)
	if err != nil {
		return s.done(c, err, "")
	}
	v.Link = s.Edge.Base(c) + link
	return s.Page(c, pagePerson.Titled(shell.Same(v.Name)), v)
}
