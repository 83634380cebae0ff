package figure_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ngatu/assets/areas"
	"ngatu/content/area"
	"ngatu/content/figure"
)

var set = load()

func load() *area.Set {
	s, err := area.Load(areas.Files)
	if err != nil {
		panic(err)
	}
	return s
}

var asOf = time.Date(2024, 11, 21, 17, 0, 0, 0, area.Local)

// row is a row from "code|name|parent|value|target|denominator"; the rest may be left out.
func row(n int, text string) figure.Row {
	c := append(strings.Split(text, "|"), "", "", "", "", "")
	return figure.Row{
		Line: n, Code: c[0], Name: c[1], Parent: c[2],
		Value: figure.ParseNumber(c[3]), Target: figure.ParseNumber(c[4]), Denominator: figure.ParseNumber(c[5]),
		DenominatorName: "người từ 15 tuổi", AsOf: figure.At(asOf), Source: "Sở TT&TT",
	}
}

func rows(texts ...string) []figure.Row {
	var out []figure.Row
	for i, text := range texts {
		out = append(out, row(i+5, text))
	}
	return out
}

func TestMatchTakes(t *testing.T) {
	for _, c := range []struct {
		name   string
		period area.Period
		rows   []figure.Row
		want   string // code=value
	}{
		{"by code", area.Nov2024, rows("001|||91.234", "002|||60500"), "001=91234 002=60500"},
		{"codes without zeros", area.Nov2024, rows("1|||10", "2|||20", "4|||40", "16|||160", "268|||5"), "001=10 002=20 004=40 016=160 268=5"},
		{"two digits", area.Nov2024, rows("01|||10", "02|||20", "268|||5"), "001=10 002=20 268=5"},
		{"the city among whole codes", area.Nov2024, rows("01|||30", "001|||10", "002|||20"), "01=30 001=10 002=20"},
		{"whole codes of communes", area.Nov2024, rows("00001|||10", "00268|||30"), "00001=10 00268=30"},
		{"the city by code", area.Nov2024, rows("01|Tổng||30"), "01=30"},
		{"communes without zeros", area.Nov2024, rows("1|||10", "4|||20", "9877|||3"), "00001=10 00004=20 09877=3"},
		{"by name", area.Nov2024, rows("|Q. Ba Đình||10", "|HOÀN KIẾM||20"), "001=10 002=20"},
		{"short names of districts that are communes' too", area.Nov2024, rows("|Thanh Xuân||1", "|Ba Vì||2", "|Ứng Hoà||3"), "009=1 271=2 281=3"},
		{"communes of Sóc Sơn", area.Nov2024, rows("|Thanh Xuân|Sóc Sơn|1", "|Phù Linh|Sóc Sơn|2"), "00433=1 00400=2"},
		{"code and name", area.Nov2024, rows("1|Ba Đình||10"), "001=10"},
		{"name chooses the level of a code", area.Nov2024, rows("4|Phường Trúc Bạch||10"), "00004=10"},
		{"wards of 2025", area.Jul2025, rows("4|||10", "|P. Hoàn Kiếm||20"), "00004=10 00070=20"},
		{"total agrees", area.Nov2024, rows("001|||10", "002|||20", "|Tổng cộng||30"), "001=10 002=20"},
		{"totals of parts and of all", area.Nov2024, rows("001|||10", "|Cộng||10", "002|||20", "|Cộng||20", "|Tổng số:||30"), "001=10 002=20"},
		{"the city's own figure is outside of totals", area.Nov2024, rows("|Toàn thành phố||100", "001|||10", "|Cộng||10"), "01=100 001=10"},
		{"total of the whole city is the city's", area.Nov2024, rows("001|||10", "|Tổng toàn thành phố||12"), "001=10 01=12"},
		{"Cộng Hòa is a commune", area.Nov2024, rows("|Xã Cộng Hòa||7"), "09931=7"},
		{"headings and signatures", area.Nov2024, rows("|I. Khối quận||", "001|||10", "|||", "|Người lập biểu||Trưởng phòng"), "001=10"},
		{"value as great as the denominator", area.Nov2024, rows("001|||10||10"), "001=10"},
		{"value greater than the target", area.Nov2024, rows("001|||12|10|"), "001=12"},
		{"none yet", area.Nov2024, rows("001|||0"), "001=0"},
	} {
		t.Run(c.name, func(t *testing.T) {
			figures, problems := match(c.rows, c.period)
			if len(problems) > 0 {
				t.Fatalf("problems: %v", problems)
			}
			var got []string
			for _, f := range figures {
				got = append(got, fmt.Sprintf("%s=%d", f.Area.Code, f.Value))
				if !f.AsOf.Equal(asOf) || f.Source != "Sở TT&TT" || f.Area.Period != c.period {
					t.Errorf("%+v", f)
				}
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("took %s, want %s", s, c.want)
			}
		})
	}
}

