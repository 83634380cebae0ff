package signin

import (
	"log/slog"
	"time"

	"ngatu/internal/store"
)

// Options are the parts that sign-in works with.
type Options struct {
	Store *store.Store
	Log   *slog.Logger
	// Secure says that people reach the studio over TLS, here or at a proxy in front: the cookie then is Secure and has
	// the __Host- prefix, so that no other host of the domain can set it.
	Secure bool
	Now    func() time.Time // nil: the machine's clock
}

// Signin answers who somebody is. Its methods may be used by many goroutines.
type Signin struct {
	store  *store.Store
	log    *slog.Logger
	secure bool
	now    func() time.Time

	hashing   chan struct{} // places at the hash: it costs 19 MiB each
	nobody    string        // hash that unknown logins are compared with, so that they take as long as known ones
	byLogin   *limiter
	byAddress *limiter
	links     *limiter
}

// New makes a Signin. It reckons one hash, about 40 ms.
func New(o Options) (*Signin, error) {
	s := &Signin{
		store: o.Store, log: o.Log, secure: o.Secure, now: o.Now, hashing: make(chan struct{}, hashesAtOnce),
		byLogin: newLimiter(5), byAddress: newLimiter(20), links: newLimiter(10),
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	random, err := secret()
	if err != nil {
		return nil, err
	}
	s.nobody, err = hashPassword(random)
	return s, err
}
