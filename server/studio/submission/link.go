package submission

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// Mail hands an e-mail to the mail server at once.
type Mail func(ctx context.Context, to, subject, text string) error

// byMail is the way of a link that goes out by e-mail. Its code must then come by another.
const byMail = "mail"

// linksView is what the page of a submission offers to those who never open the studio.
type linksView struct {
	To    []leader
	Lines []linkLine
	Mail  bool // the server sends e-mail

	Address string     // of the link just made; "": it went out by e-mail, or none was made
	Code    string     // just made, to be read to somebody
	For     shell.Text // whose link or code that is
	Sent    bool       // the link went out by e-mail
}

// leader is somebody who may decide on all that waits.
type leader struct {
	ID, Name string
	Email    bool // they have an address
}

// linkLine is a link that can be used.
type linkLine struct {
	ID     string
	For    shell.Text
	By     shell.Text
	Until  time.Time
	Mailed bool
	Tell   bool // the person here may read a code to them
	Told   shell.Text
}

// MakeLink makes a link for an approver who does not open the studio: it is shown this once, or goes
// out by e-mail.
func (s *Submissions) MakeLink(c *fiber.Ctx) error {
	ctx, p, id, f := c.UserContext(), signin.From(c), shell.Param(c, "id"), shell.FormOf(c)
	v, err := s.viewWithLinks(ctx, id, p)
	if err != nil {
		return err
	}
	if v.Links == nil {
		return s.refuseWith(c, v, errNothing)
	}
	if err := f.Again(); err != nil {
		return s.refuseWith(c, v, err)
	}
	i := slices.IndexFunc(v.Links.To, func(l leader) bool { return l.ID == f.Field("to") })
	if i < 0 {
		return s.refuseWith(c, v, shell.At("to", shell.Invalid("Hãy chọn một người duyệt được tất cả các mục đang chờ ở đây.",
			"Choose somebody who may decide on all that waits here.")))
	}
	to, mailed := v.Links.To[i], f.Field("way") == byMail
	if mailed && !(to.Email && v.Links.Mail) {
		return s.refuseWith(c, v, shell.At("way", shell.Invalid("Người này chưa có địa chỉ thư. Hãy chép liên kết rồi tự gửi.",
			"This person has no e-mail address. Copy the link and pass it on yourself.")))
	}
	path, err := s.byLink.Make(ctx, p.ID, store.ApprovalLink{Submission: id, Staff: to.ID, Mailed: mailed})
	if err != nil {
		return s.refuseWith(c, v, err)
	}
	if mailed {
		if err := s.mailLink(ctx, to.ID, s.Edge.Base(c)+path, v); err != nil {
			return s.refuseWith(c, v, err)
		}
	}
	if v, err = s.viewWithLinks(ctx, id, p); err != nil {
		return err
	}
	if v.Links.For, v.Links.Sent = shell.Same(to.Name), mailed; !mailed {
		v.Links.Address = s.Edge.Base(c) + path
	}
	return s.page(c, v)
}

// TellCode makes a code for an admin to read to the approver over the telephone. Whoever made the
// link, or had a part in what waits, never gets one: nobody has both halves.
func (s *Submissions) TellCode(c *fiber.Ctx) error {
	ctx, p, id := c.UserContext(), signin.From(c), shell.Param(c, "id")
	v, err := s.viewWithLinks(ctx, id, p)
	if err != nil {
		return err
	}
	if v.Links == nil {
		return s.refuseWith(c, v, errNothing)
	}
	all, err := s.Store.ApprovalLinks(ctx, id)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(l store.ApprovalLink) bool { return l.ID == shell.Param(c, "link") })
	if i < 0 {
		return s.refuseWith(c, v, errNoLink)
	}
	tells, err := s.tells(ctx, v, p, all[i])
	if err != nil {
		return err
	}
	if !tells {
		return s.refuseWith(c, v, &content.Error{
			Code: content.Denied,
			Vi: "Người tạo liên kết, người có phần trong nội dung và chính người duyệt không lấy mã ở đây; người đã mở tài khoản " +
				"hoặc đặt lại mật khẩu cho một trong những người ấy cũng vậy. Hãy nhờ một quản trị khác.",
			En: "Whoever made the link, had a part in what waits, or decides on it gets no code here, nor does whoever made the account " +
				"or the last password link of one of them. Ask another admin.",
		})
	}
	leader, err := s.byLink.Person(ctx, all[i].Staff)
	if err != nil {
		return s.refuseWith(c, v, err)
	}
	theirs, err := s.linkedView(ctx, all[i], leader)
	if err != nil {
		return err
	}
	if theirs.Mine == 0 {
		return s.refuseWith(c, v, errNothing)
	}
	code, err := s.byLink.Code(ctx, all[i], seenNow(theirs.view), p.ID)
	if err != nil {
		return s.refuseWith(c, v, err)
	}
	if v, err = s.viewWithLinks(ctx, id, p); err != nil {
		return err
	}
	v.Links.Code, v.Links.For = code[:3]+" "+code[3:], s.NameOf(ctx, all[i].Staff)
	return s.page(c, v)
}

// tells says whether somebody may read a code to whom a link is for. Whoever could sign in as its
// maker or as an author counts as them: they may have written, sent and made all of it alone.
func (s *Submissions) tells(ctx context.Context, v view, p *signin.Person, l store.ApprovalLink) (bool, error) {
	if !p.Somewhere(signin.Accounts) || p.ID == l.Staff {
		return false, nil
	}
	parties := []string{l.By, v.Submission.By}
	for _, i := range v.Items {
		parties = append(parties, i.Sight.By...)
	}
	slices.Sort(parties)
	for _, id := range slices.Compact(parties) {
		if id == p.ID {
			return false, nil
		}
		one, err := s.Store.Staff(ctx, id)
		if content.CodeOf(err) == content.NotFound { // a folder
			continue
		}
		if err != nil || one.OpenedBy == p.ID {
			return false, err
		}
	}
	return true, nil
}

