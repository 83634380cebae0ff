package studio

import (
	"context"
	"log/slog"
	"net/netip"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content/area"
	"ngatu/internal/blob"
	"ngatu/internal/blob/s3"
	"ngatu/internal/store"
	"ngatu/server/air"
	"ngatu/server/bulletins"
	"ngatu/server/edge"
	"ngatu/server/figures"
	"ngatu/server/fleet"
	"ngatu/server/hub"
	"ngatu/server/intake"
	"ngatu/server/press"
	"ngatu/server/pulls"
	"ngatu/server/signin"
	"ngatu/server/studio/account"
	"ngatu/server/studio/bulletin"
	"ngatu/server/studio/campaign"
	"ngatu/server/studio/care"
	"ngatu/server/studio/command"
	"ngatu/server/studio/conversion"
	"ngatu/server/studio/figure"
	"ngatu/server/studio/find"
	"ngatu/server/studio/form"
	"ngatu/server/studio/held"
	"ngatu/server/studio/hold"
	"ngatu/server/studio/home"
	"ngatu/server/studio/inbox"
	"ngatu/server/studio/measure"
	"ngatu/server/studio/node"
	"ngatu/server/studio/onair"
	"ngatu/server/studio/pair"
	"ngatu/server/studio/picture"
	"ngatu/server/studio/play"
	"ngatu/server/studio/readable"
	"ngatu/server/studio/reform"
	"ngatu/server/studio/screen"
	"ngatu/server/studio/setting"
	"ngatu/server/studio/shell"
	"ngatu/server/studio/slide"
	"ngatu/server/studio/staff"
	"ngatu/server/studio/standing"
	"ngatu/server/studio/submission"
	"ngatu/server/studio/takeover"
	"ngatu/server/studio/template"
	"ngatu/server/studio/token"
	"ngatu/server/studio/typed"
	"ngatu/server/studio/upload"
	"ngatu/server/studio/version"
	"ngatu/server/studio/week"
	"ngatu/server/studio/words"
)

// Options are the parts that the studio works with.
type Options struct {
	Store    *store.Store
	Intake   *intake.Intake
	Figures  *figures.Figures
	Air      *air.Air
	Media    blob.Bucket
	Pictures *picture.Pictures // draws and checks slides
	Uploads  string            // folder of files that come in parts; "": one that a restart forgets
	Shared   *s3.Bucket        // where they are kept among several nodes; nil: this server alone takes them in
	Areas    *area.Set
	SignIn   *signin.Signin
	Edge     *edge.Edge                              // whose address a request has
	Fleet    *fleet.Fleet                            // how screens are
	Presses  *press.Presses                          // takeovers that are put on while the database is away; nil: none are
	Present  func() []hub.Presence                   // who is connected now; nil: nobody
	Now      func() time.Time                        // the server's time; nil: the machine's clock
	Trouble  func() []error                          // what is wrong with the server, each a [content.Error]; nil: nothing ever
	Feed     func(id string) bulletins.Status        // how a feed of warnings is; nil: nobody asks any
	Pull     func(measure, name string) pulls.Status // how an address of figures is; nil: nobody asks any
	Inside   []netip.Prefix                          // internal networks in which feeds and such addresses may lie
	Dev      string                                  // a checkout to read templates, style and scripts from at each request; "": the binary's own
	Mail     submission.Mail                         // hands an e-mail to the mail server at once; nil: there is none
	Log      *slog.Logger
}

// Studio is all rooms, each with the parts that it needs.
type Studio struct {
	shell     *shell.Shell
	account   *account.Account
	bulletins *bulletin.Bulletins
	campaigns *campaign.Campaigns
	commands  *command.Commands
	converts  *conversion.Conversions
	figures   *figure.Figures
	find      *find.Find
	held      *held.Held
	holds     *hold.Holds
	home      *home.Home
	inbox     *inbox.Inbox
	measures  *measure.Measures
	nodes     *node.Nodes
	onair     *onair.OnAir
	plays     *play.Plays
	readable  *readable.Readable
	pairs     *pair.Pairs
	reform    *reform.Reform
	screens   *screen.Screens
	settings  *setting.Settings
	slides    *slide.Slides
	boards    slide.Boards
	guides    slide.Guides
	staff     *staff.Staff
	standings *standing.Standings
	forms     *form.Forms
	typed     *typed.Typed
	submitted *submission.Submissions
	takeovers *takeover.Takeovers
	templates *template.Templates
	tokens    *token.Tokens
	uploads   *upload.Uploads
	versions  *version.Versions
}

// Sweep removes what nobody goes on with.
func (s *Studio) Sweep(now time.Time) { s.uploads.Sweep(now) }

// Share keeps style, scripts and fonts for servers of other versions beside this one.
func (s *Studio) Share(ctx context.Context) error { return s.shell.Share(ctx) }

// Resume goes on with what was being done when the server stopped, until ctx ends.
func (s *Studio) Resume(ctx context.Context) { s.uploads.Resume(ctx) }

