package submission

import (
	"context"
	"slices"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// linkedView is what somebody sees who came by an approval link.
type linkedView struct {
	view
	Leader string // whose decision it is
	To     string // where a code goes, masked; "": an admin reads it out
	Sent   bool   // a code has gone there just now
	Over   bool   // it was decided just now

	person *signin.Person
}

// draw is of what the person of the link decides on: nothing else is shown to them.
func (v linkedView) draw(ctx context.Context) error { return v.view.draw(ctx, v.person, false) }

// Heading is what it is about.
func (v linkedView) Heading() shell.Text { return v.title() }

// linkedSlides is where the pages of approval links have the pictures of slides.
const linkedSlides = signin.PathByLink + "/slides"

// Linked is where an approval link leads. Its secret is in the address's fragment, which the server
// never sees: a small script hands it over and gets the page.
func (s *Submissions) Linked(c *fiber.Ctx) error {
	return s.Page(c, pageLinked, linkedView{})
}

// LinkedLook answers with what the link is for, and has the browser keep the link for the pictures.
func (s *Submissions) LinkedLook(c *fiber.Ctx) error {
	token := shell.FormOf(c).Raw("token")
	if token == "" {
		token = s.byLink.Kept(c) // the page was loaded again
	}
	v, err := s.openLinked(c.UserContext(), token)
	if err != nil {
		return err
	}
	s.byLink.Keep(c, token)
	if err := v.draw(c.UserContext()); err != nil {
		return err
	}
	return s.Part(c, "by_link", v)
}

// LinkedCode sends a code for what the person has seen to their own address.
func (s *Submissions) LinkedCode(c *fiber.Ctx) error {
	ctx := c.UserContext()
	l, p, err := s.byLink.Open(ctx, s.byLink.Kept(c))
	if err != nil {
		return s.Refuse(c, err, pageLinked, linkedView{})
	}
	v, err := s.linkedView(ctx, l, p)
	if err != nil {
		return err
	}
	if err := v.draw(ctx); err != nil { // before the code goes out, which is good once
		return err
	}
	seen := seenIn(v.view, shell.FormOf(c))
	switch {
	case v.Mine == 0:
		err = errNothing
	case v.To == "":
		err = shell.Invalid("Mã của liên kết này do một quản trị đọc qua điện thoại.", "The code of this link is read to you by an admin over the telephone.")
	case seen != seenNow(v.view):
		err = &content.Error{Code: content.Conflict, Vi: "Nội dung vừa được sửa. Hãy xem lại bên dưới rồi lấy mã.", En: "What waits was changed a moment ago. Look at it below, then get a code."}
	default:
		err = s.sendCode(ctx, l, p, v, seen)
	}
	if err != nil {
		return s.Refuse(c, err, pageLinked, v)
	}
	v.Sent = true
	return s.Page(c, pageLinked, v)
}

func (s *Submissions) sendCode(ctx context.Context, l store.ApprovalLink, p *signin.Person, v linkedView, seen content.Digest) error {
	code, err := s.byLink.Code(ctx, l, seen, "")
	if err != nil {
		return err
	}
	in := languageOf(p)
	return s.mail(ctx, p, shell.Textf("Mã duyệt %s", "The code %s", code).In(in), shell.Textf(
		"Mã: %s\r\n\r\nĐể duyệt hoặc trả lại “%s”, trong 10 phút, dùng một lần.\r\n\r\n"+
			"Chỉ tự nhập ở trang đã mở từ liên kết, sau khi xem hình. Không đọc mã cho bất kỳ ai, kể cả người gửi liên kết. "+
			"Nếu anh/chị không lấy mã này: đừng dùng, và báo quản trị.",
		"Code: %s\r\n\r\nTo approve or return “%s”, within 10 minutes, once.\r\n\r\n"+
			"Type it yourself, on the page that you opened by the link, after you have looked at the pictures. Tell it to nobody, not even to whoever "+
			"sent the link. If you did not ask for it: do not use it, and tell an admin.",
		code, v.title()).In(in))
}

// LinkedDecide decides on all that waits for the person, in one act: each item is approved, or
// returned with a reason.
func (s *Submissions) LinkedDecide(c *fiber.Ctx) error {
	ctx, f, token := c.UserContext(), shell.FormOf(c), s.byLink.Kept(c)
	l, p, err := s.byLink.Open(ctx, token)
	if err != nil {
		return s.Refuse(c, err, pageLinked, linkedView{})
	}
	v, err := s.linkedView(ctx, l, p)
	if err != nil {
		return err
	}
	if err := s.decideByLink(ctx, p.ID, token, v, f); err != nil {
		if other := v.draw(ctx); other != nil {
			return other
		}
		return s.Refuse(c, err, pageLinked, v)
	}
	s.byLink.Keep(c, "")
	if v.view, err = s.view(ctx, l.Submission, p, linkedSlides); err != nil {
		return err
	}
	v.Over = true
	return s.Page(c, pageLinked, v)
}

func (s *Submissions) decideByLink(ctx context.Context, who, token string, v linkedView, f shell.Form) error {
	var bad shell.Faults
	var all []verdict
	for _, i := range v.Items {
		if !i.Mine {
			continue
		}
		of, prefix := f.Of(prefixOf(i.DraftKey)), prefixOf(i.DraftKey)
		one := verdict{i, of.Field("verdict") == "approve"}
		switch {
		case !one.approve && of.Field("verdict") != "return":
			bad.Add(shell.At(prefix+"verdict", shell.Invalid("Hãy chọn duyệt hay trả lại.", "Choose whether to approve or return it.")))
		case !one.approve && !of.Has("why"):
			bad.Add(shell.At(prefix+"why", shell.Invalid("Hãy ghi lý do trả lại.", "Say why it is returned.")))
		}
		all = append(all, one)
	}
	if len(all) == 0 {
		return errNothing
	}
	if err := bad.Err(); err != nil {
		return err
	}
	link, err := s.byLink.Check(ctx, token, f.Field("digits"), seenIn(v.view, f))
	if err != nil {
		return shell.At("digits", err)
	}
	return s.carryOut(ctx, who, v.ID, all, f, func(tx *store.Tx) error {
		if err := tx.UseApprovalCode(ctx, link); err != nil {
			return err
		}
		return tx.EnterStaff(ctx, who) // somebody else who may approve is there: nobody is alone any more
	})
}

// LinkedPicture lets somebody with an approval link look at the slides that it is of, at pictures of
// what is live in the campaigns that it is of, and at nothing else.
func (s *Submissions) LinkedPicture(look fiber.Handler) fiber.Handler {
	return func(c *fiber.Ctx) error {
		ctx, id := c.UserContext(), shell.Param(c, "id")
		l, _, err := s.byLink.Open(ctx, s.byLink.Kept(c))
		if err != nil {
			return err
		}
		of, err := s.Store.Submission(ctx, l.Submission)
		if err != nil {
			return err
		}
		waits := of.Waits()
		if slices.ContainsFunc(waits, func(i store.Item) bool { return i.Noun == store.NounSlide && i.ID == id }) {
			return look(c)
		}
		slide, err := s.Store.Slide(ctx, id)
		if err != nil {
			return err
		}
		in := slices.ContainsFunc(waits, func(i store.Item) bool { return i.Noun == store.NounCampaign && i.ID == slide.Campaign })
		if !in || slide.State != content.Approved || c.Params("size") == "" || shell.Query(c, "of") != "" {
			return fiber.ErrNotFound // a draft that nobody sent, or the file itself
		}
		return look(c)
	}
}

func (s *Submissions) openLinked(ctx context.Context, token string) (linkedView, error) {
	l, p, err := s.byLink.Open(ctx, token)
	if err != nil {
		return linkedView{}, err
	}
	return s.linkedView(ctx, l, p)
}

// linkedView is a submission as whoever came by a link sees it. What they had a part in is never
// theirs to decide here, also where nobody else could.
func (s *Submissions) linkedView(ctx context.Context, l store.ApprovalLink, p *signin.Person) (v linkedView, err error) {
	if v.view, err = s.view(ctx, l.Submission, p, linkedSlides); err != nil {
		return v, err
	}
	v.Mine = 0
	for n := range v.Items {
		i := &v.Items[n]
		if i.Mine = i.Mine && !i.Own && v.Submission.By != p.ID; i.Mine {
			v.Mine++
		}
	}
	v.Leader, v.person = p.Name, p
	if s.Mail != nil && p.Email != "" && !l.Mailed {
		v.To = masked(p.Email)
	}
	return v, nil
}

// seenNow is the digest of all that waits for the person, as it is.
func seenNow(v view) content.Digest {
	return seenOf(v, func(i itemView) content.Digest { return i.Seen })
}

// seenIn is the digest of all that waits for the person, as their page had it.
func seenIn(v view, f shell.Form) content.Digest {
	return seenOf(v, func(i itemView) content.Digest { return content.Digest(f.Field(prefixOf(i.DraftKey) + "seen")) })
}

func seenOf(v view, one func(itemView) content.Digest) content.Digest {
	var all []string
	for _, i := range v.Items {
		if i.Mine {
			all = append(all, i.Key, string(one(i)))
		}
	}
	return content.SightOf(all)
}
