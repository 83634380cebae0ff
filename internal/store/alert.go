package store

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// Alert is a message that is sent to staff: one for each matter and receiver.
type Alert struct {
	ID      string // the same whenever it is sent again
	Matter  string // what it is about; nobody gets a second one of it
	Channel string // email or webhook
	Whom    string // staff ID, or the address of a webhook
	Made    time.Time
	Due     time.Time // not before
	Tries   int       // that failed
	Doc     json.RawMessage
}

// The states of an alert.
const (
	alertWaits  = "waits"
	alertSent   = "sent"
	alertFailed = "failed" // given up
)

// keptAlerts is how long what was sent is remembered, so that it is not sent again.
const keptAlerts = 400 * 24 * time.Hour

// metaAlerts names in meta up to which change the log was read for alerts.
const metaAlerts = "alerts"

// AlertsRead is the number of the change up to which alerts were made; NotFound before the first
// [Store.PutAlerts].
func (r recordReads) AlertsRead(ctx context.Context) (int64, error) {
	text, err := r.metaValue(ctx, metaAlerts)
	if err != nil {
		return 0, orMissing(err, "mốc", "mark", metaAlerts)
	}
	return strconv.ParseInt(text, 10, 64)
}

// DueAlerts lists what is to be sent at an instant, the longest due first, at most limit.
func (r recordReads) DueAlerts(ctx context.Context, now time.Time, limit int) ([]Alert, error) {
	return list(ctx, r.conn, func(row scanner) (a Alert, err error) {
		var made, due int64
		var doc string
		err = row.Scan(&a.ID, &a.Matter, &a.Channel, &a.Whom, &made, &due, &a.Tries, &doc)
		a.Made, a.Due, a.Doc = at(made), at(due), json.RawMessage(doc)
		return a, err
	}, `SELECT id, matter, channel, whom, made, due, tries, doc FROM alerts WHERE state = $1 AND due <= $2 ORDER BY due, id LIMIT $3`, alertWaits, ms(now), page(limit))
}

// PutAlerts keeps alerts that are to be sent, except for matters that their receiver already had an
// alert of. What waits of the matters in ended is not sent any more, and they may come again. All
// of it follows from the log up to the change read. It leaves no line in the log.
func (s *Store) PutAlerts(ctx context.Context, read int64, ended []string, all ...Alert) error {
	return s.retry(ctx, func() error {
		return s.write(ctx, func(r Reader) error {
			for _, matter := range ended {
				if _, err := r.exec(ctx, `DELETE FROM alerts WHERE matter = $1`, matter); err != nil {
					return err
				}
			}
			for _, a := range all {
				if _, err := r.exec(ctx, `INSERT INTO alerts (id, matter, channel, whom, state, made, due, tries, doc) VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8)
					ON CONFLICT (matter, channel, whom) DO NOTHING`, a.ID, a.Matter, a.Channel, a.Whom, alertWaits, ms(a.Made), ms(a.Due), string(a.Doc)); err != nil {
					return err
				}
			}
			_, err := r.exec(ctx, `INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value`,
				metaAlerts, strconv.FormatInt(read, 10))
			return err
		})
	})
}

// EndAlert keeps that an alert was sent, or given up, and forgets those of long ago.
func (s *Store) EndAlert(ctx context.Context, id string, sent bool, now time.Time) error {
	state := alertFailed
	if sent {
		state = alertSent
	}
	return s.retry(ctx, func() error {
		return s.write(ctx, func(r Reader) error {
			if _, err := r.exec(ctx, `UPDATE alerts SET state = $2 WHERE id = $1`, id, state); err != nil {
				return err
			}
			_, err := r.exec(ctx, `DELETE FROM alerts WHERE state <> $1 AND made < $2`, alertWaits, ms(now.Add(-keptAlerts)))
			return err
		})
	})
}

// PutOffAlert keeps that an alert could not be sent, or not yet, and when it is tried again.
func (s *Store) PutOffAlert(ctx context.Context, id string, tries int, due time.Time) error {
	return s.retry(ctx, func() error {
		return s.write(ctx, func(r Reader) error {
			_, err := r.exec(ctx, `UPDATE alerts SET tries = $2, due = $3 WHERE id = $1`, id, tries, ms(due))
			return err
		})
	})
}

// SetEmail keeps where a person gets e-mail ("": nowhere) and of which events they want none, words
// without spaces. NotFound where there is no such account.
func (tx peopleWrites) SetEmail(ctx context.Context, id, email string, muted ...string) error {
	changed, err := tx.exec(ctx, `UPDATE staff SET email = $2, muted = $3 WHERE id = $1`, id, email, strings.Join(muted, " "))
	if err != nil {
		return err
	}
	if changed == 0 {
		return missing("tài khoản", "account", id)
	}
	return tx.did(ctx, "change", NounStaff, id, nil)
}

// NeverQuiet is what an account has whose holder takes e-mail at any hour.
const NeverQuiet = "never"

// SetQuiet keeps when a person wants no e-mail: hours as people write them, "" as everybody,
// [NeverQuiet] at no time. NotFound where there is no such account.
func (tx peopleWrites) SetQuiet(ctx context.Context, id, quiet string) error {
	changed, err := tx.exec(ctx, `UPDATE staff SET quiet = $2 WHERE id = $1`, id, quiet)
	if err != nil {
		return err
	}
	if changed == 0 {
		return missing("tài khoản", "account", id)
	}
	return nil
}
