package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io/fs"

	"ngatu/content"
	"ngatu/internal/witness"
)

// Beside says what a database is compared with when it is opened.
type Beside struct {
	Witness    string // path of the witness file (package witness)
	AcceptLoss bool   // a person means it: changes that are lost are lost, and the server starts held
	Node       string // this server's name among several that share a PostgreSQL database; "": it has the database alone
	Build      Build  // what this server says of its program to the others

	turn turn // zero: besideOthers; for tests
}

// OpenBeside is [Open], and compares the database with its witness before anything is written. What
// it finds is told by [Store.Found]. Errors beside those of Open: Damaged where a write-ahead log
// lies beside the database and lacks changes that were acknowledged, Conflict where the witness is
// of another installation. Call [Store.Attest] before the first change.
func OpenBeside(ctx context.Context, address string, b Beside) (*Store, error) {
	return open(ctx, address, &b)
}

// seen is what comparing a database with its witness has shown.
type seen struct {
	because string // one of the reasons of a [SetBack]; "": all is there
	highest int64
}

// Found tells why the database is older than what was given out, and the highest number that the
// witness knows; "" where nothing is lost.
func (s *Store) Found() (because string, highest int64) { return s.seen.because, s.seen.highest }

// Attest has every change from now on witnessed: it is recorded beside the database, and on disk
// there, before [Store.Change] returns. The installation was claimed before.
func (s *Store) Attest(ctx context.Context) error {
	if err := s.settle(ctx); err != nil {
		return err
	}
	last, err := s.lastRecord(ctx)
	if err != nil {
		return err
	}
	w, err := witness.Open(s.beside.Witness, last)
	if err != nil {
		return err
	}
	if s.seen.because != "" {
		err = w.Reset(last)
	} else {
		err = w.Write(last)
	}
	if err != nil {
		return errors.Join(err, w.Close())
	}
	s.installation, s.witness = last.Installation, w
	return nil
}

// attest records a change that is committed.
func (s *Store) attest(tx *Tx) error {
	if s.witness == nil {
		return nil
	}
	return s.witness.Write(witness.Record{Installation: s.installation, Number: tx.number, Hash: hex.EncodeToString(tx.sum.Sum(nil))})
}

// compare looks whether the database has all that its witness knows. Nothing is found where there
// is no witness: the folder is new, or of a version that kept none.
func (r Reader) compare(ctx context.Context, b *Beside) (seen, error) {
	if b == nil {
		return seen{}, nil
	}
	known, err := witness.Read(b.Witness)
	if errors.Is(err, fs.ErrNotExist) {
		return seen{}, nil
	}
	if err != nil {
		if b.AcceptLoss {
			return seen{because: LossAccepted}, nil
		}
		return seen{}, err
	}
	last, err := r.lastRecord(ctx)
	switch {
	case err != nil:
		return seen{}, err
	case last.Number == 0:
		return seen{BehindWitness, known.Number}, nil // not even the name of the installation is left
	case b.AcceptLoss && last.Installation != known.Installation:
		return seen{LossAccepted, known.Number}, nil
	case last.Installation != known.Installation:
		return seen{}, otherInstallation(r.where, b.Witness)
	case last.Number < known.Number:
		return seen{BehindWitness, known.Number}, nil
	}
	if sum, _, err := r.sumOf(ctx, known.Number); err != nil {
		return seen{}, err
	} else if sum != known.Hash {
		return seen{ChangeGone, known.Number}, nil
	}
	return seen{}, nil
}

// lastRecord is what a witness would say of the database as it is; of one that nobody has claimed
// nothing but zeros.
func (r Reader) lastRecord(ctx context.Context) (witness.Record, error) {
	out := witness.Record{Installation: "none"}
	installation, err := r.metaValue(ctx, "installation")
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return out, err
	}
	if err == nil {
		out.Installation = installation
	}
	if err := r.q.QueryRowContext(ctx, `SELECT COALESCE(MAX(number), 0) FROM changes`).Scan(&out.Number); err != nil {
		return out, r.explain(err)
	}
	out.Hash, _, err = r.sumOf(ctx, out.Number)
	return out, err
}

// sumOf is the hash of a change's lines, and how many there are.
func (r Reader) sumOf(ctx context.Context, number int64) (string, int, error) {
	sum, lines := sha256.New(), 0
	rows, err := r.q.QueryContext(ctx, `SELECT `+changeColumns+` FROM changes WHERE number = $1 ORDER BY line`, number)
	if err != nil {
		return "", 0, r.explain(err)
	}
	defer rows.Close()
	for rows.Next() { // line by line: a list of screens that was brought in is one change of thousands
		c, err := scanChange(rows)
		if err != nil {
			return "", 0, r.explain(err)
		}
		sumLine(sum, c.Number, c.Line, ms(c.At), c.Who, c.Verb, string(c.Noun), c.ID, string(c.Detail))
		lines++
	}
	return hex.EncodeToString(sum.Sum(nil)), lines, r.explain(rows.Err())
}

// sumLine adds a line of the log to the hash of its change.
func sumLine(sum hash.Hash, number, line, at int64, who, verb, noun, id, detail string) {
	fmt.Fprintf(sum, "%d %d %d %q %q %q %q %q\n", number, line, at, who, verb, noun, id, detail)
}

func otherInstallation(where, path string) error {
	return &content.Error{
		Code: content.Conflict,
		Vi:   "Thư mục keys và cơ sở dữ liệu " + where + " không thuộc cùng một máy chủ (theo " + path + "). Hãy đặt đúng cơ sở dữ liệu và thư mục keys cạnh nhau; nếu cố ý thay cơ sở dữ liệu, khởi động với --accept-loss.",
		En:   "The keys folder and the database " + where + " are not of the same installation (says " + path + "). Put the right ones side by side; if you mean to replace the database, start with --accept-loss.",
	}
}

// lostLog says that the write-ahead log beside the database lacks changes that were acknowledged.
func lostLog(path string, err error) error {
	return &content.Error{
		Code: content.Damaged, Err: err,
		Vi: "Tệp nhật ký " + path + "-wal bị hỏng hoặc bị cắt: những thay đổi cuối cùng đã xác nhận không còn trong cơ sở dữ liệu. Chưa có gì bị thay đổi. Hãy chép cả thư mục dữ liệu ra nơi khác, rồi khôi phục bản sao lưu gần nhất; nếu chấp nhận mất các thay đổi ấy, khởi động với --accept-loss.",
		En: "The log " + path + "-wal is damaged or cut off: the last changes that were acknowledged are no longer in the database. Nothing was touched. Copy the whole data folder elsewhere, then restore the latest backup; if you accept that those changes are lost, start with --accept-loss.",
	}
}
