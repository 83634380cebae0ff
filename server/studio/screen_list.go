package studio

import (
	"net/url"
	"time"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/server/hub"
)

// screensPerPage is how many screens a page of the list has.
const screensPerPage = 100

var titleScreens = text{"Màn hình", "Screens"}

type screensView struct {
	Rows   []screenRow
	Next   string // code after which the next page begins; "": this is the last
	On     int    // of this page
	Dark   int
	Silent int
	Code   string // of an enrolment, as it was typed
}

type screenRow struct {
	content.Screen
	Place content.Place
	Light light
	Heard time.Time
	Shows string // ID of the slide on the glass, as the player says
}

// light is whether a screen shows, is closed on purpose, or is not heard from.
type light struct {
	Key  string // on, dark or silent
	Name text
}

var (
	lightOn     = light{"on", text{"Đang chiếu", "On"}}
	lightDark   = light{"dark", text{"Tắt theo giờ", "Dark by its hours"}}
	lightSilent = light{"silent", text{"Mất liên lạc", "Silent"}}
)

func (s *Studio) screenList(c *fiber.Ctx) error {
	v, err := s.screensView(c)
	if err != nil {
		return err
	}
	return s.show(c, "screens", titleScreens, v)
}

func (s *Studio) screensView(c *fiber.Ctx) (v screensView, err error) {
	all, err := s.Store.Screens(c.UserContext(), query(c, "after"), screensPerPage+1)
	if err != nil {
		return v, err
	}
	if len(all) > screensPerPage {
		all = all[:screensPerPage]
		v.Next = url.QueryEscape(all[screensPerPage-1].Code)
	}
	here := map[string]hub.Presence{}
	for _, p := range s.Present() {
		if p.Heard.After(here[p.Screen].Heard) {
			here[p.Screen] = p
		}
	}
	for _, one := range all {
		row := s.screenRow(one, here)
		switch row.Light.Key {
		case lightOn.Key:
			v.On++
		case lightDark.Key:
			v.Dark++
		default:
			v.Silent++
		}
		v.Rows = append(v.Rows, row)
	}
	return v, nil
}

func (s *Studio) screenRow(one content.Screen, here map[string]hub.Presence) screenRow {
	now := s.Now()
	row := screenRow{Screen: one, Light: lightSilent}
	row.Place, _ = one.PlaceAt(now)
	p, connected := here[one.Code]
	if connected {
		row.Light, row.Heard = lightOn, p.Heard
		if p.Status != nil {
			row.Shows = p.Status.Slide
		}
		if row.Place.Closed(now, zone(row.Place.Zone)) {
			row.Light = lightDark
		}
	}
	return row
}
