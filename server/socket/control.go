package socket

// Opcodes of control frames (RFC 6455, section 5.2).
const (
	opPing = 0x9
	opPong = 0xA
)

// control handles a ping or pong between two messages and says whether it did. Gorilla would handle
// it too, but would then wait for the next message on a deep stack.
func (p *player) control() (bool, error) {
	if p.link.session == nil {
		return false, nil
	}
	head, err := p.reader.Peek(2)
	if err != nil {
		return false, err
	}
	op := head[0] & 0xf
	const masked, final = 0x80, 0x80
	if op != opPing && op != opPong || head[0]&0xf0 != final || head[1]&masked == 0 || head[1]&0x7f > 125 {
		return false, nil // a message, or an error that Gorilla reports
	}
	size := int(head[1] & 0x7f)
	all, err := p.reader.Peek(2 + 4 + size)
	if err != nil {
		return false, err
	}
	if op == opPing {
		out := make([]byte, 2, 2+size)
		out[0], out[1] = final|opPong, byte(size)
		for i, b := range all[6:] {
			out = append(out, b^all[2+i%4])
		}
		p.link.session.Write("pong", out)
	}
	p.link.session.Heard()
	_, err = p.reader.Discard(len(all))
	return true, err
}
