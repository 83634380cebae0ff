package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"ngatu/content"
	"ngatu/content/figure"
	"ngatu/server/edge"
)

// maxRows is the most rows in a request; the list of all units of the city has 579.
const maxRows = 20_000

// errRows says that there are more.
var errRows = errors.New("api: too many rows")

// rowList is a list of at most maxRows. The threat: 20 MB of empty rows would fill the memory of a
// small server.
type rowList []figure.Row

// UnmarshalJSON reads row by row, with the rules of readRows.
func (l *rowList) UnmarshalJSON(b []byte) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if t, err := d.Token(); t == nil || err != nil {
		return err // null is no row
	} else if t != json.Delim('[') {
		return errors.New("api: rows are no list")
	}
	for d.More() {
		if len(*l) == maxRows {
			return errRows
		}
		var r figure.Row
		if err := d.Decode(&r); err != nil {
			return err
		}
		*l = append(*l, r)
	}
	return nil
}

// maxRowBytes is the longest list of rows, in bytes: maxRows of some 200 each.
const maxRowBytes = 4 << 20

// rows reads rows that somebody sends as JSON. They wait on the disk for their turn: what is
// decoded lies in memory several times.
func (a *API) rows(ctx context.Context, body io.Reader) ([]figure.Row, error) {
	file, size, err := a.Workers.Spool(body, maxRowBytes+1)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	edge.BodyRead(ctx)
	if size > maxRowBytes {
		return nil, &content.Error{
			Code: content.TooLarge,
			Vi:   fmt.Sprintf("Dữ liệu JSON dài hơn %d MB: hãy chia thành nhiều lần gửi.", maxRowBytes>>20),
			En:   fmt.Sprintf("The JSON is longer than %d MB: send it in several requests.", maxRowBytes>>20),
		}
	}
	a.decoding.Lock()
	defer a.decoding.Unlock()
	return readRows(io.NewSectionReader(file, 0, size))
}

// readRows reads {"rows": […]}. It refuses unknown keys: a misspelt "value" must not count as
// missing.
func readRows(body io.Reader) ([]figure.Row, error) {
	var in struct {
		Rows rowList `json:"rows"`
	}
	d := json.NewDecoder(body)
	d.DisallowUnknownFields()
	err := d.Decode(&in)
	if errors.Is(err, errRows) {
		return nil, invalid(fmt.Sprintf("Quá %d dòng: hãy chia thành nhiều lần gửi.", maxRows), fmt.Sprintf("More than %d rows: send them in several requests.", maxRows))
	}
	if err != nil || d.More() {
		return nil, invalid(
			`JSON không đúng. Cần dạng {"rows": [{"name": "Quận Ba Đình", "value": 1234, "as_of": "21/11/2024 17:00", "source": "…"}]}.`,
			`The JSON is not right. Its form is {"rows": [{"name": "Quận Ba Đình", "value": 1234, "as_of": "21/11/2024 17:00", "source": "…"}]}.`)
	}
	for i := range in.Rows {
		if in.Rows[i].Line == 0 {
			in.Rows[i].Line = i + 1
		}
	}
	return in.Rows, nil
}
