// Package page is the page on the screen: an HTML file, a style sheet, fonts and plain scripts in ES2015 that run from
// Chrome 51 on, without a framework and without a build.
//
// It owns these files, their types and the headers that they are served with, for the server and the agent alike. It must
// not know a router, a socket or a store: it hands out bytes. The rules of what is on when are Go's alone (content); the
// scripts only look up, and are held to the same vectors.
//
// The scripts, one noun a file, share the single global Ngatu: held (the picture that stands during a reload), programme (the lookup), clock, shelf, frames, link (and poll, for where sockets are broken), follow
// (which programme rules), media, pick (what to paint with what is here), fonts, paint, values, card, film, layer, stage,
// show (the loop), night, plays, status, enrol, fresh (a new build), kiosk (what a touch screen offers: sheet, words, guide, areas,
// picker, voice), player (joins them), debug, main. worker is the service
// worker that keeps the page itself. Addresses: /play?screen=CODE is one screen of a wall; &fit=1 scales it to its window;
// without a screen the page uses the token of its enrolment, and enrols where it has none.
package page
