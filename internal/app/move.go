package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"ngatu/content"
	"ngatu/internal/config"
	"ngatu/internal/durable"
	"ngatu/internal/store"
)

// Move takes the database of a stopped server to another place: the address of an empty PostgreSQL
// database, or ngatu.db of the data folder. Every row is compared. What was moved is kept under the
// name that is returned, and no server starts with it. Where a move was broken off, the same once
// more goes on.
func Move(ctx context.Context, at config.Place, to string) (kept string, err error) {
	if at.Database == to {
		return "", &content.Error{
			Code: content.Invalid,
			Vi:   "Dữ liệu đã ở nơi này rồi. Hãy chỉ nơi mới bằng --to.",
			En:   "The data are there already. Name the new place with --to.",
		}
	}
	st, err := openStopped(ctx, at)
	if err != nil {
		return "", err
	}
	if err := moveInto(ctx, at.Database, to); err != nil {
		return "", errors.Join(err, st.Close())
	}
	return store.Retire(ctx, st, time.Now())
}

func moveInto(ctx context.Context, from, to string) error {
	if store.Remote(to) {
		return store.Copy(ctx, from, to)
	}
	if _, err := os.Stat(to); err == nil { // the end of an earlier move, or another database
		return store.Copy(ctx, from, to)
	}
	staged := filepath.Join(filepath.Dir(to), ".move.db") // a server must not find half of it
	for _, side := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(staged + side); err != nil && !os.IsNotExist(err) {
			return err
		}
	}
	if err := store.Copy(ctx, from, staged); err != nil {
		return err
	}
	return durable.Rename(staged, to)
}
