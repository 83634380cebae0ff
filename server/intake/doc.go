// Package intake is the one way in for files, from the inbox, the studio and the API: it imports,
// matches and stores them, or refuses with a sentence that says what to do.
//
// It owns what happens between bytes that somebody sent and the one change that makes them a slide.
// [Intake] takes uploads, guides and the starter campaign in; package box does the same for the
// files of the inbox. Originals and renditions are the work of package rendition. Bytes are on disk
// before the change that names them commits, so whatever was acknowledged is whole.
//
// It must not know HTTP, who is signed in, what is on air or who is connected: it returns, and the
// store's change rings.
package intake
