// Package scene is a state with its screens gathered into audiences: what plans are made of, and
// what a change of it touches.
package scene
