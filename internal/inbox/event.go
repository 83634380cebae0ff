package inbox

import (
	"os"
	"time"

	"ngatu/content"
)

// Kind says what happened.
type Kind string

// The kinds.
const (
	Settled Kind = "settled" // a file is whole, for the first time or with new content
	// a file that had settled was deleted, moved or set aside; its folder still stands
	Gone       Kind = "gone"
	FolderGone Kind = "folder_gone" // a folder below the root vanished; its files are not reported as gone
	// a folder that vanished is back; what changed in it is reported as settled
	FolderBack Kind = "folder_back"
	// the inbox vanished, was replaced or unmounted, or lost everything at once
	RootGone Kind = "root_gone"
	RootBack Kind = "root_back" // the inbox is back
	// something is not taken, for a reason that staff should know; reported once
	Trouble Kind = "trouble"
	Over    Kind = "over" // the cause of a Trouble is gone
)

// Event is one thing that happened in the inbox.
type Event struct {
	Kind Kind
	// Path is relative to the root, with slashes, in NFC: the name for people and records. "" is
	// the root itself.
	Path string
	// Real is the same as the disk spells it, relative to the root; give it to [Open].
	Real    string
	Size    int64          // bytes; of a settled file
	ModTime time.Time      // of a settled file, as the disk says
	Changed time.Time      // when the disk last changed anything of it; zero where it does not say
	Err     *content.Error // the sentence for staff with Trouble, FolderGone and RootGone
}

// Is reports whether the disk's entry is still the one that the event is about.
func (e Event) Is(info os.FileInfo) bool {
	return stamp{size: e.Size, mod: e.ModTime, change: e.Changed}.same(stampOf(info))
}

// Known is a file that the caller took in before. It is reported again if the disk's entry differs;
// the caller must find out whether the bytes do.
type Known struct {
	Path             string // as in [Event]
	Size             int64  // bytes
	ModTime, Changed time.Time
}
