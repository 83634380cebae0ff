package inbox

import (
	"time"

	"ngatu/content"
)

// Kind is what happened.
type Kind string

// The kinds.
const (
	Settled    Kind = "settled"     // a file is whole, for the first time or with new content
	Gone       Kind = "gone"        // a file that had settled was deleted, moved or set aside; its folder still stands
	FolderGone Kind = "folder_gone" // a folder below the root vanished; its files are not told as gone
	FolderBack Kind = "folder_back" // a folder that vanished stands again; what changed in it is told as settled
	RootGone   Kind = "root_gone"   // the inbox itself vanished, was replaced or unmounted, or lost all it held at once
	RootBack   Kind = "root_back"   // the inbox stands again
	Trouble    Kind = "trouble"     // something cannot be read or goes beyond a limit; told once until it changes
)

// Event is one thing that happened in the inbox.
type Event struct {
	Kind Kind
	// Path is relative to the root, with slashes, in NFC: the name for people and records. "" is the root itself.
	Path string
	// Real is the same as the disk spells it, relative to the root; give it to [Open].
	Real    string
	Size    int64          // bytes; of a settled file
	ModTime time.Time      // of a settled file, as the disk says
	Err     *content.Error // the sentence for staff with Trouble, FolderGone and RootGone
}

// Known is a file that the caller took in before: it is told again only if its content changed.
type Known struct {
	Path    string // as in [Event]
	Size    int64  // bytes
	ModTime time.Time
	// Digest is of its bytes. With it a file that was only touched or copied back stays untold; it may be empty.
	Digest content.Digest
}