func TestMatchRefuses(t *testing.T) {
	without := func(change func(*figure.Row)) []figure.Row {
		r := rows("001|||10")
		change(&r[0])
		return r
	}
	later := rows("001|||10", "002|||20")
	later[1].AsOf = figure.ParseInstant("22/11/2024")
	for _, c := range []struct {
		name   string
		period area.Period
		rows   []figure.Row
		want   string // row:kind
		says   string // part of the Vietnamese sentence
	}{
		{"nothing", area.Nov2024, nil, "0:no_rows", "cột đơn vị"},
		{"unknown name", area.Nov2024, rows("|Quận Ba Đìn||10"), "5:unknown_unit", "Có phải Quận Ba Đình?"},
		{"unknown code", area.Nov2024, rows("999|||10"), "5:unknown_unit", "“999”"},
		{"unknown beside known", area.Nov2024, rows("001|||10", "|Quận 1||20"), "6:unknown_unit", "Quận 1"},
		{"district after the reform", area.Jul2025, rows("|Quận Ba Đình||10"), "5:unknown_unit", "2025-07"},
		{"several districts", area.Nov2024, rows("|Xã Đông Xuân||10"), "5:ambiguous_unit", "Xã Đông Xuân, Huyện Sóc Sơn / Xã Đông Xuân, Huyện Quốc Oai"},
		{"district or commune", area.Nov2024, rows("|Thanh Xuân||10"), "5:ambiguous_unit", "Quận Thanh Xuân / Xã Thanh Xuân, Huyện Sóc Sơn"},
		{"both levels fit all", area.Nov2024, rows("|Thanh Xuân||10", "|Ba Vì||20"), "5:ambiguous_unit 6:ambiguous_unit", ""},
		{"code 1 alone", area.Nov2024, rows("1|||10"), "5:ambiguous_unit", "Thành phố Hà Nội / Quận Ba Đình / Phường Phúc Xá"},
		{"code 268 alone", area.Nov2024, rows("268|||10"), "5:ambiguous_unit", "Quận Hà Đông / Phường Thanh Lương"},
		{"code against name", area.Nov2024, rows("001|Quận Hoàn Kiếm||10"), "5:code_against_name", "là Quận Ba Đình nhưng tên là “Quận Hoàn Kiếm”"},
		{"twice", area.Nov2024, rows("001|||10", "|Ba Đình||20"), "6:duplicate_unit", "dòng 5"},
		{"no unit", area.Nov2024, rows("|||10"), "5:no_unit", ""},
		{"no value", area.Nov2024, rows("001|||"), "5:bad_value", "còn trống"},
		{"misspelt without value", area.Nov2024, rows("001|||1", "|Quận Ba Đìn||"), "6:unknown_unit 6:bad_value", ""},
		{"fraction", area.Nov2024, rows("001|||12,5"), "5:bad_value", "12,5"},
		{"percent", area.Nov2024, rows("001|||26,8%"), "5:bad_value", "phần trăm"},
		{"negative", area.Nov2024, rows("001|||-3"), "5:bad_value", "số âm"},
		{"text", area.Nov2024, rows("001|||#REF!"), "5:bad_value", "#REF!"},
		{"bad target", area.Nov2024, rows("001|||1|x"), "5:bad_target", ""},
		{"bad denominator", area.Nov2024, rows("001|||1||5%"), "5:bad_denominator", ""},
		{"denominator 0", area.Nov2024, rows("001|||0||0"), "5:bad_denominator", ""},
		{"over the denominator", area.Nov2024, rows("001|||11||10"), "5:over_denominator", ""},
		{"denominator of what", area.Nov2024, without(func(r *figure.Row) { r.Denominator, r.DenominatorName = figure.Whole(20), " " }), "5:unnamed_denominator", ""},
		{"no as-of", area.Nov2024, without(func(r *figure.Row) { r.AsOf = figure.Instant{} }), "5:bad_as_of", "thiếu thời điểm"},
		{"bad as-of", area.Nov2024, without(func(r *figure.Row) { r.AsOf = figure.ParseInstant("11/21/2024") }), "5:bad_as_of", "11/21/2024"},
		{"no source", area.Nov2024, without(func(r *figure.Row) { r.Source = "" }), "5:no_source", ""},
		{"two instants", area.Nov2024, later, "6:different_as_of", ""},
		{"total differs", area.Nov2024, rows("001|||10", "002|||20", "|Tổng||31"), "7:total_differs", "cộng lại là 30"},
		{"both levels", area.Nov2024, rows("001|||10", "268|||20", "00268|||30"), "0:mixed_levels", "cộng hai lần"},
		{"districts of before", area.Jul2025, rows("|Ba Đình||10"), "5:ambiguous_unit", "hãy ghi rõ loại đơn vị"},
		{"number before the name", area.Nov2024, rows("|1. Quận Ba Đình||10"), "5:unknown_unit", "Có phải Quận Ba Đình?"},
		{"no value but words", area.Nov2024, rows("|Quận Ba Đình||chưa có"), "5:bad_value", "chưa có số liệu"},
		{"dash", area.Nov2024, rows("001|||-"), "5:bad_value", "hãy ghi 0 nếu là không"},
		{"running numbers", area.Nov2024, everyDistrict(func(i int) string { return fmt.Sprint(i + 1) }), "0:no_counts", "số thứ tự"},
		{"percentages", area.Nov2024, everyDistrict(func(i int) string { return fmt.Sprint(99 - i) }), "0:no_counts", "không quá 100"},
		{"swapped columns", area.Nov2024, everyDistrict(func(i int) string { return fmt.Sprintf("%d|%d", 90_000+i, 40_000) }), "0:no_counts", "đổi chỗ"},
		{"city is not the sum", area.Nov2024, append(everyDistrict(func(int) string { return "1000" }), row(40, "|Toàn thành phố||31000")), "40:total_differs", "tổng 30 đơn vị là 30.000"},
		{"total of targets differs", area.Nov2024, rows("001|||10|5", "|Tổng||10|6"), "6:total_differs", "chỉ tiêu"},
	} {
		t.Run(c.name, func(t *testing.T) {
			figures, problems := match(c.rows, c.period)
			if len(figures) > 0 {
				t.Errorf("took %d figures of a file with problems", len(figures))
			}
			var got []string
			said := ""
			for _, p := range problems {
				got = append(got, fmt.Sprintf("%d:%s", p.Row, p.Kind))
				said += p.Vi
				if p.Vi == "" || p.En == "" {
					t.Errorf("%v lacks a sentence", p)
				}
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("problems %s, want %s: %v", s, c.want, problems)
			}
			if !strings.Contains(said, c.says) {
				t.Errorf("says %q, want %q in it", said, c.says)
			}
		})
	}
}

