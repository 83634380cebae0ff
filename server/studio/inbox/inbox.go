// Package inbox is the room of files that were dropped into the inbox and are not shown, or should
// be looked at.
//
// It owns the list and how a row is put away. It must not take a file in: that is intake's.
package inbox

import (
	"context"
	"embed"
	"net/url"
	"path"
	"strconv"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

//go:embed *.html style.css
var files embed.FS

var page = shell.Page{Name: "inbox", Title: shell.Say("Hộp thả tệp", "Inbox")}

// Room is what the shell needs of this package.
var Room = shell.Room{
	Name: "inbox", Files: files, Pages: []shell.Page{page},
	Done: map[string]shell.Text{"forgot": shell.Say("Đã bỏ dòng đó khỏi danh sách.", "The row was put away.")},
}

// Inbox answers for files of the inbox.
type Inbox struct{ *shell.Shell }

// New answers within a shell that has the room.
func New(s *shell.Shell) *Inbox { return &Inbox{s} }

// perPage is how many rows a page of the list has.
const perPage = 100

// view lists files that somebody should look at.
type view struct {
	Rows []row
	Next string // query of the next page; "": this is the last
}

type row struct {
	store.InboxFile
	Name    shell.Text
	Folder  string // "": the inbox itself
	State   shell.Text
	Badge   string
	Air     *content.Slide // its slide is live, and the person here may take it off; nil: not so
	Forgets bool           // the row may be put away: its file lies among the refused, or was deleted there
}

var states = map[store.InboxState]struct {
	name  shell.Text
	badge string
}{
	store.Refused: {shell.Say("Không nhận", "Refused"), "taken_off"},
	store.Held:    {shell.Say("Chưa nhận", "Not taken yet"), "submitted"},
	store.Taken:   {shell.Say("Lưu ý", "Note"), "draft"},
}

func (s *Inbox) List(c *fiber.Ctx) error {
	v, err := s.view(c, place(shell.Query(c, "at"), shell.Query(c, "after")))
	if err != nil {
		return err
	}
	return s.Page(c, page, v)
}

// view is a page of the list as the person sees it, who may take some of its slides off.
func (s *Inbox) view(c *fiber.Ctx, last store.InboxFile) (v view, err error) {
	ctx := c.UserContext()
	if v.Rows, v.Next, err = s.rows(ctx, last, perPage); err != nil {
		return v, err
	}
	for i := range v.Rows {
		if v.Rows[i].Slide == "" {
			continue
		}
		slide, err := s.Store.Slide(ctx, v.Rows[i].Slide)
		if content.CodeOf(err) == content.NotFound || err == nil && slide.State != content.Approved {
			continue
		}
		if err != nil {
			return v, err
		}
		of, err := signin.SlideSubject(ctx, s.Store.Reader, slide)
		if err != nil {
			return v, err
		}
		if signin.From(c).Partly(signin.TakeOff, of) {
			v.Rows[i].Air = &slide
		}
	}
	return v, nil
}

func (s *Inbox) rows(ctx context.Context, last store.InboxFile, most int) (rows []row, next string, err error) {
	files, err := s.Store.NotedInboxFiles(ctx, last, most+1)
	if err != nil {
		return nil, "", err
	}
	if len(files) > most {
		files = files[:most]
		end := files[most-1]
		next = "?at=" + strconv.FormatInt(end.At.UnixMilli(), 10) + "&after=" + url.QueryEscape(end.Path)
	}
	for _, f := range files {
		if f.State == store.Taken && f.Slide != "" {
			if done, err := s.done(ctx, f); err != nil {
				return nil, "", err
			} else if done {
				continue
			}
		}
		one := row{InboxFile: f, Name: shell.Same(path.Base(f.Path)), State: states[f.State].name, Badge: states[f.State].badge}
		if one.Folder = path.Dir(f.Path); one.Folder == "." {
			one.Folder = ""
		}
		if f.Path == "." {
			one.Name = page.Title
		}
		one.Forgets = f.State == store.Refused && f.Slide == ""
		rows = append(rows, one)
	}
	return rows, next, nil
}

// done says whether what was to be said of a file that became a slide is done: the slide is off, and
// was taken off after the file came.
func (s *Inbox) done(ctx context.Context, f store.InboxFile) (bool, error) {
	off, err := s.Store.SlideOff(ctx, f.Slide)
	if err != nil || !off {
		return false, err
	}
	held, err := s.Store.HeldSince(ctx, f.Slide)
	return held.IsZero() || !f.At.After(held), err
}

// Waiting says whether there is something to look at.
func (s *Inbox) Waiting(ctx context.Context) (bool, error) {
	rows, _, err := s.rows(ctx, store.InboxFile{}, 10)
	return len(rows) > 0, err
}

// place reads where a page of the list begins.
func place(at, after string) (last store.InboxFile) {
	if ms, err := strconv.ParseInt(at, 10, 64); err == nil && ms > 0 {
		last.At, last.Path = time.UnixMilli(ms), after
	}
	return last
}

// Forget puts the row of a refused file away. The file itself stays among the refused.
func (s *Inbox) Forget(c *fiber.Ctx) error {
	ctx, file := c.UserContext(), shell.FormOf(c).Field("path")
	_, err := s.Store.Change(ctx, signin.From(c).ID, func(tx *store.Tx) error {
		row, err := tx.InboxFile(ctx, file)
		if content.CodeOf(err) == content.NotFound {
			return nil // somebody else was first
		}
		if err != nil {
			return err
		}
		if row.State != store.Refused || row.Slide != "" {
			return &content.Error{
				Code: content.Conflict,
				Vi:   "Tệp “" + file + "” đã thay đổi nên dòng này chưa bỏ được. Hãy tải lại trang.",
				En:   "The file “" + file + "” has changed, so its row stays. Load the page again.",
			}
		}
		return tx.DeleteInboxFile(ctx, file)
	})
	if err != nil {
		v, failed := s.view(c, store.InboxFile{})
		if failed != nil {
			return failed
		}
		return s.Refuse(c, err, page, v)
	}
	return shell.Done(c, "/studio/inbox", "forgot")
}
