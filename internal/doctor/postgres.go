package doctor

import (
	"fmt"
	"strings"

	"ngatu/internal/store"
)

// server looks at how PostgreSQL keeps the database.
func (l *look) server() {
	s := l.in.Server
	if s.Version == "" { // SQLite, or it could not be asked
		return
	}
	if !l.trouble("postgres", s.Kept()) && !l.trouble("postgres", s.Room(len(l.in.Nodes))) {
		l.say("postgres", Good, "phiên bản "+s.Version, "version "+s.Version)
	}
	if !l.trouble("standby", s.Second()) {
		l.say("standby", Good, fmt.Sprintf("đồng bộ: %d", s.Followers), fmt.Sprintf("synchronous: %d", s.Followers))
	}
}

// trouble says what is wrong, where something is.
func (l *look) trouble(name string, t *store.Trouble) bool {
	switch {
	case t == nil:
		return false
	case t.Grave:
		l.say(name, Bad, t.Vi, t.En)
	default:
		l.say(name, Warn, t.Vi, t.En)
	}
	return true
}

// nodes says who is here, of servers that share the database.
func (l *look) nodes() {
	all := l.in.Nodes
	if len(all) == 0 {
		return
	}
	names, maker := "", ""
	for _, n := range all {
		names += ", " + n.Called()
		if n.Maker {
			maker = n.Name
		}
	}
	names = strings.TrimPrefix(names, ", ")
	if !l.trouble("nodes", store.Lacking(all)) {
		l.say("nodes", Good, fmt.Sprintf("%d (%s), nút chính là %s", len(all), names, maker), fmt.Sprintf("%d (%s), the maker is %s", len(all), names, maker))
	}
}
