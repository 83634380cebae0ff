package clock

import (
	"log/slog"
	"sync"
	"time"

	"ngatu/content"
)

// Zone is the screen's time zone, loaded again when its name changes. The zero Zone is ready. Many
// goroutines may use it.
type Zone struct {
	mu   sync.Mutex
	name string
	at   *time.Location
}

// Find gives the zone of that name. It logs an unknown name once and gives [content.DefaultZone]
// then.
func (z *Zone) Find(name string, log *slog.Logger) *time.Location {
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.at == nil || z.name != name {
		at, err := content.Zone(name)
		if err != nil {
			log.Error("the screen's hours go by "+content.DefaultZone, "error", err)
			at, _ = content.Zone(content.DefaultZone)
		}
		z.name, z.at = name, at
	}
	return z.at
}
