// Package draw makes of a state what screens are sent: slides laid out for a canvas, the values of
// boards, the truth of one screen. Layouts are kept by all that they depend on, so that a change
// lays out only what it touches.
package draw
