package api

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"ngatu/content/figure"
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

// readRows reads {"rows": […]}. It refuses unknown keys: a misspelt "value" must not count as
// missing.
func readRows(body []byte) ([]figure.Row, error) {
	var in struct {
		Rows rowList `json:"rows"`
	}
	d := json.NewDecoder(bytes.NewReader(body))
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
