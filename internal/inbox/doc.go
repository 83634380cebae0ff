// Package inbox watches the folder that staff drop files into and reports which files have settled,
// changed or gone.
//
// It decides when a file is complete: its size and times have stopped changing, it is not empty and
// it opens. It handles temporary names of editors and copiers, names in macOS's spelling (NFD),
// folders that come and go, lost events, and files that the caller had taken in before a restart.
// Shortcuts, conflict copies of sync programs and unreadable names are reported as troubles, and as
// over when they go. It also moves refused files to a folder of their own.
//
// A file that vanishes is reported as gone. If a whole folder vanishes, its files are not reported,
// now or later, unless they come back and are deleted one by one.
//
// It must not know what a file means, whether it was accepted, or who asked: it imports no store,
// no media, no server.
//
// On Linux, a file on a local disk is reported once no program has it open for writing (see
// writingTo). Elsewhere its content decides how long it must stand still: a picture, clip or sheet
// with a proper end is reported soon, one that is cut off waits longest. A file that was reported
// too early is reported again when it grows, and each observed pause doubles the wait for that
// file, up to [MaxCalm]. Accepted files stay where they are; a refused file that changes comes
// back.
package inbox
