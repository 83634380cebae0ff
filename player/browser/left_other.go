//go:build !linux

package browser

func (*Browser) endLeftovers() {}
func halted(int) bool          { return false }
