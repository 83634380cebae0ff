package hours

import (
	"math"
	"time"
)

const (
	secondsPerDay    = 24 * 60 * 60
	secondsPerMinute = 60

	// quietDays without exception and without change prove that ordinary weeks do not change at
	// all: they hold every weekday three times, and a change of clocks can hide a part of one of
	// them only.
	quietDays = 22
)

// Inside this file "local" seconds count what the wall clock shows: seconds since 1970-01-01 00:00
// as if there were no zones. While the zone's offset stands still they run as instants do, so all
// rules are applied between two changes of it.

// stretch is the state at the instant at (Unix seconds) and an instant after it, at most limit, up
// to which that lasts.
func (s Set) stretch(at, limit int64, zone *time.Location) (open bool, next int64) {
	t := time.Unix(at, 0).In(zone)
	_, seconds := t.Zone()
	offset := int64(seconds)
	if _, end := t.ZoneBounds(); !end.IsZero() {
		limit = min(limit, end.Unix())
	}
	local, last := at+offset, limit+offset
	reach := s.reach(local)
	if reach == local {
		return false, s.opens(local, last) - offset
	}
	for reach < last {
		further := s.reach(reach)
		if further == reach {
			break
		}
		reach = further
	}
	return true, min(reach, last) - offset
}

// reach is the latest local second at which a part that is open at local ends; local itself where
// none is open.
func (s Set) reach(local int64) int64 {
	day, latest := dayOf(local), local
	for d := day - 1; d <= day; d++ { // no part is longer than 24 hours
		parts, weekly := s.starting(d)
		for i := range parts {
			if weekly && !parts[i].Days.Has(weekdayOf(d)) {
				continue
			}
			if from, until := parts[i].on(d); from <= local && local < until {
				latest = max(latest, until)
			}
		}
	}
	return latest
}

// opens is the first local second after local, at most limit, at which a part starts.
func (s Set) opens(local, limit int64) int64 {
	for d := dayOf(local); d*secondsPerDay < limit; d++ {
		first := int64(math.MaxInt64)
		parts, weekly := s.starting(d)
		for i := range parts {
			if weekly && !parts[i].Days.Has(weekdayOf(d)) {
				continue
			}
			if from, _ := parts[i].on(d); from > local {
				first = min(first, from)
			}
		}
		if first < math.MaxInt64 {
			return min(first, limit)
		}
	}
	return limit
}

// wholeDay is what starts on a day without rules.
var wholeDay = []Part{{}}

// starting is the parts that may start on a local day, and whether their weekdays count.
func (s Set) starting(day int64) (parts []Part, weekly bool) {
	if len(s.Except) > 0 {
		text := written(day)
		for i := range s.Except {
			if s.Except[i].Date.is(&text) {
				return s.Except[i].Parts, false
			}
		}
	}
	if len(s.Parts) == 0 {
		return wholeDay, false
	}
	return s.Parts, true
}

// exceptionAfter tells where to look on after the quiet time [from, until) in which nothing
// changed: at until, if an exception bore on that time or soon will; else shortly before the next
// exception; false if there is none.
func (s Set) exceptionAfter(from, until int64) (int64, bool) {
	const margin = 2 // days: a zone's offset, and the part that crosses midnight
	next := int64(math.MaxInt64)
	for _, e := range s.Except {
		day, ok := e.Date.day()
		if !ok || day < dayOf(from)-margin {
			continue
		}
		next = min(next, day)
	}
	if next == math.MaxInt64 {
		return 0, false
	}
	return max(until, (next-margin)*secondsPerDay), true
}

// on is the local seconds at which the part starts and ends when it starts on day.
func (p Part) on(day int64) (from, until int64) {
	length := p.Until - p.From
	if length <= 0 {
		length += Midnight
	}
	from = day*secondsPerDay + int64(p.From)*secondsPerMinute
	return from, from + int64(length)*secondsPerMinute
}

// dayOf counts local days from 1 January 1970, downwards before it.
func dayOf(local int64) int64 {
	day := local / secondsPerDay
	if local%secondsPerDay < 0 {
		day--
	}
	return day
}

// weekdayOf is the day of the week; day 0 was a Thursday.
func weekdayOf(day int64) time.Weekday {
	return time.Weekday(((day+int64(time.Thursday))%7 + 7) % 7)
}
