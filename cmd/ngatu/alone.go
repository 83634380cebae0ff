package main

import (
	"context"
	"fmt"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/app"
	"ngatu/internal/config"
)

type aloneCmd struct {
	config.Database

	Data  string `help:"Data folder of a server that is stopped." default:"./ngatu-data" env:"NGATU_DATA" type:"path" placeholder:"FOLDER"`
	Until string `help:"Last day on which people may approve their own work, or a local time. Without it: none." placeholder:"2025-01-31"`
}

// mostAlone is the longest time for which people may be let alone.
const mostAlone = 31 * 24 * time.Hour

// Run lets whoever may approve do so for their own work until an instant, where colleagues who
// could are out of reach.
func (a *aloneCmd) Run() error {
	place, err := a.Place(a.Data)
	if err == nil {
		err = hasData(place)
	}
	if err != nil {
		return err
	}
	until, err := a.end()
	if err != nil {
		return err
	}
	now := time.Now()
	if !until.IsZero() && (!until.After(now) || until.After(now.Add(mostAlone))) {
		return &content.Error{
			Code: content.Invalid,
			Vi:   fmt.Sprintf("Thời hạn “%s” phải ở phía trước và không quá 31 ngày.", a.Until),
			En:   fmt.Sprintf("The time “%s” must be still to come, and at most 31 days ahead.", a.Until),
		}
	}
	if err := app.LetAlone(context.Background(), place, until); err != nil {
		return err
	}
	if until.IsZero() {
		fmt.Println("Không ai được tự duyệt việc của mình nữa. · Nobody may approve their own work any more.")
		return nil
	}
	at := until.In(area.Local).Format("15:04 02/01/2006")
	fmt.Printf("Người có quyền duyệt được tự duyệt việc của mình đến %s. Mỗi lần như vậy đều được ghi lại.\n", at)
	fmt.Printf("Whoever may approve may approve their own work until %s. The record of each says so.\n", at)
	return nil
}

// end is the instant that was typed; a day ends at midnight.
func (a *aloneCmd) end() (time.Time, error) {
	if a.Until == "" {
		return time.Time{}, nil
	}
	if day, err := time.ParseInLocation(time.DateOnly, a.Until, area.Local); err == nil {
		return day.AddDate(0, 0, 1), nil
	}
	for _, form := range []string{"2006-01-02 15:04", "2006-01-02T15:04"} {
		if at, err := time.ParseInLocation(form, a.Until, area.Local); err == nil {
			return at, nil
		}
	}
	return time.Time{}, &content.Error{
		Code: content.Invalid,
		Vi:   fmt.Sprintf("Không đọc được thời hạn “%s”. Hãy ghi như 2025-01-31 hoặc “2025-01-31 17:00”.", a.Until),
		En:   fmt.Sprintf("The time “%s” cannot be read. Write it as 2025-01-31 or “2025-01-31 17:00”.", a.Until),
	}
}
