package answer

import (
	"context"
	"maps"
	"slices"
	"time"

	"ngatu/content"
)

// Moments is the answer to a program: what is on at an instant.
type Moments struct {
	At      time.Time `json:"at"`
	Past    bool      `json:"past,omitempty"` // it is over: see On.Sent
	Screens []Moment  `json:"screens"`        // by code; with slides where one screen was asked for
}

// Ask answers as programs ask: of one screen, or of all where none is named, at an instant as text.
// NotFound where there is no such screen; Invalid where the instant cannot be read.
func (s *Snapshot) Ask(ctx context.Context, screen, at string) (Moments, error) {
	instant, err := s.Instant(screen, at)
	if err != nil {
		return Moments{}, err
	}
	out := Moments{At: instant, Past: s.Past(instant), Screens: []Moment{}}
	if screen != "" {
		m, err := s.Moment(ctx, screen, instant)
		out.Screens = append(out.Screens, m)
		return out, err
	}
	all, err := s.Everywhere(ctx, instant)
	for _, code := range slices.Sorted(maps.Keys(all)) {
		out.Screens = append(out.Screens, Moment{Screen: code, Name: s.state.Screens[code].Name, On: all[code]})
	}
	return out, err
}

// forms are how people write an instant without a zone.
var forms = []string{"2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02T15:04:05"}

// Instant reads an instant: with a zone (RFC 3339), or as the clock beside the screen has it; the
// present where nothing is written. Years from 2000 to 2999 are read. Errors are those of
// [Snapshot.Ask].
func (s *Snapshot) Instant(screen, text string) (time.Time, error) {
	now := s.now().Truncate(time.Millisecond)
	zone, err := s.Zone(screen, now)
	if err != nil {
		return now, err
	}
	if text == "" {
		return now.In(zone), nil
	}
	at, err := time.Parse(time.RFC3339, text)
	for _, form := range forms {
		if err != nil {
			at, err = time.ParseInLocation(form, text, zone)
		}
	}
	if err != nil || at.Year() < 2000 || at.Year() > 2999 {
		return now, &content.Error{
			Code: content.Invalid, Err: err,
			Vi: "Không đọc được thời điểm “" + text + "”. Hãy ghi như 2026-11-20 18:30 hoặc 2026-11-20T18:30:00+07:00.",
			En: "The instant “" + text + "” cannot be read. Write it as 2026-11-20 18:30 or 2026-11-20T18:30:00+07:00.",
		}
	}
	return at.In(zone), nil
}

// Zone is that of the clock beside a screen at an instant; the city's where no screen is named, or
// it stands nowhere then. NotFound where there is no such screen.
func (s *Snapshot) Zone(screen string, at time.Time) (*time.Location, error) {
	if screen == "" {
		return content.Zone(content.DefaultZone)
	}
	one, err := s.screen(screen)
	if err != nil {
		return nil, err
	}
	place, _ := one.PlaceAt(at)
	return place.Local()
}
