package sheet

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf8"

	"ngatu/content"
)

// refuse is the error for staff: the file, what is wrong, what to do.
func refuse(code content.Code, name, vi, en string, cause error) *content.Error {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	if letters := []rune(base); len(letters) > 80 {
		base = string(letters[:79]) + "…"
	}
	return &content.Error{Code: code, Vi: fmt.Sprintf("Tệp “%s” %s", base, vi), En: fmt.Sprintf("File “%s” %s", base, en), Err: cause}
}

// kind is what the first bytes of a file say it is.
type kind int

const (
	isText kind = iota
	isBook
	isOpen
	isEmpty
	isOldBook
	isOlderBook
	isLocked
	isBinaryBook
	isOpenDocument
	isOtherZip
	isBrokenZip
	isPage
	isPDF
	isOther
)

// refusal is the sentence for a kind that is not taken.
type refusal struct{ vi, en string }

func (r refusal) of(name string) error { return refuse(content.Invalid, name, r.vi, r.en, nil) }

const (
	saveVi = "hãy mở bằng Excel hoặc LibreOffice, chọn “Lưu thành” (Save As), kiểu “Excel Workbook (.xlsx)”, rồi gửi tệp mới."
	saveEn = "open it in Excel or LibreOffice, choose “Save As”, type “Excel Workbook (.xlsx)”, and send the new file."
)

var refusals = map[kind]refusal{
	isEmpty:        {"trống: hãy kiểm tra và gửi lại.", "is empty: check it and send it again."},
	isOlderBook:    {"là tệp Excel kiểu rất cũ (.xls): " + saveVi, "is a very old Excel file (.xls): " + saveEn},
	isLocked:       {"có mật khẩu: hãy mở bằng Excel hoặc LibreOffice, bỏ mật khẩu, lưu lại rồi gửi tệp mới.", "has a password: open it in Excel or LibreOffice, remove the password, save it and send the new file."},
	isBinaryBook:   {"là tệp Excel nhị phân (.xlsb): " + saveVi, "is a binary Excel file (.xlsb): " + saveEn},
	isOpenDocument: {"là tệp OpenDocument nhưng không phải bảng tính (.odt, .odp …): " + saveVi, "is an OpenDocument file but no spreadsheet (.odt, .odp …): " + saveEn},
	isOtherZip:     {"không phải bảng tính Excel: " + saveVi, "is not an Excel workbook: " + saveEn},
	isBrokenZip:    {"bị hỏng hoặc chưa tải lên hết: hãy mở thử, lưu lại dạng .xlsx và gửi lại.", "is damaged or was cut off: try to open it, save it again as .xlsx and send it again."},
	isPage:         {"là trang web hoặc XML, dù tên tệp có thể là .xls: " + saveVi, "is a web page or XML, though its name may end in .xls: " + saveEn},
	isPDF:          {"là PDF: hãy gửi bảng tính gốc (.xlsx hoặc .csv).", "is a PDF: send the spreadsheet itself (.xlsx or .csv)."},
	isOther:        {"không phải bảng tính: hãy gửi tệp .xlsx hoặc .csv.", "is not a spreadsheet: send an .xlsx or .csv file."},
}

// sniff tells kinds apart by their bytes. Names lie, and browsers and mail programs change them.
func sniff(data []byte) kind {
	start := bytes.ToLower(bytes.TrimSpace(bytes.TrimPrefix(data[:min(len(data), 512)], []byte("\xef\xbb\xbf"))))
	has := func(prefix string) bool { return bytes.HasPrefix(data, []byte(prefix)) }
	switch {
	case len(start) == 0:
		return isEmpty
	case has("PK\x03\x04") || has("PK\x05\x06"):
		return sniffZip(data)
	case has(compound):
		return sniffCompound(data)
	case has("\x09\x08\x10\x00") || has("\x09\x04\x06\x00") || has("\x09\x00\x04\x00"):
		return isOlderBook
	case has("%PDF-"):
		return isPDF
	case bytes.HasPrefix(start, []byte("<!doctype")) || bytes.HasPrefix(start, []byte("<html")) || bytes.HasPrefix(start, []byte("<?xml")) ||
		bytes.HasPrefix(start, []byte("<table")) || bytes.HasPrefix(start, []byte("<meta")) || bytes.HasPrefix(start, []byte("mime-version:")):
		return isPage
	case has("\xff\xfe") || has("\xfe\xff"):
		return isText // UTF-16
	case wide(data, 0) || wide(data, 1):
		return isText // the same without its mark
	case bytes.IndexByte(data, 0) >= 0:
		return isOther
	}
	return isText
}

// sniffOpen tells a spreadsheet from the other kinds of OpenDocument.
func sniffOpen(f *zip.File) kind {
	in, err := f.Open()
	if err != nil {
		return isBrokenZip
	}
	defer in.Close()
	b, _ := io.ReadAll(io.LimitReader(in, 200))
	if strings.HasPrefix(string(b), "application/vnd.oasis.opendocument.spreadsheet") {
		return isOpen
	}
	return isOpenDocument
}

func sniffZip(data []byte) kind {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return isBrokenZip
	}
	found := isOtherZip
	for _, f := range z.File {
		switch {
		case strings.EqualFold(f.Name, "xl/workbook.bin"):
			return isBinaryBook
		case len(f.Name) > 3 && (strings.EqualFold(f.Name[:3], "xl/") || strings.EqualFold(f.Name[:3], `xl\`)):
			found = isBook // the main part may have any name
		case f.Name == "mimetype":
			return sniffOpen(f)
		}
	}
	return found
}

func tooManyRows(name string) error {
	return refuse(content.TooLarge, name, "có quá 20.000 dòng: hãy chỉ giữ bảng số liệu.", "has more than 20,000 rows: keep only the table of figures.", nil)
}

func tooManyColumns(name string) error {
	return refuse(content.TooLarge, name, fmt.Sprintf("có quá %d cột: hãy chỉ giữ bảng số liệu.", MaxColumns),
		fmt.Sprintf("has more than %d columns: keep only the table of figures.", MaxColumns), nil)
}

func cellTooLong(name string, row int) error {
	return refuse(content.TooLarge, name, fmt.Sprintf("có một ô quá dài ở dòng %d (có thể thiếu dấu nháy đóng): hãy sửa ô đó.", row),
		fmt.Sprintf("has a cell that is too long in row %d (perhaps a closing quote is missing): correct it.", row), nil)
}

func tookTooLong(name string, cause error) error {
	return refuse(content.TooLarge, name, "đọc quá lâu: hãy chỉ giữ bảng số liệu rồi gửi lại.", "took too long to read: keep only the table of figures and send it again.", cause)
}

// shown says whether data is text as UTF-8.
func shown(data []byte) bool { return utf8.Valid(data) }
