//go:build !unix

package edge

// descriptors is how many files and connections this process may have open; this system names no
// limit.
func descriptors() int { return 1 << 20 }
