// Package intake is the one way in for files and figures, from the inbox, the studio and the API: it
// imports, matches and stores them, or refuses with a sentence that says what to do.
//
// It owns what happens between bytes that somebody sent and the one change that makes them a slide or a release: the
// original and its renditions for every canvas in use, which file of the inbox is which slide, what a standing approval
// lets on air, what campaign.yaml sets, and the making up of renditions when a canvas is new. Bytes are on disk before the
// change that names them commits, so whatever was acknowledged is whole.
//
// It must not know HTTP, who is signed in, what is on air or who is connected: it returns, and the store's change rings.
package intake
