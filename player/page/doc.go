// Package page is the page on the screen: an HTML file, two style sheets, fonts and plain scripts
// in ES2015 that run from Chrome 51 on, without a framework and without a build step.
//
// It owns these files, their types and the headers they are served with, for the server and the
// agent alike. It must not know a router, a socket or a store: it hands out bytes. Only Go
// (content) decides what is on when; the scripts look it up, and the same test vectors check both.
//
// The scripts hold one noun a file and share the single global Ngatu:
//
//   - held keeps a picture on the glass during a reload
//   - clock, link, poll (where sockets are broken), frames, line (state of the connection), enrol
//     (with sha256 and sides), plays and status talk to the server
//   - programme looks up what is on; follow and takeovers decide which one applies; show runs the loop
//   - shelf keeps frames and media; media loads them; pick chooses what can be painted with them
//   - fonts, paint, values, card, film, layer, fold and stage draw; night dims
//   - fresh loads a new build of the page
//   - the folder kiosk is what a touch screen offers: kiosk, sheet, words, guide, areas, picker, voice
//   - player joins them; debug and main
//   - worker is the service worker that keeps the page itself
//
// Addresses: /play?screen=CODE is one screen of a demo wall; &fit=1 scales it to its window.
// Without a screen the page uses the token of its enrolment, and enrols where it has none.
package page
