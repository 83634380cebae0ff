// Package inbox watches the folder that staff drop files into and tells which of them have settled, changed or gone.
//
// It owns the patience: a file is told when its size and time of change stand still, it is not empty and it opens. It knows
// editors' and copiers' temporary names, names as macOS writes them, folders that come and go, more events than the system
// can hold, and what the caller had already taken in before a restart. It also sets refused files aside.
//
// A file that vanishes is told as gone; a folder that vanishes takes nothing with it: its files are told neither then nor
// later, unless they come back and are deleted one by one.
//
// It must not know what a file means, whether it was accepted, or who asked: it imports no store, no media, no server.
//
// The system does not say when a writer closes a file (fsnotify has no such event that works everywhere). So a copier that
// pauses for longer than the file was watched in calm is told too early, and told again, as settled anew, when it goes on;
// each pause that was seen doubles the patience with that file, up to [MaxCalm]. A picture whose last bytes are its end is
// believed after a moment, unless it was seen to pause. Files accepted stay where they are.
package inbox
