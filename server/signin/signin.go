package signin

import (
	"log/slog"
	"time"

	"ngatu/content/area"
	"ngatu/internal/store"
	"ngatu/server/edge"
)

// Options are the parts that sign-in works with.
type Options struct {
	Store *store.Store
	Areas *area.Set // within which mandates hold
	Log   *slog.Logger
	// Secure says that people reach the studio over TLS, here or at a proxy. The cookie is then
	// Secure and has the __Host- prefix, so that no other host of the domain can set it.
	Secure bool
	Edge   *edge.Edge       // which pages are ours
	Now    func() time.Time // nil: the machine's clock
	Memory uint32           // KiB that a hash takes; 0: as much as OWASP recommends. Only tests of other things set it.
}

// Signin answers who somebody is. Many goroutines may call its methods.
type Signin struct {
	store  *store.Store
	areas  *area.Set
	log    *slog.Logger
	secure bool
	edge   *edge.Edge
	now    func() time.Time
	memory uint32 // KiB of a hash

	kept kept

	nobody    string // unknown logins are compared with this hash, so that they take as long as known ones
	places    *places
	turns     *turns   // of addresses that have used up their free attempts
	byLogin   *limiter // attempts of strangers, by folded login
	byAddress *limiter // the same, by address
	byBrowser *limiter // attempts of browsers that have signed in before
}

// New makes a Signin. It computes one hash, about 40 ms.
func New(o Options) (*Signin, error) {
	s := &Signin{
		store: o.Store, areas: o.Areas, log: o.Log, secure: o.Secure, edge: o.Edge, now: o.Now, memory: o.Memory,
		places: &places{free: hashesAtOnce}, turns: &turns{lines: map[string]*line{}},
	}
	var shared *store.Nodes
	if o.Store.Nodes.Self() != "" {
		shared = &o.Store.Nodes
	}
	s.byLogin, s.byAddress, s.byBrowser = newLimiter("login", 5, shared), newLimiter("address", 20, nil), newLimiter("browser", 5, shared)
	if s.now == nil {
		s.now = time.Now
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	if s.memory == 0 {
		s.memory = hashMemory
	}
	random, err := secret()
	if err != nil {
		return nil, err
	}
	s.nobody, err = hashPassword(random, s.memory)
	return s, err
}
