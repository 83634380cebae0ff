package api

import (
	"log/slog"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/internal/sheet"
	"ngatu/internal/store"
	"ngatu/server/intake"
)

// Scopes of tokens.
const (
	ScopeFigures = "figures" // POST /api/figures
	ScopeSlides  = "slides"  // POST /api/slides
)

// Limits of a request's body, in bytes.
const (
	maxFigures = sheet.MaxBytes
	maxFile    = 520 << 20
)

// Requests that one token may send in a minute, and unknown tokens from one address.
const (
	figuresAMinute = 60
	slidesAMinute  = 30
	guessesAMinute = 30
)

// Options are the parts that the API works with.
type Options struct {
	Store  *store.Store
	Intake *intake.Intake
	Now    func() time.Time // nil: the machine's clock
	Log    *slog.Logger
}

// API answers programs.
type API struct {
	Options
	figures *meter
	slides  *meter
	guesses *meter
}

// New makes an API.
func New(o Options) *API {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &API{Options: o, figures: newMeter(figuresAMinute), slides: newMeter(slidesAMinute), guesses: newMeter(guessesAMinute)}
}

// Routes adds what programs call.
func (a *API) Routes(app fiber.Router) {
	app.Post("/api/figures", a.faults, bounded(maxFigures), a.need(ScopeFigures, a.figures), a.figurePost)
	app.Post("/api/slides", a.faults, bounded(maxFile), a.need(ScopeSlides, a.slides), a.slidePost)
}
