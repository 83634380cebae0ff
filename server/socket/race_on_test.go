//go:build race

package socket_test

// raceDetector says that memory figures mean nothing in this run.
const raceDetector = true
