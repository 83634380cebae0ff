package hub

// send writes what a socket takes now, without waiting, and says how many bytes that was.
func send(fd int, b []byte) (n int, err error) {
	for n < len(b) {
		sent, full, err := write(fd, b[n:])
		if err != nil || full {
			return n, err
		}
		n += sent
	}
	return n, nil
}
