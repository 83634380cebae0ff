// Package proof reads what screens say that they showed, and how often their codes were opened, and
// sums it up for reports. What was planned at the time is read from the record of what was sent,
// never worked out again.
//
// It must not know pages or languages: it gives IDs and instants, and whoever shows them finds the
// words.
package proof

import (
	"ngatu/internal/store"
)

// Proof reads plays and scans. Its methods may be called by any goroutine.
type Proof struct{ store *store.Store }

// New makes a Proof.
func New(s *store.Store) *Proof { return &Proof{s} }
