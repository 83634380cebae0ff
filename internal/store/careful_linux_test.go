package store

import (
	"context"
	"database/sql"
	"net"
	"testing"

	"github.com/jackc/pgx/v5/stdlib"
	"golang.org/x/sys/unix"
)

// A machine that vanished is noticed within seconds from either end, and a change that it left
// behind holds nobody up for long: each connection is set so, at the server and at its own socket.
func TestConnectionsAreCareful(t *testing.T) {
	s := node(t, postgresAddress(t), "a")
	ctx := t.Context()
	var all []*sql.Conn
	for range 2 { // the first is that of the start
		c := must[*sql.Conn](t)(s.writes.Conn(ctx))
		t.Cleanup(func() { c.Close() })
		all = append(all, c)
	}
	for _, c := range all {
		for name, want := range map[string]string{
			"lock_timeout": "15s", "idle_in_transaction_session_timeout": "5s", "synchronous_commit": "on",
			"tcp_keepalives_idle": "5", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "3",
		} {
			var got string
			if err := c.QueryRowContext(ctx, `SHOW `+name).Scan(&got); err != nil || got != want {
				t.Errorf("%s is %q, want %q (%v)", name, got, want, err)
			}
		}
		for name, o := range map[string][3]int{
			"SO_KEEPALIVE": {unix.SOL_SOCKET, unix.SO_KEEPALIVE, 1}, "TCP_KEEPIDLE": {unix.IPPROTO_TCP, unix.TCP_KEEPIDLE, 5},
			"TCP_KEEPINTVL": {unix.IPPROTO_TCP, unix.TCP_KEEPINTVL, 5}, "TCP_KEEPCNT": {unix.IPPROTO_TCP, unix.TCP_KEEPCNT, 3},
			"TCP_USER_TIMEOUT": {unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, 15_000},
		} {
			if got := socketOption(t, c, o[0], o[1]); got != o[2] {
				t.Errorf("%s is %d, want %d", name, got, o[2])
			}
		}
	}
}

// socketOption is an option of a connection's socket, as the kernel has it.
func socketOption(t *testing.T, c *sql.Conn, level, option int) (got int) {
	t.Helper()
	err := c.Raw(func(driver any) error {
		raw, err := driver.(*stdlib.Conn).Conn().PgConn().Conn().(*net.TCPConn).SyscallConn()
		if err != nil {
			return err
		}
		var failed error
		err = raw.Control(func(fd uintptr) { got, failed = unix.GetsockoptInt(int(fd), level, option) })
		if err == nil {
			err = failed
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// A change that waits for a row which another one holds gives up in time, and says that nothing was
// stored.
func TestAChangeGivesUpWaiting(t *testing.T) {
	s, ctx := opened(t, postgresAddress(t)), t.Context()
	holds := must[*sql.Tx](t)(s.writes.BeginTx(ctx, nil))
	defer holds.Rollback()
	if _, err := holds.Exec(`SELECT set_config('idle_in_transaction_session_timeout', '0', FALSE); SELECT number FROM clock FOR UPDATE`); err != nil {
		t.Fatal(err)
	}
	waits := must[*sql.Conn](t)(s.writes.Conn(ctx))
	defer waits.Close()
	if _, err := waits.ExecContext(ctx, `SET lock_timeout = '50ms'`); err != nil { // as after fifteen seconds
		t.Fatal(err)
	}
	_, err := waits.ExecContext(ctx, `UPDATE clock SET number = number`)
	if !Silent(s.explain(err)) {
		t.Errorf("the change that waited says %v", err)
	}
	if _, err := waits.ExecContext(context.WithoutCancel(ctx), `RESET lock_timeout`); err != nil {
		t.Error(err)
	}
}
