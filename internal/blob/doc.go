// Package blob keeps media bytes under the name of their own digest.
//
// It owns what a [Bucket] promises, and one of the two kinds: a folder of files, each named by the
// SHA-256 of its bytes. It writes them atomically, checks them when they are read back, and clears
// what a power cut left behind. A server keeps its media in one such folder or in S3 (package s3),
// a screen's agent its mirror in a folder.
//
// It must not know what the bytes mean, who may see them, or which are still needed: callers use
// [Folder.Delete] and [Bucket.DeleteOld].
package blob
