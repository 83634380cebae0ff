// Package shell is what the rooms of the studio have in common: pages and their frame, forms and
// what is wrong with them, answers, the return to a page after a session has ended, language, and
// the names of things.
//
// A room is a package beside this one, for one noun: its templates and style lie next to its code,
// and it hands them over in a [Room]. Rooms import the shell and never each other. The shell owns
// how a page is answered; it must not know what a page shows, or decide what content and signin
// decide.
//
// Every page works as a plain form; scripts only make it quicker. Nothing in a page is run or
// styled inline, so the content security policy allows neither.
package shell
