//go:build !linux

package browser

func (*Browser) endLeftovers() {}
func isStopped(int) bool       { return false }
func anyStopped(int) bool      { return false }
