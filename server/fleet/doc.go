// Package fleet answers how screens are: on, closed by their hours, overridden by a takeover,
// silent, or never enrolled. It remembers across restarts when a screen was last heard from.
//
// It must not know pages or requests, and what is on a screen is server/air's to say.
package fleet