// A list of all units of a level is taken whichever way its units are written, and every figure is
// where it belongs.
func TestWholeListsHoweverWritten(t *testing.T) {
	ways := map[string]func(area.Area) (code, name, parent string){
		"code":           func(a area.Area) (string, string, string) { return a.Code, "", "" },
		"code, no zeros": func(a area.Area) (string, string, string) { return strings.TrimLeft(a.Code, "0"), "", "" },
		"name and parent": func(a area.Area) (string, string, string) {
			up, _ := set.Area(a.ParentKey())
			return "", a.Name, up.Name
		},
		"folded, code": func(a area.Area) (string, string, string) {
			return strings.TrimLeft(a.Code, "0"), area.Fold(a.Short), ""
		},
	}
	for _, p := range area.Periods() {
		for _, level := range []area.Level{area.DistrictLevel, area.CommuneLevel} {
			units := set.At(p, level)
			for way, write := range ways {
				var list []figure.Row
				for i, a := range units {
					r := row(i+1, "|||0")
					r.Code, r.Name, r.Parent = write(a)
					r.Value = figure.Whole(int64(1000 + i))
					list = append(list, r)
				}
				if len(list) == 0 {
					continue
				}
				figures, problems := match(list, p)
				if len(problems) > 0 || len(figures) != len(units) {
					t.Fatalf("%s level %d by %s: %d of %d taken, %v", p, level, way, len(figures), len(units), problems[:min(3, len(problems))])
				}
				for i, f := range figures {
					if f.Area != units[i].Key() || f.Value != int64(1000+i) {
						t.Errorf("%s by %s: %v has %d", p, way, f.Area, f.Value)
					}
				}
			}
		}
	}
	var short []figure.Row
	for i, a := range set.At(area.Nov2024, area.DistrictLevel) {
		short = append(short, row(i+1, "|"+area.Fold(a.Short)+"||1000"))
	}
	if figures, problems := match(short, area.Nov2024); len(figures) != 30 {
		t.Errorf("30 short names without marks: %v", problems)
	}
}

