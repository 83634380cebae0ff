package protocol

// Lacks gives the frames that a player does not hold yet, in their sequence. has is from its hello:
// the hash of every thing by [Frame.Thing]. A frame without a hash (welcome, acked) is always
// lacking.
func Lacks(has map[string]string, frames ...Frame) []Frame {
	var out []Frame
	for _, f := range frames {
		if f.LackedBy(has) {
			out = append(out, f)
		}
	}
	return out
}

// LackedBy says whether a player that holds has needs this frame.
func (f Frame) LackedBy(has map[string]string) bool {
	return f.Hash == "" || has[f.Thing()] != f.Hash
}
