// Package preflight says what is wrong with a slide before anybody approves it: whether its words
// can be read where it will stand, whether its links and numbers are the city's, whether its dates
// and names are right.
//
// It owns the rules, what each goes by, and their sentences. It is handed facts: words, layouts,
// and what was found in pixels. It must not know a file, a decoder or a clock.
package preflight
