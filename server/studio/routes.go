package studio

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/server/signin"
	"ngatu/server/studio/figure"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/upload"
)

const (
	get  = fiber.MethodGet
	post = fiber.MethodPost
)

// Routes adds every page of the studio.
func (s *Studio) Routes(app fiber.Router) { s.shell.Routes(app, s.Table()) }

// Table is everything that the studio answers, and what a person must be allowed to do for it.
// Paths are below /studio.
func (s *Studio) Table() []shell.Route {
	return []shell.Route{
		{Method: get, Path: "/signin", Do: s.account.SignInShow, Act: signin.Enter},
		{Method: post, Path: "/signin", Do: s.account.SignInPost, Act: signin.Enter},
		{Method: get, Path: "/begin", Do: s.account.BeginShow, Act: signin.Enter},
		{Method: post, Path: "/begin/look", Do: s.account.BeginLook, Act: signin.Enter},
		{Method: post, Path: "/begin", Do: s.account.BeginPost, Act: signin.Enter},
		{Method: post, Path: "/language", Do: s.shell.SetLanguage, Act: signin.Enter},

		{Method: get, Path: "/", Do: s.home.Show, Act: signin.Look},
		{Method: get, Path: "/find", Do: s.find.Show, Act: signin.Look},
		{Method: get, Path: "/keys", Do: s.find.Keys, Act: signin.Look},
		{Method: post, Path: "/signout", Do: s.account.SignOut, Act: signin.Look, Pressed: true},
		{Method: get, Path: "/account", Do: s.account.Show, Act: signin.Look},
		{Method: post, Path: "/account", Do: s.account.Password, Act: signin.Look},
		{Method: post, Path: "/account/email", Do: s.account.Email, Act: signin.Look},

		{Method: get, Path: "/standings", Do: s.standings.List, Act: signin.Look},
		{Method: get, Path: "/standings/new", Do: s.standings.New, Act: signin.Edit},
		{Method: post, Path: "/standings/new", Do: s.standings.Propose, Act: signin.Edit},
		{Method: post, Path: "/standings/:id/end", Do: s.standings.End, Act: signin.TakeOff, Pressed: true},
		{Method: post, Path: "/standings/:id/withdraw", Do: s.standings.Withdraw, Act: signin.Edit, Pressed: true},
		{Method: get, Path: "/submissions", Do: s.submitted.List, Act: signin.Look},
		{Method: get, Path: "/submissions/new", Do: s.submitted.New, Act: signin.Edit},
		{Method: post, Path: "/submissions/new", Do: s.submitted.Send, Act: signin.Edit},
		{Method: get, Path: "/submissions/:id", Do: s.submitted.Show, Act: signin.Look},
		{Method: post, Path: "/submissions/:id", Do: s.submitted.Decide, Act: signin.Approve},

		{Method: get, Path: "/slides", Do: s.slides.List, Act: signin.Look},
		{Method: get, Path: "/slides/:id", Do: s.slides.Show, Act: signin.Look},
		{Method: post, Path: "/slides/:id", Do: s.slides.Save, Act: signin.Edit},
		{Method: post, Path: "/slides/:id/submit", Do: s.slides.Submit, Act: signin.Edit, Pressed: true},
		{Method: post, Path: "/slides/:id/approve", Do: s.slides.Approve, Act: signin.Approve},
		{Method: post, Path: "/slides/:id/return", Do: s.slides.Return, Act: signin.Approve, Pressed: true},
		{Method: post, Path: "/slides/:id/withdraw", Do: s.slides.Withdraw, Act: signin.Edit, Pressed: true},
		{Method: post, Path: "/slides/:id/off", Do: s.slides.Off, Act: signin.TakeOff, Pressed: true},
		{Method: post, Path: "/slides/:id/delete", Do: s.slides.Delete, Act: signin.Edit, Pressed: true},
		{Method: get, Path: "/slides/:id/preview/:size.png", Do: s.slides.Preview, Act: signin.Look},
		{Method: get, Path: "/slides/:id/original", Do: s.slides.Original, Act: signin.Look},
		{Method: get, Path: "/notice", Do: s.slides.Notice, Act: signin.Edit},
		{Method: post, Path: "/notice", Do: s.slides.NoticeSave, Act: signin.Edit},
		{Method: post, Path: "/notice/preview", Do: s.slides.NoticePreview, Act: signin.Edit},
		{Method: get, Path: "/boards/new", Do: s.boards.New, Act: signin.Edit},
		{Method: post, Path: "/boards/new", Do: s.boards.Make, Act: signin.Edit},
		{Method: post, Path: "/boards/preview", Do: s.boards.Preview, Act: signin.Edit},
		{Method: get, Path: "/guides/new", Do: s.guides.New, Act: signin.Edit},
		{Method: post, Path: "/guides/new", Do: s.guides.Make, Act: signin.Edit},

		{Method: get, Path: "/upload", Do: s.uploads.Show, Act: signin.Edit},
		{Method: post, Path: "/upload", Do: s.uploads.Post, Act: signin.Edit, Body: upload.MaxBytes},
		{Method: get, Path: "/inbox", Do: s.inbox.List, Act: signin.Look},
		{Method: post, Path: "/inbox/forget", Do: s.inbox.Forget, Act: signin.Edit, Pressed: true},

		{Method: get, Path: "/onair", Do: s.onair.Show, Act: signin.Look},
		{Method: get, Path: "/onair/moment", Do: s.onair.Moment, Act: signin.Look},
		{Method: get, Path: "/onair/picture", Do: s.onair.Picture, Act: signin.Look},

		{Method: get, Path: "/takeovers", Do: s.takeovers.List, Act: signin.Look},
		{Method: get, Path: "/takeovers/new", Do: s.takeovers.New, Act: signin.Edit},
		{Method: post, Path: "/takeovers/new", Do: s.takeovers.Make, Act: signin.Edit},
		{Method: post, Path: "/takeovers/preview", Do: s.takeovers.Preview, Act: signin.Edit},
		{Method: get, Path: "/takeovers/free", Do: s.takeovers.Free, Act: signin.PutOn},
		{Method: post, Path: "/takeovers/free", Do: s.takeovers.PutOnFree, Act: signin.PutOn},
		{Method: post, Path: "/takeovers/free/preview", Do: s.takeovers.Preview, Act: signin.PutOn},
		{Method: post, Path: "/takeovers/:id/review", Do: s.takeovers.Review, Act: signin.PutOn, Pressed: true},
		{Method: get, Path: "/takeovers/:id", Do: s.takeovers.Show, Act: signin.Look},
		{Method: get, Path: "/takeovers/:id/seen", Do: s.takeovers.Receipts, Act: signin.Look},
		{Method: get, Path: "/takeovers/:id/screens", Do: s.takeovers.ByScreen, Act: signin.Look},
		{Method: post, Path: "/takeovers/:id", Do: s.takeovers.Save, Act: signin.Edit},
		{Method: post, Path: "/takeovers/:id/submit", Do: s.takeovers.Submit, Act: signin.Edit, Pressed: true},
		{Method: post, Path: "/takeovers/:id/approve", Do: s.takeovers.Approve, Act: signin.Approve},
		{Method: post, Path: "/takeovers/:id/return", Do: s.takeovers.Return, Act: signin.Approve, Pressed: true},
		{Method: post, Path: "/takeovers/:id/withdraw", Do: s.takeovers.Withdraw, Act: signin.Edit, Pressed: true},
		{Method: post, Path: "/takeovers/:id/off", Do: s.takeovers.Off, Act: signin.TakeOff, Pressed: true},
		{Method: post, Path: "/takeovers/:id/on", Do: s.takeovers.On, Act: signin.PutOn, Pressed: true},
		{Method: post, Path: "/takeovers/:id/end", Do: s.takeovers.End, Act: signin.TakeOff, Pressed: true},
		{Method: post, Path: "/takeovers/:id/delete", Do: s.takeovers.Delete, Act: signin.Edit, Pressed: true},

		{Method: get, Path: "/campaigns", Do: s.campaigns.List, Act: signin.Look},
		{Method: get, Path: "/campaigns/new", Do: s.campaigns.New, Act: signin.Edit},
		{Method: post, Path: "/campaigns/new", Do: s.campaigns.Create, Act: signin.Edit},
		{Method: post, Path: "/campaigns/:id/end", Do: s.campaigns.End, Act: signin.TakeOff, Pressed: true},
		{Method: post, Path: "/campaigns/:id/delete", Do: s.campaigns.Delete, Act: signin.Edit, Pressed: true},
		{Method: post, Path: "/campaigns/:id/once", Do: s.campaigns.Once, Act: signin.Approve},
		{Method: get, Path: "/campaigns/:id", Do: s.campaigns.Show, Act: signin.Look},
		{Method: post, Path: "/campaigns/:id", Do: s.campaigns.Save, Act: signin.Edit},
		{Method: post, Path: "/campaigns/:id/look", Do: s.campaigns.Look, Act: signin.Edit},
		{Method: post, Path: "/campaigns/:id/approve", Do: s.campaigns.Approve, Act: signin.Approve},
		{Method: post, Path: "/campaigns/:id/return", Do: s.campaigns.Return, Act: signin.Approve, Pressed: true},
		{Method: post, Path: "/campaigns/:id/withdraw", Do: s.campaigns.Withdraw, Act: signin.Edit, Pressed: true},

		{Method: get, Path: "/holds", Do: s.holds.List, Act: signin.Look},
		{Method: get, Path: "/holds/new", Do: s.holds.New, Act: signin.TakeOff},
		{Method: post, Path: "/holds/new", Do: s.holds.Set, Act: signin.TakeOff},
		{Method: post, Path: "/holds/look", Do: s.holds.Look, Act: signin.TakeOff},
		{Method: get, Path: "/holds/:id", Do: s.holds.Show, Act: signin.Look},
		{Method: get, Path: "/holds/:id/waits", Do: s.holds.Waits, Act: signin.Look},
		{Method: post, Path: "/holds/:id/ask", Do: s.holds.Ask, Act: signin.TakeOff, Pressed: true},
		{Method: post, Path: "/holds/:id/keep", Do: s.holds.Keep, Act: signin.TakeOff, Pressed: true},
		{Method: post, Path: "/holds/:id/lift", Do: s.holds.Lift, Act: signin.Approve, Pressed: true},
		{Method: post, Path: "/holds/:id/prolong", Do: s.holds.Prolong, Act: signin.TakeOff},

		{Method: get, Path: "/screens", Do: s.screens.List, Act: signin.Look},
		{Method: post, Path: "/screens/enrol", Do: s.screens.Enrol, Act: signin.Screens},
		{Method: get, Path: "/screens/new", Do: s.screens.New, Act: signin.Screens},
		{Method: post, Path: "/screens/new", Do: s.screens.Create, Act: signin.Screens},
		{Method: get, Path: "/screens/:code", Do: s.screens.Show, Act: signin.Look},
		{Method: post, Path: "/screens/:code", Do: s.screens.Save, Act: signin.Screens},
		{Method: post, Path: "/screens/:code/alike", Do: s.screens.Alike, Act: signin.Screens, Pressed: true},
		{Method: post, Path: "/screens/:code/revoke", Do: s.screens.Revoke, Act: signin.Screens, Pressed: true},
		{Method: get, Path: "/screens/:code/state", Do: s.screens.State, Act: signin.Look},
		{Method: get, Path: "/screens/:code/commands", Do: s.commands.List, Act: signin.Look},
		{Method: post, Path: "/screens/:code/commands", Do: s.commands.Give, Act: signin.Command, Pressed: true},
		{Method: get, Path: "/screens/:code/commands/:id.jpg", Do: s.commands.Picture, Act: signin.Look},
		{Method: get, Path: "/areas", Do: s.shell.FindAreas, Act: signin.Look},

		{Method: get, Path: "/plays", Do: s.plays.Show, Act: signin.Look},
		{Method: get, Path: "/plays.csv", Do: s.plays.CSV, Act: signin.Look},

		{Method: get, Path: "/figures", Do: s.figures.Show, Act: signin.Look},
		{Method: post, Path: "/figures/look", Do: s.figures.Look, Act: signin.Release, Body: figure.MaxBytes},
		{Method: post, Path: "/figures", Do: s.figures.Take, Act: signin.Release, Body: figure.MaxBytes},
		{Method: get, Path: "/figures/template.csv", Do: s.figures.Template, Act: signin.Look},
		{Method: get, Path: "/figures/sheets/:sheet", Do: s.figures.Ask, Act: signin.Release},
		{Method: post, Path: "/figures/sheets/:sheet", Do: s.figures.Answer, Act: signin.Release},
		{Method: post, Path: "/figures/sheets/:sheet/name", Do: s.figures.Name, Act: signin.Release},
		{Method: post, Path: "/figures/sheets/:sheet/drop", Do: s.figures.Drop, Act: signin.Release, Pressed: true},
		{Method: get, Path: "/figures/drafts/:release", Do: s.figures.Draft, Act: signin.Release},
		{Method: get, Path: "/figures/drafts/:release/boards/:slide/:size.png", Do: s.figures.Board, Act: signin.Release},
		{Method: post, Path: "/figures/drafts/:release", Do: s.figures.LetOut, Act: signin.Release},
		{Method: post, Path: "/figures/drafts/:release/discard", Do: s.figures.Discard, Act: signin.Release, Pressed: true},
		{Method: get, Path: "/figures/targets", Do: s.figures.Targets, Act: signin.Look},
		{Method: get, Path: "/figures/targets/:measure/:period/:code", Do: s.figures.Targets, Act: signin.Look},
		{Method: post, Path: "/figures/targets", Do: s.figures.SetTargets, Act: signin.Aim, Body: figure.MaxBytes},
		{Method: get, Path: "/figures/recipes", Do: s.figures.Recipes, Act: signin.Look},
		{Method: post, Path: "/figures/recipes/:recipe/end", Do: s.figures.EndRecipe, Act: signin.Release, Pressed: true},
		{Method: post, Path: "/figures/:release/withdraw", Do: s.figures.Withdraw, Act: signin.Release},

		{Method: get, Path: "/measures", Do: s.measures.List, Act: signin.Look},
		{Method: get, Path: "/measures/new", Do: s.measures.Make, Act: signin.Settings},
		{Method: post, Path: "/measures/new", Do: s.measures.Create, Act: signin.Settings},
		{Method: get, Path: "/measures/:id", Do: s.measures.Show, Act: signin.Look},
		{Method: post, Path: "/measures/:id", Do: s.measures.Save, Act: signin.Settings},

		{Method: get, Path: "/held", Do: s.held.Show, Act: signin.Look},
		{Method: post, Path: "/held/continue", Do: s.held.Continue, Act: signin.Continue, Pressed: true},
		{Method: get, Path: "/settings", Do: s.settings.Show, Act: signin.Look},
		{Method: post, Path: "/settings", Do: s.settings.Save, Act: signin.Settings},
		{Method: post, Path: "/settings/:key/approve", Do: s.settings.Approve, Act: signin.Approve, Pressed: true},
		{Method: post, Path: "/settings/:key/return", Do: s.settings.Return, Act: signin.Settings, Pressed: true},
		{Method: get, Path: "/tokens", Do: s.tokens.List, Act: signin.Tokens},
		{Method: post, Path: "/tokens", Do: s.tokens.Make, Act: signin.Tokens},
		{Method: post, Path: "/tokens/:id/revoke", Do: s.tokens.Revoke, Act: signin.Tokens, Pressed: true},
		{Method: get, Path: "/staff", Do: s.staff.List, Act: signin.Accounts},
		{Method: post, Path: "/staff", Do: s.staff.Invite, Act: signin.Accounts},
		{Method: get, Path: "/staff/:id", Do: s.staff.Show, Act: signin.Accounts},
		{Method: post, Path: "/staff/:id", Do: s.staff.Change, Act: signin.Accounts},
		{Method: post, Path: "/staff/:id/grant", Do: s.staff.Grant, Act: signin.Accounts},
		{Method: post, Path: "/staff/:id/end", Do: s.staff.End, Act: signin.Accounts},
		{Method: post, Path: "/staff/:id/confirm", Do: s.staff.Confirm, Act: signin.Accounts},
		{Method: post, Path: "/staff/:id/return", Do: s.staff.Return, Act: signin.Accounts, Pressed: true},
		{Method: post, Path: "/staff/:id/signout", Do: s.staff.SignOut, Act: signin.Accounts, Pressed: true},
		{Method: post, Path: "/staff/:id/reset", Do: s.staff.Reset, Act: signin.Accounts, Pressed: true},
		{Method: get, Path: "/profile/:name", Do: s.account.Profile, Act: signin.Profile},
	}
}
