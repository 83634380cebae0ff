package store

import (
	"context"
	"strconv"
	"strings"

	"ngatu/content"
)

// Stock is what one person has in slides, or on its way: a medium, and how many drafts wait.
type Stock struct {
	Who    string         // staff ID of who wrote it last
	Medium content.Digest // "": none
	Bytes  int64          // of the medium
	Waits  int            // drafts that are not approved, or files that come
}

// Stock lists what people have in slides that are there, and in the drafts beside them: a line for
// each person and medium. whose are staff IDs, whose slides are found by an index; none: everybody's,
// for which every slide is read.
func (r shelfReads) Stock(ctx context.Context, whose ...string) ([]Stock, error) {
	var in []string
	var ids []any
	for i, id := range whose {
		in, ids = append(in, "$"+strconv.Itoa(i+1)), append(ids, id)
	}
	of := func(column string) string {
		if len(in) == 0 {
			return ""
		}
		return ` AND ` + column + ` IN (` + strings.Join(in, ", ") + `)`
	}
	return list(ctx, r.conn, scanStock, `SELECT COALESCE(x.who, ''), COALESCE(x.medium, ''), COALESCE(m.bytes, 0), sum(x.waits) FROM (
			SELECT `+r.dialect.author+` AS who, medium, CASE WHEN state = 'approved' THEN 0 ELSE 1 END AS waits FROM slides WHERE state <> 'taken_off'`+of(r.dialect.author)+`
			UNION ALL SELECT `+r.dialect.writer+`, `+r.dialect.shown+`, 1 FROM drafts WHERE noun = 'slide'`+of(r.dialect.writer)+`
			UNION ALL SELECT `+r.dialect.author+`, `+r.dialect.second+`, 0 FROM slides WHERE state <> 'taken_off' AND `+r.dialect.second+` IS NOT NULL`+of(r.dialect.author)+`
			UNION ALL SELECT `+r.dialect.writer+`, `+r.dialect.drawn+`, 0 FROM drafts WHERE noun = 'slide' AND `+r.dialect.drawn+` IS NOT NULL`+of(r.dialect.writer)+`
		) x LEFT JOIN media m ON m.digest = x.medium GROUP BY 1, 2, 3`, ids...)
}

// Coming lists the files that are on their way through any of several nodes, or to be read: a line for
// each person. What was refused is none, though it is kept for its sender.
func (r shelfReads) Coming(ctx context.Context) ([]Stock, error) {
	return list(ctx, r.conn, scanStock, `SELECT who, '', CAST(sum(bytes) AS BIGINT), count(*) FROM uploads WHERE made = '' AND (come < bytes OR wanted <> '') GROUP BY who`)
}

func scanStock(row scanner) (s Stock, err error) {
	err = row.Scan(&s.Who, &s.Medium, &s.Bytes, &s.Waits)
	return s, err
}