// New makes a studio. It fails where a template is missing, is not declared or cannot be read.
func New(o Options) (*Studio, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Present == nil {
		o.Present = func() []hub.Presence { return nil }
	}
	if o.Trouble == nil {
		o.Trouble = func() []error { return nil }
	}
	if o.Feed == nil {
		o.Feed = func(string) bulletins.Status { return bulletins.Status{} }
	}
	if o.Pull == nil {
		o.Pull = func(string, string) pulls.Status { return pulls.Status{} }
	}
	sh, err := shell.New(shell.Options{
		Store: o.Store, SignIn: o.SignIn, Areas: o.Areas, Edge: o.Edge, Now: o.Now, Trouble: o.Trouble, Dev: o.Dev, Log: o.Log,
	}, account.Room, bulletin.Room, campaign.Room, care.Room, command.Room, conversion.Room, figure.Room, find.Room, form.Room, held.Room, hold.Room, home.Room, inbox.Room, measure.Room, node.Room, onair.Room, pair.Room, play.Room, readable.Room, reform.Room, screen.Room, setting.Room, slide.Room,
		staff.Room, standing.Room, submission.Room, takeover.Room, template.Room, token.Room, upload.Room, version.Room, week.Room, words.Room)
	if err != nil {
		return nil, err
	}
	s := &Studio{
		shell: sh, account: account.New(sh), campaigns: campaign.New(sh, o.Air, o.Fleet, o.Media), commands: command.New(sh, o.Present), figures: figure.New(sh, o.Figures, o.Air, o.Pictures),
		held: held.New(sh, o.Present), holds: hold.New(sh, o.Air, o.Fleet), inbox: inbox.New(sh), measures: measure.New(sh, measure.Options{Status: o.Pull, Inside: o.Inside}), onair: onair.New(sh, o.Air, o.Pictures), plays: play.New(sh), settings: setting.New(sh, o.Air, o.Media),
		staff: staff.New(sh), takeovers: takeover.New(sh, o.Pictures, o.Fleet, o.Presses), tokens: token.New(sh),
	}
	if s.uploads, err = upload.New(sh, o.Intake, o.Pictures, o.Uploads, o.Shared); err != nil {
		return nil, err
	}
	s.find, s.reform, s.readable, s.nodes = find.New(sh), reform.New(sh), readable.New(sh, o.Pictures), node.New(sh, o.Fleet)
	s.bulletins = bulletin.New(sh, bulletin.Options{Pictures: o.Pictures, Status: o.Feed, Inside: o.Inside})
	s.converts, s.pairs = conversion.New(sh, o.Pictures), pair.New(sh, o.Pictures, o.Media)
	s.slides = slide.New(sh, slide.Options{Air: o.Air, Media: o.Media, Pictures: o.Pictures, Waiting: s.inbox.Waiting, Conversion: s.converts.Panel})
	s.boards, s.guides = slide.Boards{Slides: s.slides}, slide.Guides{Slides: s.slides}
	s.standings, s.versions, s.typed = standing.New(sh), version.New(sh, o.Pictures, s.slides.Between), typed.New(sh)
	s.forms, s.templates = form.New(sh, o.Pictures), template.New(sh, o.Pictures)
	s.submitted = submission.New(sh,
		submission.Noun{Noun: store.NounSetting, Gate: setting.Gate{Settings: s.settings}, Act: signin.Settings},
		submission.Noun{Noun: store.NounCampaign, Gate: campaign.Gate{Campaigns: s.campaigns}, Act: signin.Edit},
		submission.Noun{Noun: store.NounStanding, Gate: standing.Gate{Standings: s.standings}, Act: signin.Edit},
		submission.Noun{Noun: store.NounForm, Gate: form.Gate{Forms: s.forms}, Act: signin.Edit},
		submission.Noun{Noun: store.NounTakeover, Gate: takeover.Gate{Takeovers: s.takeovers}, Act: signin.Edit},
		submission.Noun{Noun: store.NounSlide, Gate: slide.Gate{Slides: s.slides}, Act: signin.Edit},
	)
	s.submitted.Mail, s.uploads.Send = o.Mail, s.submitted.Together
	sh.Approvals = s.submitted.Count
	s.home = home.New(sh, home.Options{Air: o.Air, Fleet: o.Fleet, Inbox: s.inbox.Waiting, ToApprove: s.toApprove, Kept: s.kept})
	s.screens = screen.New(sh, screen.Options{
		Fleet: o.Fleet,
		Commands: func(c *fiber.Ctx, code string, silent bool) (any, error) {
			return s.commands.Panel(c, code, silent)
		},
	})
	s.commands.Refused = s.screens.RefuseOn
	return s, nil
}

// kept lists drafts that a person may send again, for the first page.
func (s *Studio) kept(ctx context.Context, p *signin.Person) (out []home.Kept, err error) {
	all, err := s.submitted.Kept(ctx, p)
	for _, h := range all {
		out = append(out, home.Kept{Title: h.Title, Kind: h.Kind, Why: h.Returned, At: h.At})
	}
	return out, err
}

// toApprove lists what awaits a person's approval, for the first page.
func (s *Studio) toApprove(ctx context.Context, p *signin.Person) (out []home.Waits, err error) {
	rows, err := s.submitted.Mine(ctx, p)
	for _, r := range rows {
		out = append(out, home.Waits{Title: r.Title, More: r.More, By: r.By, At: r.At})
	}
	return out, err
}
