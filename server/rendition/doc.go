// Package rendition makes what screens show of a picture, clip or page: a rendition and a still for
// every canvas in use.
//
// It owns the way from the bytes of a file to its renditions on disk: which canvases are in use,
// the original and its copies in the folder of media, the waves in which renditions are committed
// with the change of their slide, and the work in the background that makes what is missing when a
// canvas is new, a focal point has moved or the server was killed.
//
// It must not know where a file came from, which slide it becomes or who approves it: its callers
// bring the slide and the change.
package rendition
