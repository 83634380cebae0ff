//go:build !(linux || darwin || freebsd)

package mirror

// diskRoom is unknown on this system; a full disk shows when it is written.
func diskRoom(string) (room, disk int64, ok bool) { return 0, 0, false }

func full(error) bool { return false }
