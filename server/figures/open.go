package figures

import (
	"context"
	"time"

	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/reading"
	"ngatu/internal/sheet"
)

// Open says what would be asked about a book from somebody whom no server knows: by the dictionary
// alone, without recipes, accepted names, or anything that was released before. It also returns how
// many figures it holds, where nothing is to be asked. The error of one that would be refused is a
// [content.Error] with code Invalid.
func Open(ctx context.Context, name string, book reading.Book, set *area.Set, now time.Time) (asks []reading.Ask, count int, err error) {
	read := reading.Of(book, reading.Answers{})
	if read.Fault != nil {
		return nil, 0, sheet.Refusal(name, *read.Fault)
	}
	if len(read.Asks) > 0 {
		return read.Asks, 0, nil
	}
	figures, problems, err := figure.Match(ctx, read.Rows, set, periodAt(read.Rows, now), nil)
	if err != nil {
		return nil, 0, err
	}
	if len(problems) > 0 {
		r, err := troubled(name, problems)
		return r.Asks, 0, err
	}
	if _, problem := newRelease(figure.Accounts.ID, "", false, figures, now); problem != nil {
		_, err := refusedFigures(name, *problem)
		return nil, 0, err
	}
	return nil, len(figures), nil
}
