package postgres

import (
	"database/sql"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Standby starts a server that follows s under a name. Commits do not wait for it unless
// [Server.WaitFor] names it. It ends with the test.
func (s *Server) Standby(t testing.TB, name string) *Server {
	t.Helper()
	b := &Server{bin: s.bin}
	t.Cleanup(b.End)
	var err error
	if b.folder, err = os.MkdirTemp("", "ngatu-pg-"); err != nil {
		t.Fatal(err)
	}
	if b.as, err = notRoot(b.folder); err != nil {
		t.Fatal(err)
	}
	if b.port, err = freePort(); err != nil {
		t.Fatal(err)
	}
	out, err := b.run("pg_basebackup", "--pgdata", filepath.Join(b.folder, "data"), "--write-recovery-conf", "--checkpoint=fast", "--no-sync",
		"--dbname", s.at("").String()+"?application_name="+name).CombinedOutput()
	if err != nil {
		t.Fatalf("pg_basebackup: %v: %s", err, out)
	}
	if err := b.Start(); err != nil {
		t.Fatal(err)
	}
	return b
}

// WaitFor has commits wait for the standby of that name, and returns once it follows; "" for none.
// A name that nobody has is waited for in vain.
func (s *Server) WaitFor(t testing.TB, name string, follows bool) {
	t.Helper()
	db, err := sql.Open("pgx", s.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, text := range []string{fmt.Sprintf(`ALTER SYSTEM SET synchronous_standby_names = '%s'`, name), `SELECT pg_reload_conf()`} {
		if _, err := db.Exec(text); err != nil {
			t.Fatal(err)
		}
	}
	for began := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		var set string
		var sync bool
		err := db.QueryRow(`SELECT current_setting('synchronous_standby_names'), EXISTS (SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync')`).Scan(&set, &sync)
		if err == nil && set == name && sync == follows {
			return
		}
		if time.Since(began) > patience {
			t.Fatalf("the standby %q does not follow: %q, %v, %v", name, set, sync, err)
		}
	}
}

// Promote makes a standby a server of its own, and returns once it takes changes.
func (s *Server) Promote(t testing.TB) {
	t.Helper()
	if out, err := s.run("pg_ctl", "promote", "--wait", "--pgdata", filepath.Join(s.folder, "data")).CombinedOutput(); err != nil {
		t.Fatalf("pg_ctl promote: %v: %s", err, out)
	}
}

// AnyOf is the address of whichever of some servers takes changes.
func AnyOf(servers ...*Server) string {
	u, hosts := *servers[0].at(""), []string{}
	for _, s := range servers {
		hosts = append(hosts, net.JoinHostPort("127.0.0.1", s.port))
	}
	u.Host, u.RawQuery = strings.Join(hosts, ","), url.Values{"target_session_attrs": {"read-write"}}.Encode()
	return u.String()
}
