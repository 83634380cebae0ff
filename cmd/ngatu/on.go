package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"ngatu/internal/app"
	"ngatu/internal/config"
	"ngatu/server/air/answer"
)

type onCmd struct {
	config.Database

	Data   string `help:"Data folder of the server, which may be running." default:"./ngatu-data" env:"NGATU_DATA" type:"path" placeholder:"FOLDER"`
	Screen string `help:"Code of the screen; without it all screens are listed." placeholder:"CODE"`
	At     string `help:"Instant by the clock beside the screen, such as '2026-11-20 18:30', or with a zone (RFC 3339); now unless set." placeholder:"TIME"`
	JSON   bool   `help:"Print the answer as JSON, as the API gives it."`
}

// Run prints what is on, and of one screen why each slide is on or not.
func (o *onCmd) Run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	place, err := o.Place(o.Data)
	if err != nil {
		return err
	}
	found, err := app.On(ctx, place.Database, o.Screen, o.At)
	if err != nil {
		return err
	}
	if o.JSON {
		out := json.NewEncoder(os.Stdout)
		out.SetIndent("", " ")
		return out.Encode(found)
	}
	fmt.Println(found.At.Format("15:04:05 02/01/2006 -07:00"))
	if found.Past {
		fmt.Println("Đã qua: theo những gì đã gửi (~: không còn lưu, tính theo những gì biết hiện nay); cái đã chiếu ở báo cáo.\nPast: by what had been sent (~: not kept, by what is known now); what was shown is in the report of plays.")
	}
	for _, m := range found.Screens {
		mark := ""
		if found.Past && m.Stands && !m.Sent {
			mark = "~ "
		}
		fmt.Printf("%-12s %s%s\n", m.Screen, mark, glass(m, found.At.Location()))
		for _, s := range m.Slides {
			fmt.Printf("  %s\n", standing(s, found.At.Location()))
		}
	}
	return nil
}

// glass says what a screen shows.
func glass(m answer.Moment, zone *time.Location) string {
	out := "thẻ an toàn · the safe card"
	if m.Slide != "" {
		out = m.Slide + " [" + m.Campaign + "]"
	}
	switch {
	case !m.Stands:
		return "chưa đặt ở đâu · stands nowhere"
	case m.Closed:
		return "tắt theo giờ · closed by its hours (" + out + ")"
	case m.Takeover != "":
		where := ""
		if m.PressArea != "" {
			where = " " + m.PressArea
		}
		return "thông báo khẩn · takeover " + m.Takeover + where + " – " + clock(m.PressUntil, zone) + " (" + out + ")"
	}
	return out + " " + clock(m.From, zone) + " – " + clock(m.Until, zone)
}

// standing says why a slide is on, or why not.
func standing(s answer.Standing, zone *time.Location) string {
	out := fmt.Sprintf("%s “%s”", s.ID, s.Title)
	switch {
	case s.Round > 0:
		return fmt.Sprintf("+ %s: %d s / %d s", out, s.Time/1000, s.Round/1000)
	case s.Turns:
		return "+ " + out
	}
	for _, why := range s.Why {
		vi, en := why.Why.Words()
		out += " — " + vi + " · " + en
		if why.Key != "" {
			out += ": " + why.Key
		}
		if !why.At.IsZero() {
			out += ", " + why.At.In(zone).Format("15:04 02/01/2006")
		}
	}
	return "- " + out
}

func clock(t time.Time, zone *time.Location) string { return t.In(zone).Format("15:04:05") }