// viewWithLinks is the page of a submission with what it offers to those who never open the studio:
// to whoever sent it or may edit or approve all of it, and to admins, who read codes out.
func (s *Submissions) viewWithLinks(ctx context.Context, id string, p *signin.Person) (view, error) {
	v, err := s.view(ctx, id, p, shell.PathSlides)
	if err != nil || len(v.Submission.Waits()) == 0 {
		return v, err
	}
	may, admin := true, p.Somewhere(signin.Accounts)
	for _, i := range v.Items {
		may = may && (!i.Waiting() || p.May(signin.Edit, i.Subject) || p.May(signin.Approve, i.Subject))
	}
	if may = may || v.Submission.By == p.ID; !may && !admin {
		return v, nil
	}
	v.Links = &linksView{Mail: s.Mail != nil}
	if may {
		if v.Links.To, err = s.leaders(ctx, v, p.ID); err != nil {
			return v, err
		}
	}
	all, err := s.Store.ApprovalLinks(ctx, id)
	if err != nil {
		return v, err
	}
	for _, l := range all {
		tells, err := s.tells(ctx, v, p, l)
		if err != nil {
			return v, err
		}
		one := linkLine{
			ID: l.ID, For: s.NameOf(ctx, l.Staff), By: s.NameOf(ctx, l.By), Until: l.Expires, Mailed: l.Mailed,
			Tell: tells && l.Codes < store.MaxCodes,
		}
		if l.Code.ToldBy != "" {
			one.Told = s.NameOf(ctx, l.Code.ToldBy)
		}
		v.Links.Lines = append(v.Links.Lines, one)
	}
	return v, nil
}

// leaders are those who may decide on all that waits and had no part in it.
func (s *Submissions) leaders(ctx context.Context, v view, me string) (out []leader, err error) {
	desks, err := signin.DesksAt(ctx, s.Store.Reader, s.Now(), s.Areas)
	if err != nil {
		return nil, err
	}
	var may []string
	for n, i := range slices.DeleteFunc(slices.Clone(v.Items), func(i itemView) bool { return !i.Waiting() }) {
		about := i.Subject
		about.By = i.Sight.By
		theirs := slices.DeleteFunc(desks.Who(about, signin.Approve), func(id string) bool { return slices.Contains(i.Sight.By, id) })
		if n == 0 {
			may = theirs
		}
		may = slices.DeleteFunc(may, func(id string) bool { return id == me || !slices.Contains(theirs, id) })
	}
	for _, id := range may {
		p := desks.People[id]
		out = append(out, leader{p.ID, p.Name, p.Email != ""})
	}
	slices.SortFunc(out, func(a, b leader) int { return cmp.Compare(a.Name, b.Name) })
	return out, nil
}

// mailLink sends a link to whom it is for.
func (s *Submissions) mailLink(ctx context.Context, to, address string, v view) error {
	p, err := s.byLink.Person(ctx, to)
	if err != nil {
		return err
	}
	l := languageOf(p)
	what := v.title().In(l)
	return s.mail(ctx, p, shell.Textf("Chờ anh/chị duyệt: %s", "For you to approve: %s", what).In(l), shell.Textf(
		"%s, gửi bởi %s.\r\n\r\nXem và quyết định, không cần đăng nhập (trong 72 giờ):\r\n%s\r\n\r\n"+
			"Khi quyết định cần một mã 6 số; quản trị sẽ đọc mã qua điện thoại. Không chuyển tiếp thư này.",
		"%s, sent by %s.\r\n\r\nLook and decide, without signing in (within 72 hours):\r\n%s\r\n\r\n"+
			"A decision takes a code of 6 digits, which an admin reads to you over the telephone. Do not forward this message.",
		what, v.By, address).In(l))
}

// mail sends an e-mail to somebody at once, and says in a sentence where that fails.
func (s *Submissions) mail(ctx context.Context, p *signin.Person, subject, text string) error {
	err := s.Mail(ctx, p.Email, "Ngatu · "+subject, text)
	if err == nil {
		return nil
	}
	s.Log.Warn("an e-mail of an approval link could not be sent", "error", err)
	return &content.Error{
		Code: content.Away, Err: err,
		Vi: "Máy chủ thư không nhận thư lúc này. Hãy thử lại, hoặc chọn cách khác: chép liên kết, hay nhờ quản trị đọc mã qua điện thoại.",
		En: "The mail server does not take e-mail now. Try again, or another way: copy the link, or have an admin read the code over the telephone.",
	}
}

// languageOf is the language in which somebody is written to.
func languageOf(p *signin.Person) shell.Language {
	if shell.Language(p.Language) == shell.English {
		return shell.English
	}
	return shell.Vietnamese
}

// masked is an address as its owner knows it and nobody else learns it.
func masked(email string) string {
	name, domain, _ := strings.Cut(email, "@")
	return string([]rune(name)[:min(1, len([]rune(name)))]) + "•••@" + domain
}

var errNoLink = &content.Error{
	Code: content.NotFound, Vi: "Liên kết này không còn: đã hết hạn, hoặc đã có liên kết mới. Hãy tải lại trang.",
	En: "This link is there no more: it has expired, or another took its place. Reload the page.",
}
