package api

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"ngatu/content/area"
	"ngatu/internal/store"
	"ngatu/internal/worker"
	"ngatu/server/air/answer"
	"ngatu/server/copies"
	"ngatu/server/edge"
	"ngatu/server/figures"
	"ngatu/server/fleet"
	"ngatu/server/intake"
	"ngatu/server/signin"
)

// Requests that one token may send in a minute, and unknown tokens from one address.
const (
	figuresAMinute = 60
	slidesAMinute  = 30
	followAMinute  = 120
	holdsAMinute   = 30
	formsAMinute   = 30
	onAMinute      = 120
	screensAMinute = 60
	guessesAMinute = 30
)

// Options are the parts that the API works with.
type Options struct {
	Store   *store.Store
	SignIn  *signin.Signin // who may do what: a token acts as its maker
	Intake  *intake.Intake
	Figures *figures.Figures
	Copies  *copies.Copies   // of forms
	Workers *worker.Pool     // whose folder holds what is being sent
	Edge    *edge.Edge       // whose address a request has
	Areas   *area.Set        // for the quotas of areas
	Now     func() time.Time // nil: the machine's clock
	Log     *slog.Logger

	Snapshot func(context.Context) (*answer.Snapshot, error) // of what is on
	Fleet    func(context.Context) (*fleet.View, error)      // how screens are
}

// API answers programs.
type API struct {
	Options
	figures  *edge.Meter
	slides   *edge.Meter
	followed *edge.Meter // how a slide stands
	holds    *edge.Meter
	forms    *edge.Meter
	asked    *edge.Meter // what is on
	watched  *edge.Meter // how screens are
	guesses  *edge.Meter

	decoding sync.Mutex // one list of rows at a time
	written  func() (*documents, error)
}

// New makes an API.
func New(o Options) *API {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	minute := func(most int) *edge.Meter { return edge.NewMeter(most, time.Minute) }
	a := &API{
		Options: o, figures: minute(figuresAMinute), slides: minute(slidesAMinute), followed: minute(followAMinute), holds: minute(holdsAMinute), forms: minute(formsAMinute), asked: minute(onAMinute),
		watched: minute(screensAMinute), guesses: o.Edge.Meter(guessesAMinute, time.Minute),
	}
	a.written = sync.OnceValues(a.write)
	return a
}
