// Package answer answers what people ask of what is on: on how many screens a slide is, what a
// screen shows at an instant, why a slide is not on, and how something would look. It goes by the
// rules and the layouts that frames are made of, and sends nothing.
package answer
