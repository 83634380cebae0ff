package store

import (
	"context"
	"time"

	"ngatu/content"
)

// Setting is a value that staff set: links, names, the hotline. Which keys there are is not
// the store's to know.
type Setting struct {
	Key   string
	Value string
	By    string // who set it
	At    time.Time
}

func scanSetting(row scanner) (Setting, error) {
	var s Setting
	var when int64
	err := row.Scan(&s.Key, &s.Value, &s.By, &when)
	s.At = at(when)
	return s, err
}

// Settings lists all that are set, by key.
func (r libraryReads) Settings(ctx context.Context) ([]Setting, error) {
	return list(ctx, r.conn, scanSetting, `SELECT key, value, who, at FROM settings ORDER BY key`)
}

// Setting is one of them; NotFound where it was not set.
func (r libraryReads) Setting(ctx context.Context, key string) (Setting, error) {
	s, err := one(ctx, r.conn, scanSetting, `SELECT key, value, who, at FROM settings WHERE key = $1`, key)
	return s, orMissing(err, "thiết lập", "setting", key)
}

// SettingValues are the values of settings by their keys, in that order; "" where one is unset.
func (r libraryReads) SettingValues(ctx context.Context, keys []string) ([]string, error) {
	values := make([]string, len(keys))
	for i, key := range keys {
		set, err := r.Setting(ctx, key)
		if err != nil && content.CodeOf(err) != content.NotFound {
			return nil, err
		}
		values[i] = set.Value
	}
	return values, nil
}

// PutSetting sets a value.
func (tx libraryWrites) PutSetting(ctx context.Context, key, value string) error {
	_, err := tx.exec(ctx, `INSERT INTO settings (key, value, who, at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (key) DO UPDATE SET value = excluded.value, who = excluded.who, at = excluded.at`, key, value, tx.who, tx.now)
	if err != nil {
		return err
	}
	return tx.did(ctx, "change", NounSetting, key, map[string]string{"value": value})
}

// DeleteSetting makes it unset again; NotFound where it is.
func (tx libraryWrites) DeleteSetting(ctx context.Context, key string) error {
	gone, err := tx.exec(ctx, `DELETE FROM settings WHERE key = $1`, key)
	return tx.deleted(ctx, gone, err, NounSetting, "thiết lập", "setting", key)
}

// deleted ends a Delete method: NotFound where nothing was there, else a line in the log.
func (tx *change) deleted(ctx context.Context, gone int64, err error, noun Noun, vi, en, id string) error {
	if err != nil {
		return err
	}
	if gone == 0 {
		return missing(vi, en, id)
	}
	return tx.did(ctx, "delete", noun, id, nil)
}
