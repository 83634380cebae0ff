package figure

import (
	"encoding/json"
	"testing"
	"time"

	"ngatu/content/area"
)

func TestNumbersAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]Number{
		"1633840":              {Count: 1633840},
		"1.633.840":            {Count: 1633840},
		"1,633,840":            {Count: 1633840},
		"1 633 840":            {Count: 1633840},
		"1\u00a0633\u202f840":  {Count: 1633840},
		"1.234":                {Count: 1234},
		"1.234,00":             {Count: 1234},
		"1,234.0":              {Count: 1234},
		"1234.0":               {Count: 1234},
		"0":                    {Count: 0},
		"007":                  {Count: 7},
		" 12 ":                 {Count: 12},
		"":                     {Fault: Empty},
		"12,5":                 {Fault: NotWhole},
		"1.234,56":             {Fault: NotWhole},
		"1.23.456":             {Fault: NotWhole},
		"1234.567":             {Fault: NotWhole},
		"26,8%":                {Fault: IsPercent},
		"26,8 %":               {Fault: IsPercent},
		"-5":                   {Fault: Negative},
		"−5":                   {Fault: Negative},
		"1.000.000.000.000":    {Count: MaxCount},
		"1.000.000.000.001":    {Fault: TooGreat},
		"99999999999999999999": {Fault: TooGreat},
		"#REF!":                {Fault: Failed},
		"khoảng 5.000":         {Fault: NoNumber},
		"1.633.840 tài khoản":  {Fault: NoNumber},
		"١٢٣":                  {Fault: NoNumber},
		"1.e3":                 {Fault: NoNumber},
	} {
		got := ParseNumber(text)
		if got.Count != want.Count || got.Fault != want.Fault {
			t.Errorf("%q: %d %q, want %d %q", text, got.Count, got.Fault, want.Count, want.Fault)
		}
	}
}

func TestNumbersAsProgramsWriteThem(t *testing.T) {
	for text, want := range map[string]Number{
		"1234":                {Count: 1234},
		"1.234":               {Fault: NotWhole},
		"1234.0":              {Count: 1234},
		"1.63384E+06":         {Count: 1633840},
		"1E99":                {Fault: TooGreat},
		"-1":                  {Fault: Negative},
		"0.30000000000000004": {Fault: NotWhole},
		"":                    {Fault: Empty},
	} {
		got := MachineNumber(text)
		if got.Count != want.Count || got.Fault != want.Fault {
			t.Errorf("%q: %d %q, want %d %q", text, got.Count, got.Fault, want.Count, want.Fault)
		}
	}
}

func TestRowAsJSON(t *testing.T) {
	var r Row
	in := `{"line":3,"code":"001","value":1234,"target":"1.500","as_of":"21/11/2024 17:00","source":"x"}`
	if err := json.Unmarshal([]byte(in), &r); err != nil {
		t.Fatal(err)
	}
	if r.Value.Count != 1234 || r.Target.Count != 1500 || !r.Denominator.IsEmpty() || r.AsOf.Time.Format(time.RFC3339) != "2024-11-21T17:00:00+07:00" {
		t.Errorf("%+v", r)
	}
	out, err := json.Marshal(r)
	if want := `{"line":3,"code":"001","value":1234,"target":1500,"as_of":"2024-11-21T17:00:00+07:00","source":"x"}`; err != nil || string(out) != want {
		t.Errorf("%s, %v", out, err)
	}
	if err := json.Unmarshal([]byte(`{"value":1.5}`), &r); err != nil || r.Value.Fault != NotWhole {
		t.Errorf("%+v, %v", r.Value, err)
	}
}

func TestInstants(t *testing.T) {
	at := func(d, h, m int) time.Time { return time.Date(2024, 11, d, h, m, 0, 0, area.Local) }
	for text, want := range map[string]time.Time{
		"21/11/2024":                     at(21, 0, 0),
		"21/11/2024 17:00":               at(21, 17, 0),
		"17:00 21/11/2024":               at(21, 17, 0),
		"17h00 ngày 21/11/2024":          at(21, 17, 0),
		"17h ngày 21/11/2024":            at(21, 17, 0),
		"17 giờ ngày 21/11/2024":         at(21, 17, 0),
		"ngày 21-11-2024":                at(21, 0, 0),
		"21.11.2024":                     at(21, 0, 0),
		"1/11/2024":                      at(1, 0, 0),
		"05/11/2024":                     at(5, 0, 0),
		"21 tháng 11 năm 2024":           at(21, 0, 0),
		"2024-11-21":                     at(21, 0, 0),
		"2024-11-21 17:00:00":            at(21, 17, 0),
		"2024-11-21T17:00":               at(21, 17, 0),
		"2024-11-21T10:00:00Z":           at(21, 17, 0),
		"2024-11-21T17:00:00.000+07:00":  at(21, 17, 0),
		"11/21/2024":                     {},
		"31/11/2024":                     {},
		"21/11/24":                       {},
		"21/11/2204":                     {},
		"21/11/2024 25:00":               {},
		"45617":                          {},
		"hôm qua":                        {},
		"17 giờ 30 phút ngày 21/11/2024": at(21, 17, 30),
		"17h30' 21/11/2024":              at(21, 17, 30),
		"21/11/2024 5:00 PM":             at(21, 17, 0),
		"12:15 am 21/11/2024":            at(21, 0, 15),
		"21/11/2024 17:00 PM":            {},
		"24h00 ngày 20/11/2024":          EndOfDay(2024, 11, 20),
		"hết ngày 30/11/2024":            EndOfDay(2024, 11, 30),
		"17h00 21/11/2024 18h00":         {},
		"từ 1/11/2024 đến 21/11/2024":    {},
		"21/11/2024 hay 22":              {},
		"21/11-2024":                     {},
	} {
		got := ParseInstant(text)
		if !got.Time.Equal(want) || (got.Fault == None) == want.IsZero() {
			t.Errorf("%q: %v %q, want %v", text, got.Time, got.Fault, want)
		}
	}
}

