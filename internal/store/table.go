package store

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"regexp"
	"slices"
	"strings"
)

var makesTable = regexp.MustCompile(`(?m)^(CREATE|DROP) TABLE (?:IF (?:NOT )?EXISTS )?(\w+)`)

// tablesOf lists the tables that there are after the steps, each behind those that it refers to.
func tablesOf(steps []step) (all []string) {
	for _, s := range steps {
		for _, made := range makesTable.FindAllStringSubmatch(s.text, -1) {
			switch is, name := slices.Contains(all, made[2]), made[2]; {
			case made[1] == "DROP":
				all = slices.DeleteFunc(all, func(one string) bool { return one == name })
			case !is:
				all = append(all, name)
			}
		}
	}
	return all
}

// rowSum says how many rows there are and what is in them, in whatever order they come.
type rowSum struct {
	count int64
	sum   [sha256.Size]byte
}

func (s *rowSum) add(row []any) {
	h := sha256.New()
	for _, value := range row {
		var b []byte
		switch v := value.(type) {
		case int64:
			b = binary.BigEndian.AppendUint64(nil, uint64(v))
		case bool:
			b = []byte{0}
			if v {
				b[0] = 1
			}
		case string:
			b = []byte(v)
		case []byte:
			b = v
		}
		h.Write(binary.BigEndian.AppendUint64(nil, uint64(len(b))))
		h.Write(b)
	}
	for i, b := range h.Sum(nil) {
		s.sum[i] ^= b
	}
	s.count++
}

// rows reads a whole table, and hands its values over, some rows at a time: columns as a statement
// names them, the values of all rows in a row, and how many a row has.
func (r Reader) rows(ctx context.Context, table string, do func(columns string, values []any, width int) error) (all rowSum, err error) {
	rows, err := r.q.QueryContext(ctx, `SELECT * FROM `+table)
	if err != nil {
		return all, r.explain(err)
	}
	defer rows.Close()
	types, err := rows.ColumnTypes()
	if err != nil {
		return all, r.explain(err)
	}
	width, names := len(types), make([]string, len(types))
	for i, t := range types {
		names[i] = t.Name()
	}
	columns := strings.Join(names, ", ")
	var values []any
	for rows.Next() {
		row, into := make([]any, width), make([]any, width)
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			return all, r.explain(err)
		}
		for i := range row {
			switch v := row[i].(type) {
			case []byte:
				row[i] = whole(v) // no column may be NULL: nil is an empty run of bytes
			case int64:
				if types[i].DatabaseTypeName() == "BOOLEAN" { // SQLite knows numbers alone
					row[i] = v != 0
				}
			}
		}
		all.add(row)
		if values = append(values, row...); len(values) == copyRows*width {
			if err := do(columns, values, width); err != nil {
				return all, err
			}
			values = values[:0]
		}
	}
	if err := rows.Err(); err != nil {
		return all, r.explain(err)
	}
	return all, do(columns, values, width)
}
