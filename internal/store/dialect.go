package store

import (
	"database/sql"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// dialect is all in which the two databases differ.
type dialect struct {
	name     string // the marker of its sections in migrations
	now      string // expression: the database's time in Unix milliseconds
	tables   string // query: names of all tables of this database or schema
	text     string // type of a text column that is compared byte by byte, as keyset pages need
	snapshot *sql.TxOptions

	// Expressions of documents: who changed a slide last; of a draft beside one, who did, and its medium.
	author, writer, shown string
	second, drawn         string // the second picture of a slide, and of a draft; see [content.Pair]
}

var lite = &dialect{
	name:     "sqlite",
	now:      `CAST(round(unixepoch('subsec') * 1000) AS INTEGER)`,
	tables:   `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
	text:     "TEXT",
	snapshot: &sql.TxOptions{ReadOnly: true},
	author:   `json_extract(doc, '$.author')`,
	writer:   `json_extract(doc, '$.by[#-1]')`,
	shown:    `COALESCE(json_extract(doc, '$.doc.medium'), json_extract(doc, '$.doc.pair.first'))`,
	second:   `json_extract(doc, '$.pair.medium')`,
	drawn:    `json_extract(doc, '$.doc.pair.medium')`,
}

var post = &dialect{
	name:     "postgres",
	now:      `CAST(floor(extract(epoch FROM clock_timestamp()) * 1000) AS BIGINT)`,
	tables:   `SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema()`,
	text:     `TEXT COLLATE "C"`,
	snapshot: &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead},
	author:   `CAST(doc AS JSON) ->> 'author'`,
	writer:   `CAST(doc AS JSON) #>> '{by,-1}'`,
	shown:    `COALESCE(CAST(doc AS JSON) #>> '{doc,medium}', CAST(doc AS JSON) #>> '{doc,pair,first}')`,
	second:   `CAST(doc AS JSON) #>> '{pair,medium}'`,
	drawn:    `CAST(doc AS JSON) #>> '{doc,pair,medium}'`,
}

// own is a migration's text as this database reads it: sections "-- only sqlite" and "-- only
// postgres" hold until the next marker or "-- both".
func (d *dialect) own(text string) string {
	var b strings.Builder
	mine := true
	for line := range strings.Lines(text) {
		if only, ok := strings.CutPrefix(line, "-- only "); ok {
			mine = strings.TrimSpace(only) == d.name
		} else if strings.TrimSpace(line) == "-- both" {
			mine = true
		} else if mine {
			b.WriteString(line)
		}
	}
	return strings.ReplaceAll(b.String(), " TEXT ", " "+d.text+" ")
}

// again says whether a transaction failed only because of others at the same time.
func again(err error) bool {
	if s, ok := errors.AsType[*sqlite.Error](err); ok {
		code := s.Code() & 0xff
		return code == sqlite3.SQLITE_BUSY || code == sqlite3.SQLITE_LOCKED
	}
	if p, ok := errors.AsType[*pgconn.PgError](err); ok {
		return p.Code == "40001" || p.Code == "40P01" // serialization failure, deadlock
	}
	return false
}
