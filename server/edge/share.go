package edge

import "time"

// Among tells how many servers share the work of this one, itself among them. It is called before
// any request is served.
func (e *Edge) Among(nodes func() int) { e.nodes = nodes }

// Share is what this server gives, at least one, of something that one client may have at all
// servers together: a balancer sends the same client to each of them.
func (e *Edge) Share(most int) int {
	if e == nil || e.nodes == nil {
		return most
	}
	return max(1, most/max(1, e.nodes()))
}

// Meter is a meter of what all servers together allow: this one gives its [Edge.Share].
func (e *Edge) Meter(most int, in time.Duration) *Meter {
	m := NewMeter(most, in)
	m.share = e.Share
	return m
}
