// Package air is what every audience is on. After a change it gathers all that may be shown, resolves it for each
// audience once, lays slides out, signs, and hands the frames to the hub; it does the same for screens and boards.
//
// It owns no rule of its own: eligibility and time are content's, looks are content/layout's. It must not know a request,
// a socket or a file that came in.
package air
