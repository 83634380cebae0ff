// Package field holds black-box tests of the agent as it stands at an intersection: the real
// ngatu-player against a real ngatu, each in a network of its own with delay, loss, a slow line and
// cuts between them, killed at any moment, on a full or damaged disk, installed from its package
// into a bare Debian.
//
// It owns the field: networks, the line between them, staff, the keeper of what was shown. It must
// know of the two programs what their users know (flags, printed lines, pages, the wire) and
// nothing of what is inside.
//
// Most of it needs Linux and root, for namespaces and mounts, and says so where it skips.
package field
