package api

import (
	"slices"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content/figure"
	"ngatu/content/reading"
)

// figuresQuery are the parameters of a request with figures, as they are described. Those that are
// roles name the whole header of a column: ?value=Số tài khoản đã kích hoạt.
type figuresQuery struct {
	Measure     string   `query:"measure" doc:"ID of what is counted; left out: accounts" example:"accounts"`
	Period      string   `query:"period" doc:"Whose list of units holds: 2024-11, 2025-01, 2025-07; left out: the list that held at their as-of time" example:"2025-07"`
	DryRun      string   `query:"dry_run" enum:"0,1,true,false" doc:"1: only say what would be understood, and store nothing"`
	Merge       string   `query:"merge" enum:"0,1,true,false" doc:"1: units without a row keep the figure of the release that holds"`
	Base        string   `query:"base" doc:"ID of the release that the sender compared with; 409 where another one holds"`
	Corrects    string   `query:"corrects" doc:"ID of the release that this one corrects"`
	AsOf        string   `query:"as_of" doc:"The instant that the figures are of, where the sheet does not say" example:"2025-11-21T17:00:00+07:00"`
	Source      string   `query:"source" doc:"Who counted, where the sheet does not say" example:"Công an thành phố"`
	Unit        string   `query:"unit" doc:"Whole header of the column with the names of units"`
	Code        string   `query:"code" doc:"Whole header of the column with the codes of units"`
	Parent      string   `query:"parent" doc:"Whole header of the column with the units above"`
	Value       string   `query:"value" doc:"Whole header of the column with the counts" example:"Số tài khoản đã kích hoạt"`
	Target      string   `query:"target" doc:"Whole header of the column with the targets"`
	Denominator string   `query:"denominator" doc:"Whole header of the column that says of how many"`
	Rate        string   `query:"rate" doc:"Whole header of a column with percentages, which are checked and not taken"`
	Ignored     []string `query:"ignored" doc:"Whole header of a column to leave out; may stand several times"`
}

// parameters are the names of those of a request with figures.
var parameters = namesOf(figuresQuery{})

// roles are the parameters that name a column.
var roles = parameters[8:]

// parametersOf are the parameters of a request. One that nobody knows is refused: a slip in
// "dry_run" must not release what was to be looked at. So is one that stands twice.
func parametersOf(c *fiber.Ctx) (map[string]string, error) {
	out := map[string]string{}
	var fault error
	for k, v := range c.Context().QueryArgs().All() {
		key, value := string(k), strings.ToValidUTF8(string(v), "")
		_, twice := out[key]
		switch {
		case !slices.Contains(parameters, key):
			key = strings.ToValidUTF8(key, "")
			list := strings.Join(parameters, ", ")
			fault = invalid("Không có tham số “"+key+"”: chỉ dùng "+list+".", "There is no parameter “"+key+"”: use "+list+".")
		case twice && key != string(reading.Ignored):
			fault = invalid("Tham số “"+key+"” có hai lần: hãy giữ một.", "The parameter “"+key+"” stands twice: keep one.")
		}
		out[key] = value
	}
	for _, key := range []string{"dry_run", "merge"} {
		if v := out[key]; fault == nil && !slices.Contains([]string{"", "0", "1", "true", "false"}, v) {
			fault = invalid("Tham số “"+key+"” chỉ nhận 1 hoặc 0.", "The parameter “"+key+"” is 1 or 0.")
		}
	}
	return out, fault
}

func isSet(v string) bool { return v == "1" || v == "true" }

// answersOf is what a request says of its sheet.
func answersOf(c *fiber.Ctx, q map[string]string) (a reading.Answers, err error) {
	named := map[string]reading.Role{}
	for _, role := range roles {
		for _, header := range c.Context().QueryArgs().PeekMulti(role) {
			name := strings.TrimSpace(strings.ToValidUTF8(string(header), ""))
			if _, twice := named[name]; twice || name == "" {
				return a, invalid("Mỗi vai trò cần tên đầy đủ của một cột, mỗi cột một vai trò.", "Each role needs the whole header of one column, each column one role.")
			}
			named[name] = reading.Role(role)
		}
	}
	if len(named) > 0 {
		a.Roles = reading.Named(named)
	}
	if q["as_of"] != "" {
		a.AsOf = figure.ParseInstant(q["as_of"])
		if a.AsOf.Fault != figure.None {
			return a, invalid("Tham số as_of không đọc được: hãy ghi như 2024-11-21T17:00:00+07:00 hoặc 17h00 ngày 21/11/2024.",
				"The parameter as_of cannot be read: write it as 2024-11-21T17:00:00+07:00.")
		}
	}
	a.Source = strings.TrimSpace(q["source"])
	return a, nil
}
