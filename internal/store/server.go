package store

import (
	"context"
	"os"
)

// Server is what a PostgreSQL server says of how it keeps the database; zero for SQLite.
type Server struct {
	Version   string // such as 15.14
	Waits     bool   // a commit is on its disk
	Standby   bool   // a commit waits for a second machine as well
	Followers int    // standbys that are connected and for which it waits, as far as the database's user may see
	Encrypted bool   // the connection is, or does not leave this machine
	Takes     int    // connections that it takes of all who are not its superuser
}

func (r Reader) server(ctx context.Context) (s Server, err error) {
	if r.dialect != post {
		return s, nil
	}
	err = r.q.QueryRowContext(ctx, `SELECT current_setting('server_version'), current_setting('fsync') = 'on' AND current_setting('full_page_writes') = 'on',
		current_setting('synchronous_standby_names') <> '' AND current_setting('synchronous_commit') NOT IN ('off', 'local'),
		(SELECT count(*) FROM pg_stat_replication WHERE COALESCE(sync_state, '') <> 'async'),
		CAST(current_setting('max_connections') AS INTEGER) - CAST(current_setting('superuser_reserved_connections') AS INTEGER) - CAST(COALESCE(current_setting('reserved_connections', TRUE), '0') AS INTEGER),
		COALESCE((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), FALSE) OR COALESCE(inet_server_addr() <<= '127.0.0.0/8' OR inet_server_addr() = '::1', TRUE)`,
	).Scan(&s.Version, &s.Waits, &s.Standby, &s.Followers, &s.Takes, &s.Encrypted)
	return s, r.explain(err)
}

// Size is how many bytes the database takes on its disk, with its log where that is SQLite's.
func (s *Store) Size(ctx context.Context) (bytes int64, err error) {
	if s.dialect == post {
		err = s.q.QueryRowContext(ctx, `SELECT pg_database_size(current_database())`).Scan(&bytes)
		return bytes, s.explain(err)
	}
	for _, side := range []string{"", "-wal"} {
		if info, err := os.Stat(s.where + side); err == nil {
			bytes += info.Size()
		}
	}
	return bytes, nil
}
