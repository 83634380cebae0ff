package box

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"ngatu/content"
	"ngatu/internal/store"
)

// triedAgain tells that a file is good and cannot be taken for now.
func triedAgain(file string, err error) store.Notice {
	n := store.Notice{
		Vi: fmt.Sprintf("Chưa nhận được tệp “%s”; máy chủ sẽ tự thử lại.", path.Base(file)),
		En: fmt.Sprintf("The file “%s” could not be taken yet; the server tries again by itself.", path.Base(file)),
	}
	if e, ok := errors.AsType[*content.Error](err); ok { // what is not for people stays in the log
		n = joined([]store.Notice{n, {Vi: e.Vi, En: e.En}})
	}
	return n
}

func joined(notices []store.Notice) (all store.Notice) {
	var vi, en []string
	for _, n := range notices {
		if n == (store.Notice{}) {
			continue
		}
		vi, en = append(vi, n.Vi), append(en, n.En)
	}
	return store.Notice{Vi: strings.Join(vi, " "), En: strings.Join(en, " ")}
}

// hint adds to the refusal of a spreadsheet where it belongs.
func hint(file string, err error) error {
	var e *content.Error
	switch strings.ToLower(path.Ext(file)) {
	case ".csv", ".xlsx", ".xls", ".ods":
		if isRefusal(err) && errors.As(err, &e) {
			return &content.Error{
				Code: e.Code, Err: err,
				Vi: fmt.Sprintf("“%s” là bảng số liệu. Hãy chép nó vào thư mục “figures” (hoặc “so-lieu”) trong hộp thả tệp.", path.Base(file)),
				En: fmt.Sprintf("“%s” is a sheet of figures. Copy it into the folder “figures” (or “so-lieu”) of the inbox.", path.Base(file)),
			}
		}
	}
	return err
}
