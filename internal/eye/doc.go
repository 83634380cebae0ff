// Package eye finds in pixels what people in front of a screen see: codes that a phone reads, words,
// light that glares, flashes.
//
// It gives the facts that content/preflight judges. It must not know a slide, a file or a rule.
package eye