func TestFormats(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1.000", 1633840: "1.633.840", -1234: "-1.234"} {
		if got := FormatCount(n); got != want {
			t.Errorf("%d: %q", n, got)
		}
	}
	if got := FormatCountEn(1633840); got != "1,633,840" {
		t.Error(got)
	}
	for _, c := range []struct {
		part, whole int64
		want        string
	}{
		{1633840, 6100957, "26,8 %"},
		{1633840, 5300000, "30,8 %"},
		{0, 5, "0,0 %"},
		{5, 5, "100,0 %"},
		{3, 2, "150,0 %"},
		{1, 2000, "0,1 %"},
		{1, 2001, "0,0 %"},
		{MaxCount, 1, "100.000.000.000.000,0 %"},
		{5, 0, "0,0 %"},
	} {
		if got := FormatPercent(Percent(c.part, c.whole)); got != c.want {
			t.Errorf("%d of %d: %q, want %q", c.part, c.whole, got, c.want)
		}
	}
	if got := FormatPercentEn(268); got != "26.8%" {
		t.Error(got)
	}
	if got := FormatAsOf(time.Date(2024, 11, 21, 10, 0, 0, 0, time.UTC)); got != "17:00 21/11/2024" {
		t.Error(got)
	}
	if got := FormatAsOf(EndOfDay(2024, 11, 30)); got != "24:00 30/11/2024" {
		t.Error(got)
	}
	if got := FormatAsOf(time.Date(2024, 11, 5, 0, 0, 0, 0, area.Local)); got != "5/11/2024" {
		t.Error(got)
	}
}

func TestStale(t *testing.T) {
	now := time.Date(2024, 11, 27, 12, 0, 0, 0, area.Local)
	for _, c := range []struct {
		asOf time.Time
		want bool
	}{{now.Add(-24 * time.Hour), false}, {now.Add(-24*time.Hour - 1), true}, {now, false}, {time.Time{}, true}} {
		if got := Stale(c.asOf, now, 24*time.Hour); got != c.want {
			t.Errorf("as of %v: stale %v", c.asOf, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"1.633.840", "26,8 %", "-1", "21/11/2024 17:00", "17h ngày 21 tháng 11 năm 2024", "2024-11-21T17:00", "1e9"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, n := range []Number{ParseNumber(s), MachineNumber(s)} {
			if n.Count < 0 || n.Count > MaxCount || n.Fault != None && n.Count != 0 {
				t.Errorf("%q: %+v", s, n)
			}
			if n.Fault == None && ParseNumber(FormatCount(n.Count)).Count != n.Count {
				t.Errorf("%q: %d does not come back", s, n.Count)
			}
		}
		if i := ParseInstant(s); i.Fault == None && (i.Time.Year() < 1999 || i.Time.Year() > 2100) || i.Fault != None && !i.Time.IsZero() {
			t.Errorf("%q: %+v", s, i)
		}
	})
}

// What is not whole never reads 100 %, what is above nothing never 0 %, and halves go up.
func TestFormatShare(t *testing.T) {
	for _, c := range []struct {
		part, whole int64
		want        string
	}{
		{0, 1000, "0,0 %"},
		{1, 1_000_000, "< 0,1 %"},
		{4, 10_000, "< 0,1 %"},
		{5, 10_000, "0,1 %"},
		{2685, 10_000, "26,9 %"},
		{99_949, 100_000, "99,9 %"},
		{99_999, 100_000, "99,9 %"},
		{MaxCount - 1, MaxCount, "99,9 %"},
		{100_000, 100_000, "100,0 %"},
		{100_050, 100_000, "100,1 %"},
	} {
		if got := FormatShare(c.part, c.whole); got != c.want {
			t.Errorf("%d of %d is %q, want %q", c.part, c.whole, got, c.want)
		}
	}
}
