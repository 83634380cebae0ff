package store

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"ngatu/internal/witness"
)

// remembers compares an SQLite file with its witness and looks at the write-ahead log beside it. A
// log that is damaged is an error, for SQLite would pass over it without a word; a database that is
// simply older is set back.
func (r Reader) remembers(ctx context.Context, path string, b *Beside, log bool) (seen, error) {
	found, err := r.compare(ctx, b)
	if err != nil || !log || b == nil {
		return found, err
	}
	torn, err := walTorn(path + "-wal")
	if err != nil {
		return seen{}, unwritable(path+"-wal", err)
	}
	_, unseen := witness.Read(b.Witness)
	lost := found.because == BehindWitness || found.because == ChangeGone || torn == inside || torn == header && unseen != nil
	switch {
	case lost && b.AcceptLoss:
		return seen{LossAccepted, found.highest}, nil
	case lost:
		return seen{}, lostLog(path, fmt.Errorf("witness: %q, log: %q", found.because, torn))
	}
	return found, nil
}

// expected is for a database that is missing or empty: its witness must not be there.
func expected(path string, b *Beside) (seen, error) {
	if b == nil {
		return seen{}, nil
	}
	known, err := witness.Read(b.Witness)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return seen{}, nil
	case b.AcceptLoss:
		return seen{LossAccepted, known.Number}, nil
	}
	return seen{}, Gone(path)
}

// torn is where a write-ahead log is damaged.
type torn string

const (
	unharmed torn = ""       // as SQLite and power cuts leave one
	header   torn = "header" // its first bytes: SQLite passes over all of it
	inside   torn = "inside" // more than one transaction was committed behind the damage
)

const (
	walHeader = 32
	walFrame  = 24
)

// walTorn looks for damage that no power cut makes. Every commit waits until the log is on disk, so
// behind the first frame with a wrong checksum there is at most the one transaction that was under
// way. Format: https://sqlite.org/fileformat2.html#walformat
func walTorn(path string) (torn, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	head := make([]byte, walHeader)
	if _, err := io.ReadFull(f, head); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return unharmed, nil // SQLite empties it, and begins it with its header
	} else if err != nil {
		return "", err
	}
	order := binary.ByteOrder(binary.LittleEndian)
	magic := binary.BigEndian.Uint32(head)
	if magic == 0x377f0683 {
		order = binary.BigEndian
	}
	size := binary.BigEndian.Uint32(head[8:])
	sum := walSum{}.add(order, head[:24])
	if magic&^1 != 0x377f0682 || size < 512 || size > 65536 || size&(size-1) != 0 || !sum.is(head[24:]) {
		return header, nil
	}
	frame, bad, commits := make([]byte, walFrame+int(size)), false, 0
	for {
		if _, err := io.ReadFull(f, frame); errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			break
		} else if err != nil {
			return "", err
		}
		if [8]byte(frame[8:16]) != [8]byte(head[16:24]) { // of an earlier round of the log, or damaged itself
			bad = true
			continue
		}
		if !bad {
			sum = sum.add(order, frame[:8]).add(order, frame[walFrame:])
			bad = !sum.is(frame[16:24])
		}
		if bad && binary.BigEndian.Uint32(frame[4:]) != 0 {
			commits++
		}
	}
	if commits > 1 {
		return inside, nil
	}
	return unharmed, nil
}

// walSum is the running checksum of a write-ahead log.
type walSum [2]uint32

func (s walSum) add(order binary.ByteOrder, b []byte) walSum {
	for ; len(b) >= 8; b = b[8:] {
		s[0] += order.Uint32(b) + s[1]
		s[1] += order.Uint32(b[4:]) + s[0]
	}
	return s
}

func (s walSum) is(b []byte) bool {
	return binary.BigEndian.Uint32(b) == s[0] && binary.BigEndian.Uint32(b[4:]) == s[1]
}
