package draw

import (
	"hash/fnv"
	"time"

	"ngatu/content"
)

// The weekly change of windows is spread over the small hours of Monday, so that not all screens of
// a city fetch their programme in the same minute.
const (
	earliest = time.Hour     // after midnight
	spread   = 4 * time.Hour // from then on
)

// Window is what an audience's programme is resolved for at now, and when time alone makes it
// another.
func Window(now time.Time, z *time.Location, key string) (from, until, next time.Time) {
	late := lateness(key)
	from, until = content.Window(now.Add(-late), z)
	y, m, d := from.Date()
	return from, until, time.Date(y, m, d+7, 0, 0, 0, 0, z).Add(late)
}

// lateness is how long after Monday's midnight an audience changes its window: a whole minute that
// its key decides, the same on every node.
func lateness(key string) time.Duration {
	h := fnv.New32a()
	h.Write([]byte(key))
	return earliest + time.Duration(h.Sum32()%uint32(spread/time.Minute))*time.Minute
}
