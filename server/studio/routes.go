package studio

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/server/signin"
)

// Paths that people and scripts go to.
const (
	pathSignin = "/studio/signin"
	pathSlides = "/studio/slides"
)

// Routes adds every page of the studio. Those above guard are open to whoever comes; those below need a person, and where
// a role is named, that role.
func (s *Studio) Routes(app fiber.Router) {
	app.Get(PathAssets+":file", s.assetGet)

	r := app.Group("/studio", headers, s.sentences)
	own := func(c *fiber.Ctx) error {
		if err := s.SignIn.OwnPages(c); err != nil {
			return err
		}
		return c.Next()
	}
	r.Get("/signin", s.signinShow)
	r.Post("/signin", bounded, own, s.signinPost)
	r.Get("/begin", s.beginShow)
	r.Post("/begin/look", bounded, own, s.beginLook)
	r.Post("/begin", bounded, own, s.beginPost)

	r.Use(bounded, s.SignIn.Guard(pathSignin))

	editor := signin.Need(signin.Editor)
	approver := signin.Need(signin.Approver)
	anyHand := signin.Need(signin.Editor, signin.Approver, signin.Operator) // taking off needs one person, whoever is there
	operator := signin.Need(signin.Operator)
	reporter := signin.Need(signin.Reporter)
	admin := signin.Need(signin.Admin)

	r.Get("/", func(c *fiber.Ctx) error { return c.Redirect(pathSlides, fiber.StatusSeeOther) })
	r.Post("/signout", s.signinLeave)

	r.Get("/slides", s.slideList)
	r.Get("/slides/:id", s.slideShow)
	r.Post("/slides/:id", editor, s.slideSave)
	r.Post("/slides/:id/submit", editor, s.slideSubmit)
	r.Post("/slides/:id/approve", approver, s.slideApprove)
	r.Post("/slides/:id/off", anyHand, s.slideOff)
	r.Post("/slides/:id/delete", editor, s.slideDelete)
	r.Get("/slides/:id/preview/:size.png", s.previewGet)
	r.Get("/slides/:id/original", s.originalGet)

	r.Get("/upload", editor, s.uploadShow)
	r.Post("/upload", editor, s.uploadPost)
	r.Get("/notice", editor, s.noticeShow)
	r.Post("/notice", editor, s.noticeSave)
	r.Post("/notice/preview", editor, s.noticePreview)
	r.Get("/guides/new", editor, s.guideNew)
	r.Post("/guides/new", editor, s.guideMake)

	hand := signin.Need(signin.Approver, signin.Operator, signin.Admin)
	r.Get("/takeovers", s.takeoverList)
	r.Get("/takeovers/new", editor, s.takeoverNew)
	r.Post("/takeovers/new", editor, s.takeoverMake)
	r.Post("/takeovers/preview", editor, s.takeoverPreview)
	r.Get("/takeovers/:id", s.takeoverShow)
	r.Get("/takeovers/:id/seen", s.takeoverSeen)
	r.Post("/takeovers/:id", editor, s.takeoverSave)
	r.Post("/takeovers/:id/submit", editor, s.takeoverSubmit)
	r.Post("/takeovers/:id/approve", approver, s.takeoverApprove)
	r.Post("/takeovers/:id/off", anyHand, s.takeoverOff)
	r.Post("/takeovers/:id/on", hand, s.takeoverOn)
	r.Post("/takeovers/:id/end", anyHand, s.takeoverEnd)
	r.Post("/takeovers/:id/delete", editor, s.takeoverDelete)

	r.Get("/screens", s.screenList)
	r.Post("/screens/enrol", operator, s.screenEnrol)
	r.Get("/screens/new", operator, s.screenNew)
	r.Post("/screens/new", operator, s.screenCreate)
	r.Get("/screens/:code", s.screenShow)
	r.Post("/screens/:code", operator, s.screenSave)
	r.Post("/screens/:code/alike", operator, s.screenAlike)
	r.Post("/screens/:code/revoke", operator, s.screenRevoke)
	r.Get("/screens/:code/orders", s.screenOrders)
	r.Post("/screens/:code/orders", signin.Need(signin.Operator, signin.Admin), s.screenOrder)
	r.Get("/screens/:code/orders/:id.jpg", s.orderPicture)
	r.Get("/areas", s.areaFind)

	r.Get("/plays", s.playShow)
	r.Get("/plays.csv", s.playCSV)

	r.Get("/figures", s.figureShow)
	r.Post("/figures/look", reporter, s.figureLook)
	r.Post("/figures", reporter, s.figureTake)

	r.Get("/settings", s.settingShow)
	r.Post("/settings", signin.Need(signin.Approver, signin.Admin), s.settingSave)
	r.Get("/tokens", admin, s.tokenList)
	r.Post("/tokens", admin, s.tokenMake)
	r.Post("/tokens/:id/revoke", admin, s.tokenRevoke)
	r.Get("/staff", admin, s.staffList)
	r.Post("/staff", admin, s.staffInvite)
	r.Post("/staff/:id", admin, s.staffChange)
	r.Post("/staff/:id/signout", admin, s.staffSignOut)
	r.Get("/profile/:name", admin, s.profileGet)
	r.Get("/account", s.accountShow)
	r.Post("/account", s.accountPassword)
	r.Use(func(*fiber.Ctx) error { return fiber.ErrNotFound })
}
