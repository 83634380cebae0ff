package campaign

import (
	"context"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"ngatu/content"
	"ngatu/server/air/answer"
	"ngatu/server/studio/shell"
)

// mostForecasts is how many outlooks are kept: twice those of a page with as many changes as are sent
// together, beside what is live. One takes a few kilobytes.
const mostForecasts = 256

// forecasts are outlooks that were worked out lately. Who looks at a page again, or sends its form,
// costs nothing more.
type forecasts struct {
	kept *lru.Cache[about, *forecast]

	// linked is held while one is worked out for a page of an approval link: whoever holds a link asks
	// without a session, and takes one turn at a time.
	linked chan struct{}
}

// about names an outlook: as of which change, of which version, and in which minute.
type about struct {
	change  int64
	version content.Digest
	minute  int64 // Unix milliseconds
}

// forecast is an outlook, worked out once.
type forecast struct {
	once    sync.Once
	outlook answer.Outlook
	err     error
}

func newForecasts() forecasts {
	kept, err := lru.New[about, *forecast](mostForecasts)
	if err != nil { // only a size below one is refused
		panic("campaign: no room for outlooks: " + err.Error())
	}
	return forecasts{kept, make(chan struct{}, 1)}
}

// of is what a version of a campaign shows from an instant on, for the pages below an address.
func (f forecasts) of(ctx context.Context, on *answer.Snapshot, c content.Campaign, now time.Time, pages string) (out answer.Outlook, err error) {
	key := about{on.Number(), content.SightOf(c), now.Truncate(time.Minute).UnixMilli()}
	one, known := f.kept.Get(key)
	if !known && pages != shell.PathSlides {
		select {
		case f.linked <- struct{}{}:
			defer func() { <-f.linked }()
		case <-ctx.Done():
			return out, ctx.Err()
		}
	}
	if !known {
		one = &forecast{}
		if old, there, _ := f.kept.PeekOrAdd(key, one); there {
			one = old
		}
	}
	one.once.Do(func() { one.outlook, one.err = answer.OutlookOf(context.WithoutCancel(ctx), on, c, now) })
	out = one.outlook
	if !out.First.IsZero() && out.First.Before(now) { // it is on by now
		out.First = now
	}
	if !out.All.IsZero() && out.All.Before(now) {
		out.All = now
	}
	return out, one.err
}
