package store

import (
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"ngatu/content"
)

func (r conn) explain(err error) error {
	if r.dialect == post && content.CodeOf(err) == "" && away(err) {
		r.out.suspect()
		return silent(err)
	}
	return explain(err, r.where)
}

// explain gives a database error that staff can act on its sentence, and leaves
// other errors unchanged.
func explain(err error, where string) error {
	if err == nil || content.CodeOf(err) != "" {
		return err
	}
	if s, ok := errors.AsType[*sqlite.Error](err); ok {
		switch s.Code() & 0xff {
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
			return damaged(where, err)
		case sqlite3.SQLITE_FULL:
			return full(where, err)
		case sqlite3.SQLITE_IOERR:
			if noSpace(s.Code()) {
				return full(where, err)
			}
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
			return unwritable(where, err)
		}
	}
	if p, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch p.Code {
		case "53100":
			return full(where, err)
		case "42501", "3F000":
			return forbidden(where, err)
		}
	}
	return err
}

// noSpace reports whether an I/O error of SQLite comes from a full disk: SQLite could not grow its
// shared memory, or the disk said so only when it was flushed.
func noSpace(code int) bool {
	switch code {
	case sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMOPEN, sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_TRUNCATE:
		return true
	}
	return false
}

// isFull reports whether the database's disk was full.
func isFull(err error) bool {
	if s, ok := errors.AsType[*sqlite.Error](err); ok {
		return s.Code()&0xff == sqlite3.SQLITE_FULL || noSpace(s.Code())
	}
	return false
}

func damaged(where string, err error) error {
	return &content.Error{
		Code: content.Damaged,
		Vi:   "Cơ sở dữ liệu " + where + " bị hỏng. Tệp được giữ nguyên; hãy chép tệp này ra nơi khác rồi đặt bản sao lưu gần nhất vào chỗ của nó.",
		En:   "The database " + where + " is damaged. The file was left as it is; copy it elsewhere, then put the latest backup in its place.",
		Err:  err,
	}
}

func full(where string, err error) error {
	return &content.Error{
		Code: content.Exhausted,
		Vi:   "Ổ đĩa đã đầy, không ghi được vào " + where + ". Hãy giải phóng dung lượng rồi thử lại.",
		En:   "The disk is full, " + where + " cannot be written. Free some space, then try again.",
		Err:  err,
	}
}

func unwritable(where string, err error) error {
	return &content.Error{
		Code: content.Missing,
		Vi:   "Không ghi được vào " + where + ". Hãy chọn thư mục khác hoặc cấp quyền ghi cho người dùng đang chạy Ngatu.",
		En:   where + " cannot be written. Choose another folder, or let the user that runs Ngatu write there.",
		Err:  err,
	}
}

// forbidden is for a user who may not make tables: since PostgreSQL 15 only a database's owner may.
func forbidden(where string, err error) error {
	return &content.Error{
		Code: content.Missing,
		Vi:   "Người dùng trong địa chỉ của " + where + " không được tạo bảng hoặc ghi ở đó. Hãy cho người dùng này làm chủ cơ sở dữ liệu: ALTER DATABASE … OWNER TO …",
		En:   "The user in the address of " + where + " may not make tables or write there. Have it own the database: ALTER DATABASE … OWNER TO …",
		Err:  err,
	}
}

// missing is the error for a thing that is not there. vi and en are what such a thing is called.
func missing(vi, en, id string) error {
	return &content.Error{
		Code: content.NotFound,
		Vi:   "Không có " + vi + " “" + id + "”. Có thể đã bị xóa; hãy tải lại danh sách.",
		En:   "There is no " + en + " “" + id + "”. It may have been deleted; reload the list.",
	}
}

// orMissing turns "no rows" into the error for a thing that is not there.
func orMissing(err error, vi, en, id string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return missing(vi, en, id)
	}
	return err
}

// Gone says that a database is missing or empty although the folder was in use.
func Gone(path string) error {
	return &content.Error{
		Code: content.Damaged,
		Vi:   "Cơ sở dữ liệu " + path + " không còn hoặc trống, trong khi thư mục này đã từng được dùng. Hãy đặt lại tệp, hoặc khôi phục bản sao lưu gần nhất bằng ngatu restore; nếu dữ liệu nằm ở cơ sở dữ liệu khác, hãy chỉ đúng nơi bằng --database; nếu cố ý bắt đầu lại từ đầu, khởi động với --accept-loss.",
		En:   "The database " + path + " is missing or empty, although this folder was in use. Put the file back, or restore the latest backup with ngatu restore; if the data are in another database, name it with --database; if you mean to begin from nothing, start with --accept-loss.",
	}
}
