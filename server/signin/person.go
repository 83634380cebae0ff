package signin

import (
	"time"

	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// Person is somebody signed in, with what they may do at the instant of the request.
type Person struct {
	store.Staff
	CSRF    string // what every form of this session carries
	Reads   error  // why the person may only read: the database is away; nil: they may do what they may
	session store.Session

	bearer mandate.Bearer
	at     time.Time
	units  *area.Set
}

// Somewhere says whether there is anything to which the person may do it. Nobody signed in may only
// enter.
func (p *Person) Somewhere(a Act) bool {
	return a == Enter || p != nil && mandate.Somewhere(p.bearer, a, p.at, p.units)
}

// May says whether the person may do it to a subject, as far as a page has to know: the operation
// asks [Signin.Ask] again.
func (p *Person) May(a Act, s mandate.Subject) bool {
	return a == Enter || p != nil && mandate.May(p.bearer, a, s, p.at, p.units)
}

// Above says whether the person may do it to all of some subjects although it pushes everything else
// off there.
func (p *Person) Above(a Act, all []mandate.Subject) bool {
	for _, one := range all {
		one.Above = true
		if !p.May(a, one) {
			return false
		}
	}
	return true
}

// Mine says whether a subject is in the person's care, whatever they may do to it.
func (p *Person) Mine(s mandate.Subject) bool { return mandate.Mine(p.bearer, s, p.at, p.units) }

// Narrow says whether there are things that are not in the person's care.
func (p *Person) Narrow() bool { return mandate.Narrow(p.bearer, p.at, p.units) }

// Areas are those in which the person may do an act, as "period/code"; the whole city is "" alone.
func (p *Person) Areas(a Act) []string { return mandate.Areas(p.bearer, a, p.at, p.units) }

// Partly says whether the person may do an act in some part of what a subject is for.
func (p *Person) Partly(a Act, s mandate.Subject) bool {
	return mandate.Partly(p.bearer, a, s, p.at, p.units)
}
