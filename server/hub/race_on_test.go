//go:build race

package hub_test

// raceDetector says that memory figures mean nothing in this run.
const raceDetector = true
