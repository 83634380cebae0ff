package takeover

import (
	"fmt"
	"unicode/utf8"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/server/signin"
	"ngatu/server/studio/care"
	"ngatu/server/studio/shell"
)

// gravityChoice is a gravity as staff choose it.
type gravityChoice struct {
	Gravity content.Gravity
	Name    shell.Text
}

var gravities = []gravityChoice{
	{content.Danger, shell.Say("Khẩn cấp: phải hành động ngay", "Danger: act now")},
	{content.Warning, shell.Say("Cảnh báo: cần chuẩn bị", "Warning: get ready")},
	{content.CivicNotice, shell.Say("Thông báo: cần biết", "Notice: know of it")},
}

func gravityName(of content.Gravity) shell.Text {
	for _, g := range gravities {
		if g.Gravity == of {
			return g.Name
		}
	}
	return shell.Text{}
}

// wherePut names the area of the last press of a takeover.
func wherePut(s *Takeovers, t content.Takeover) shell.Text {
	if t.In != content.Everywhere {
		return s.AreaName(t.In)
	}
	return s.where(t)
}

// where names that for which a takeover is prepared.
func (s *Takeovers) where(t content.Takeover) shell.Text {
	return care.Targets(s.Shell, t.Targets, shell.Say("Mọi màn hình", "Every screen"))
}

// form is what the form of a takeover is filled with.
type form struct {
	content.Takeover
	Gravities []gravityChoice
	Reach     care.Reach
}

// form is the form of a takeover. A new one begins with the person's own area.
func (s *Takeovers) form(c *fiber.Ctx, t content.Takeover) form {
	f := form{Takeover: t, Gravities: gravities, Reach: care.ReachOfTargets(s.Shell, c, signin.Edit, t.ID != "", t.Targets)}
	f.Reach.Asks = shell.Say("Được phát rộng nhất ở đâu", "Where it may be put on at most")
	f.Reach.Hint = shell.Say("Khi phát mới chọn cả khu vực này, hay một phần của nó.", "The press chooses all of it, or a part.")
	return f
}

// read is a takeover with what the form of one that is prepared says.
func (s *Takeovers) read(f shell.Form, t content.Takeover) (content.Takeover, error) {
	var bad shell.Faults
	t, err := s.readWords(f, t)
	bad.Add(err)
	period, _ := area.PeriodAt(s.Now())
	t.Targets, err = care.ReadTargets(f, s.Areas, period, t.Targets)
	bad.Add(err)
	return t, bad.Err()
}

// readWords is a takeover with its words and gravity as a form says them.
func (s *Takeovers) readWords(f shell.Form, t content.Takeover) (content.Takeover, error) {
	t.Title, t.Gravity = f.Field("title"), content.Gravity(f.Field("gravity"))
	t.Words = content.Words{Head: f.Field("head"), Brief: f.Field("brief"), Foot: f.Field("foot")}
	if t.Title == "" {
		t.Title = t.Words.Title()
	}
	var bad shell.Faults
	bad.Add(f.Again())
	for _, one := range []struct {
		field, text string
		most        int
	}{{"title", t.Title, 200}, {"head", t.Words.Head, shell.MaxWords}, {"brief", t.Words.Brief, shell.MaxWords}, {"foot", t.Words.Foot, shell.MaxWords}} {
		if utf8.RuneCountInString(one.text) > one.most {
			bad.Add(shell.At(one.field, shell.Invalid(fmt.Sprintf("Ô này dài quá %d ký tự.", one.most), fmt.Sprintf("This is longer than %d characters.", one.most))))
		}
	}
	if t.Words.Head == "" {
		bad.Add(shell.At("head", shell.Invalid("Hãy ghi nội dung.", "Write the message.")))
	}
	known := false
	for _, one := range gravities {
		known = known || one.Gravity == t.Gravity
	}
	if !known {
		bad.Add(shell.At("gravity", shell.Invalid("Hãy chọn mức độ.", "Choose how grave it is.")))
	}
	return t, bad.Err()
}

// Preview paints the form at the standard canvases while it is typed. Nothing is stored.
func (s *Takeovers) Preview(c *fiber.Ctx) error {
	f := shell.FormOf(c)
	if f.Field("head") == "" {
		return s.Part(c, "preview", nil)
	}
	t := content.Takeover{
		ID: "preview", Gravity: content.Gravity(f.Field("gravity")),
		Words: content.Words{Head: f.Field("head"), Brief: f.Field("brief"), Foot: f.Field("foot")},
	}
	out, err := s.pictures.Takeover(c.UserContext(), t)
	if err != nil {
		return err
	}
	return s.Part(c, "preview", out)
}
