// Package blob keeps media bytes under the name of their own digest.
//
// It owns a folder of files, each named by the SHA-256 of its bytes: how they get there whole, how they are
// checked when they are read back, and how what a power cut left behind is cleared. The server keeps its media in
// one; the agent of a screen keeps its mirror in another.
//
// It must not know what the bytes mean, who may see them, or which of them are still wanted: that is told to it by
// [Folder.Delete].
package blob
