//go:build unix

package edge

import "golang.org/x/sys/unix"

// descriptors is how many files and connections this process may have open.
func descriptors() int {
	const sensible = 1 << 20
	var l unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_NOFILE, &l) != nil || l.Cur > sensible {
		return sensible
	}
	return int(l.Cur)
}
