package figure

import "encoding/json"

// Limits are from where on a difference between two releases is an error or a warning. Percents are
// of the earlier value. A limit of 0 is not checked, but for the switches.
type Limits struct {
	CityFall   float64 `json:"city_fall"`   // percent by which the city may fall without an error
	UnitFall   float64 `json:"unit_fall"`   // percent by which a unit may
	RatioDays  int     `json:"ratio_days"`  // within so many days the ratios below are checked
	MedianLow  float64 `json:"median_low"`  // of new to old values, over all units
	MedianHigh float64 `json:"median_high"` //
	UnitLow    float64 `json:"unit_low"`    // of new to old values, of one unit
	UnitHigh   float64 `json:"unit_high"`   //

	CityRise       float64 `json:"city_rise"`        // percent above which the rise of the city is a warning
	CityRiseADay   int64   `json:"city_rise_a_day"`  // and the rise in a day
	DistrictRise   float64 `json:"district_rise"`    // percent
	DistrictRiseBy int64   `json:"district_rise_by"` // and at least so much
	CommuneRise    float64 `json:"commune_rise"`     // percent
	CommuneRiseBy  int64   `json:"commune_rise_by"`  // and at least so much
	Rounded        float64 `json:"rounded"`          // percent of units that are multiples of 1,000
	Unchanged      float64 `json:"unchanged"`        // percent of units without a change
	Whole          bool    `json:"whole"`            // units without a figure are a warning
	Inform         bool    `json:"inform"`           // checks are shown and hold nothing
	FirstByTwo     bool    `json:"first_by_two"`     // a first release needs a second person
	SourcesListed  bool    `json:"sources_listed"`   // a source that is not on the measure's list is a warning
	Population     float64 `json:"population"`       // times that a unit's part of first figures may differ from its part of the people; ours

	Small int64   `json:"small"` // figures of areas that are all at most so much are taken for percentages and refused
	Above float64 `json:"above"` // percent of the units with a target above which it is a warning that so many newly passed theirs

	Coverage float64 `json:"coverage,omitempty"`  // percent of the units that must have a new figure before boards show a total
	GoneDays int     `json:"gone_days,omitempty"` // days after their as-of time from which figures are on no board
}

// StandardLimits are those that a measure begins with: the fastest growth that was published is
// 2.05 % or 31,189 accounts a day.
var StandardLimits = func() Limits {
	l := checks
	l.Coverage, l.GoneDays = 80, 14
	return l
}()

// checks are the limits that a folder of before has, until somebody sets those of boards as well.
var checks = Limits{
	CityFall: 0.5, UnitFall: 2, RatioDays: 14, MedianLow: 0.5, MedianHigh: 2, UnitLow: 0.2, UnitHigh: 5,
	CityRise: 5, CityRiseADay: 100_000, DistrictRise: 10, DistrictRiseBy: 1000, CommuneRise: 25, CommuneRiseBy: 200,
	Rounded: 80, Unchanged: 90, Whole: true, FirstByTwo: true, SourcesListed: true, Population: 5, Small: usualSmall, Above: usualAbove,
}

// What held for every measure before it was a limit of each.
const (
	usualSmall = 100
	usualAbove = 50
)

// UnmarshalJSON reads limits; those that were kept before they had them all go on as they were.
func (l *Limits) UnmarshalJSON(b []byte) error {
	type plain Limits
	p := plain{Small: usualSmall, Above: usualAbove}
	err := json.Unmarshal(b, &p)
	*l = Limits(p)
	return err
}
