package store

import (
	"context"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"ngatu/content"
)

// away reports whether an error of PostgreSQL's driver says that the database server does not
// answer, or takes nothing just now: it is stopping, starting, a standby, or full of connections.
func away(err error) bool {
	if err == nil || errors.Is(err, context.Canceled) {
		return false
	}
	if p, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch p.Code {
		case "57P01", "57P02", "57P03", tooMany, "25006", "25P03", "55P03":
			return true
		}
		return strings.HasPrefix(p.Code, "08")
	}
	if _, ok := errors.AsType[*net.OpError](err); ok {
		return true
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	for _, known := range []error{context.DeadlineExceeded, io.EOF, io.ErrUnexpectedEOF, driver.ErrBadConn} {
		if errors.Is(err, known) {
			return true
		}
	}
	return pgconn.SafeToRetry(err)
}

// unanswered marks errors of a database that does not answer: other machines that do not have the same
// code.
type unanswered struct {
	error
	unsure bool // it may be stored all the same
}

// Unwrap gives the driver's error.
func (u unanswered) Unwrap() error { return u.error }

// Silent reports whether an error came because the database does not answer.
func Silent(err error) bool {
	_, is := errors.AsType[unanswered](err)
	return is
}

// Unsure reports whether what was to be stored may be there although the database did not answer.
func Unsure(err error) bool {
	u, is := errors.AsType[unanswered](err)
	return is && u.unsure
}

// silent says that the database does not answer. It names no machine: anybody may read it.
func silent(err error) error {
	return &content.Error{
		Code: content.Away, Err: unanswered{error: err},
		Vi: "Cơ sở dữ liệu tạm thời không trả lời. Các màn hình vẫn phát tiếp; việc vừa rồi chưa được lưu. Hãy thử lại sau ít phút.",
		En: "The database does not answer for the moment. Screens play on; what was just done is not saved. Try again in a few minutes.",
	}
}

// unsure is for a commit whose answer did not arrive.
func unsure(err error) error {
	return &content.Error{
		Code: content.Away, Err: unanswered{err, true},
		Vi: "Cơ sở dữ liệu ngừng trả lời đúng lúc đang lưu: chưa rõ việc vừa rồi đã được lưu hay chưa. Hãy tải lại trang để xem trước khi làm lại.",
		En: "The database stopped answering while it saved: it is not known whether what was just done is saved. Reload the page and look before you do it again.",
	}
}
