// Package blob keeps media bytes under the name of their own digest.
//
// It owns a folder of files, each named by the SHA-256 of its bytes: it writes them atomically,
// checks them when they are read back, and clears what a power cut left behind. The server keeps
// its media in one such folder, a screen's agent its mirror in another.
//
// It must not know what the bytes mean, who may see them, or which are still needed: callers use
// [Folder.Delete].
package blob
