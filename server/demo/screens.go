package demo

import (
	"ngatu/content"
	"ngatu/content/area"
)

// wallTag marks the screens of the wall: their pages need no credential, in a
// demonstration's folder alone.
const wallTag = "wall"

// fleet is one screen of each shape of the city's fleet, with pitches and distances as they occur
// in the street. Names of places are examples; areas are those of the campaign's months.
func fleet(areas *area.Set) []content.Screen {
	night := []content.Dim{{From: 0, Level: 80}, {From: 6 * 60, Level: 100}, {From: 20 * 60, Level: 90}, {From: 22 * 60, Level: 80}}
	make := func(code, name, district string, p content.Place) content.Screen {
		key := area.Key{Period: area.Nov2024, Code: district}
		place(&p, areas, key)
		p.Zone, p.Tags = content.DefaultZone, []string{wallTag}
		return content.Screen{Code: code, Name: name, Places: []content.Place{p}}
	}
	return []content.Screen{
		make("SANH-01", "Sảnh một cửa", "001", content.Place{
			Venue: content.Reception, Hall: "Bộ phận một cửa", Kind: content.Monitor,
			Canvas: content.Canvas{Width: 1920, Height: 1080, PitchMM: 0.63, DistanceM: 3},
		}),
		make("KIOSK-01", "Kiosk tra cứu", "005", content.Place{
			Venue: content.Reception, Hall: "Chi nhánh số 1", Kind: content.Kiosk,
			Canvas: content.Canvas{Width: 1080, Height: 1920, PitchMM: 0.37, DistanceM: 0.7},
		}),
		make("NGATU-05", "LED ngã tư lớn, P5", "009", content.Place{
			Venue: content.Intersection, Kind: content.LED, Dimming: night,
			Canvas: content.Canvas{Width: 432, Height: 216, PitchMM: 5, DistanceM: 15},
		}),
		make("NGATU-04", "LED ngã tư, P4", "006", content.Place{
			Venue: content.Intersection, Kind: content.LED, Dimming: night,
			Canvas: content.Canvas{Width: 320, Height: 160, PitchMM: 4, DistanceM: 10},
		}),
		make("NGATU-10", "LED nhỏ, P10", "268", content.Place{
			Venue: content.Intersection, Kind: content.LED, Dimming: night,
			Canvas: content.Canvas{Width: 192, Height: 96, PitchMM: 10, DistanceM: 20},
		}),
	}
}

// place fills in an area with all that hold it.
func place(p *content.Place, areas *area.Set, key area.Key) {
	p.Area = key.String()
	if a, ok := areas.Area(key); ok {
		p.Areas, p.Names = append(p.Areas, key.String()), append(p.Names, a.Name)
	}
	for _, above := range areas.Ancestors(key) {
		p.Areas, p.Names = append(p.Areas, above.Key().String()), append(p.Names, above.Name)
	}
}