func TestReadPublished(t *testing.T) {
	f, err := areas.Files.Open(areas.Published)
	if err != nil {
		t.Fatal(err)
	}
	all, err := figure.ReadPublished(f, areas.Published)
	if err != nil || len(all) != 14 {
		t.Fatalf("%d, %v", len(all), err)
	}
	last := all[slices.IndexFunc(all, func(p figure.Published) bool { return p.Value == 1633840 })]
	if last.Metric != "accounts" || !last.Exact() || figure.FormatAsOf(last.Day) != "27/11/2024" || last.Source == "" {
		t.Errorf("%+v", last)
	}
	if _, err := figure.ReadPublished(strings.NewReader("date,metric,value,qualifier,note,source\n2024-06-28,a,x,=,,\n"), "p.csv"); err == nil || !strings.Contains(err.Error(), "p.csv:2:") {
		t.Errorf("%v", err)
	}
}

// match is figure.Match of the real units.
func match(rows []figure.Row, period area.Period) ([]figure.Figure, []figure.Problem) {
	figures, problems, err := figure.Match(context.Background(), rows, set, period, nil)
	if err != nil {
		panic(err)
	}
	return figures, problems
}

// everyDistrict is a row a district, with the numbers that write gives.
func everyDistrict(write func(i int) string) (out []figure.Row) {
	for i, a := range set.At(area.Nov2024, area.DistrictLevel) {
		out = append(out, row(i+5, a.Code+"|||"+write(i)))
	}
	return out
}

// Thousands of unknown names are answered at once, in bearable length, and not at all when nobody
// waits any more.
func TestManyUnknownNames(t *testing.T) {
	var many []figure.Row
	for i := range 20_000 {
		many = append(many, row(i+5, fmt.Sprintf("|Phường Không Có %d||5", i)))
	}
	begun := time.Now()
	match(many[:1000], area.Nov2024)
	few := time.Since(begun)
	begun = time.Now()
	_, problems := match(many, area.Nov2024) // a fifth of a second on a machine at rest
	if took := time.Since(begun); took > 100*few {
		t.Errorf("20,000 names took %v, 1,000 of them %v: each costs more, the more there are", took, few)
	}
	if len(problems) != figure.Listed+1 || !strings.Contains(problems[figure.Listed].Vi, "và 19950 lỗi khác") {
		t.Errorf("%d problems, the last %v", len(problems), problems[len(problems)-1])
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := figure.Match(gone, many, set, area.Nov2024, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
