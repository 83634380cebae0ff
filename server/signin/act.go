package signin

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/content/mandate"
)

// Act and Role are those of mandates, under the names by which routes and pages call them.
type (
	Act  = mandate.Act
	Role = mandate.Role
)

// The acts, as mandate explains them.
const (
	Enter    = mandate.Enter
	Look     = mandate.Look
	Edit     = mandate.Edit
	Approve  = mandate.Approve
	TakeOff  = mandate.TakeOff
	PutOn    = mandate.PutOn
	Screens  = mandate.Screens
	Command  = mandate.Command
	Release  = mandate.Release
	Aim      = mandate.Aim
	Settings = mandate.Settings
	Domains  = mandate.Domains
	Continue = mandate.Continue
	Accounts = mandate.Accounts
	Tokens   = mandate.Tokens
	Profile  = mandate.Profile
)

// The roles, as mandate explains them.
const (
	Editor   = mandate.Editor
	Approver = mandate.Approver
	Reporter = mandate.Reporter
	Operator = mandate.Operator
	Auditor  = mandate.Auditor
	Admin    = mandate.Admin
)

// Need lets through who may do it somewhere. The operation asks [Signin.Ask] whether it is there.
func Need(a Act) fiber.Handler {
	return func(c *fiber.Ctx) error {
		if From(c).Somewhere(a) {
			return c.Next()
		}
		return &content.Error{
			Code: content.Denied,
			Vi:   "Tài khoản của bạn không có quyền làm việc này. Hãy hỏi người quản trị.",
			En:   "Your account may not do this. Ask the administrator.",
		}
	}
}
