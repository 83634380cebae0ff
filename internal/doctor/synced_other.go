//go:build !linux

package doctor

// synced is unknown here.
func synced() bool { return true }
