package journal

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"ngatu/player/protocol"
)

// A record is: the mark, the length of its JSON (uint32, little-endian), the CRC-32C of length and
// JSON, the JSON.
const (
	headSize  = 12
	maxRecord = protocol.MaxPlays - 4<<10 // bytes of JSON; a run has to fit into one message to the server
)

// mark begins every record. JSON never holds a raw byte 0x1e, so a reader finds the next record
// after damaged bytes.
var mark = []byte{0x1e, 'N', 'J', '1'}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// errSize says that a record is too long to be read back.
var errSize = errors.New("journal: the run is too long for a record")

// record is one entry of the file. One of its parts is set.
type record struct {
	Begin *begin          `json:"begin,omitempty"` // a journal and the number of its next run
	ID    string          `json:"id,omitempty"`    // beside Run: the journal that it belongs to
	Run   *protocol.Run   `json:"run,omitempty"`
	Loose *Loose          `json:"loose,omitempty"` // beside Run: its dates have to be corrected once the time is known
	From  *protocol.Acked `json:"from,omitempty"`  // beside Run: the page's journal and its number there
	Acked *protocol.Acked `json:"acked,omitempty"` // the server has stored a journal up to here
	Seen  *seen           `json:"seen,omitempty"`  // known runs of a page's journal
}

// Loose ties the dates of a run to the machine's count, because no server had confirmed the clock
// that they were taken from.
type Loose struct {
	Boot  string `json:"boot"`  // names the time since the machine was switched on
	Shift int64  `json:"shift"` // milliseconds from the run's instants to the machine's count
}

// begin opens a volume, or continues it at Next after older runs were cleared away.
type begin struct {
	Journal string `json:"journal"`
	Next    int64  `json:"next"`
}

// encode appends r in its form on disk to b.
func encode(b []byte, r record) ([]byte, error) {
	body, err := json.Marshal(r)
	if err != nil {
		return nil, fmt.Errorf("journal: write a record: %w", err)
	}
	if len(body) > maxRecord {
		return nil, errSize
	}
	b = append(b, mark...)
	size := binary.LittleEndian.AppendUint32(nil, uint32(len(body)))
	b = append(b, size...)
	b = binary.LittleEndian.AppendUint32(b, checksum(size, body))
	return append(b, body...), nil
}

func checksum(size, body []byte) uint32 {
	return crc32.Update(crc32.Update(0, castagnoli, size), castagnoli, body)
}

// intact says whether buf is one record with the right checksum.
func intact(buf []byte) bool {
	return len(buf) >= headSize && bytes.Equal(buf[:4], mark) &&
		int64(binary.LittleEndian.Uint32(buf[4:8])) == int64(len(buf)-headSize) &&
		binary.LittleEndian.Uint32(buf[8:12]) == checksum(buf[4:8], buf[headSize:])
}

// decode reads the record in buf.
func decode(buf []byte) (record, bool) {
	var r record
	if !intact(buf) || json.Unmarshal(buf[headSize:], &r) != nil {
		return record{}, false
	}
	return r, r.sound()
}

// sound says whether the parts of r fit together.
func (r record) sound() bool {
	switch {
	case r.Begin != nil:
		return r.Begin.Journal != "" && r.Begin.Next > 0
	case r.Run != nil:
		return r.ID != "" && r.Run.Seq > 0
	}
	return r.Acked != nil || r.Seen != nil
}

// scanner reads records one after another and skips bytes that are none.
type scanner struct {
	r    *bufio.Reader
	off  int64 // where the next byte stands in the file
	lost int64 // bytes that belonged to no whole record
}

func newScanner(r io.Reader) *scanner {
	return &scanner{r: bufio.NewReaderSize(r, maxRecord+headSize)}
}

// next gives the next whole record, its offset and its bytes on disk; io.EOF after the last.
func (s *scanner) next() (rec record, off, size int64, err error) {
	for {
		n, err := s.whole()
		if err != nil {
			return record{}, 0, 0, err
		}
		if n > 0 {
			buf, _ := s.r.Peek(n) // whole has peeked as far
			rec, ok := decode(buf)
			off, size = s.off, int64(n)
			s.skip(n)
			if ok {
				return rec, off, size, nil
			}
			s.lost += size
			continue
		}
		if err := s.resync(); err != nil {
			return record{}, 0, 0, err
		}
	}
}

// whole is the length of the record that begins here; 0: there is none. io.EOF means that no byte
// is left; any other error comes from the disk.
func (s *scanner) whole() (int, error) {
	head, err := s.r.Peek(headSize)
	if len(head) == 0 {
		return 0, err
	}
	if err != nil && err != io.EOF {
		return 0, err
	}
	if len(head) < headSize || !bytes.Equal(head[:4], mark) {
		return 0, nil
	}
	size := binary.LittleEndian.Uint32(head[4:8])
	if size > maxRecord {
		return 0, nil
	}
	buf, err := s.r.Peek(headSize + int(size))
	if err != nil {
		if err == io.EOF {
			return 0, nil
		}
		return 0, err
	}
	if !intact(buf) {
		return 0, nil
	}
	return len(buf), nil
}

// resync skips at least one byte, to the next that may begin a record.
func (s *scanner) resync() error {
	s.skip(1)
	s.lost++
	for {
		buf, err := s.r.Peek(max(1, s.r.Buffered()))
		if len(buf) == 0 {
			return err
		}
		i := bytes.IndexByte(buf, mark[0])
		n := i
		if i < 0 {
			n = len(buf)
		}
		s.skip(n)
		s.lost += int64(n)
		if i >= 0 {
			return nil
		}
	}
}

func (s *scanner) skip(n int) {
	m, _ := s.r.Discard(n)
	s.off += int64(m)
}
