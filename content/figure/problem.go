package figure

import (
	"fmt"

	"ngatu/content/area"
)

// Trouble tells machines what kind of problem a [Problem] is.
type Trouble string

// The kinds of problem.
const (
	NoRows           Trouble = "no_rows"             // nothing to take at all
	NoUnit           Trouble = "no_unit"             // neither code nor name
	UnknownUnit      Trouble = "unknown_unit"        // no unit of the period has the code or name
	AmbiguousUnit    Trouble = "ambiguous_unit"      // several have
	CodeAgainstName  Trouble = "code_against_name"   // they name different units
	DuplicateUnit    Trouble = "duplicate_unit"      // an earlier row is of the same unit
	BadValue         Trouble = "bad_value"           // missing, or no whole number from 0 on
	BadTarget        Trouble = "bad_target"          // no whole number from 0 on
	BadDenominator   Trouble = "bad_denominator"     // no whole number from 1 on
	OverDenominator  Trouble = "over_denominator"    // the value is greater than its denominator
	UnnamedDenom     Trouble = "unnamed_denominator" // a denominator that does not say of what
	BadAsOf          Trouble = "bad_as_of"           // missing, or no date
	DifferentAsOf    Trouble = "different_as_of"     // a release is of one instant
	NoSource         Trouble = "no_source"
	DifferentSource  Trouble = "different_source"  // a release has one source: it stands beside all of its figures
	LongSource       Trouble = "long_source"       // longer than [MaxSource]
	TotalDiffers     Trouble = "total_differs"     // a row of totals does not agree with the rows above it
	MixedLevels      Trouble = "mixed_levels"      // districts beside communes: they would be added up twice
	NoCounts         Trouble = "no_counts"         // what stands there as values cannot be counts of accounts
	MissingUnits     Trouble = "missing_units"     // a warning: units of the level have no row
	AboveTarget      Trouble = "above_target"      // a warning: most values are above their targets
	Fall             Trouble = "fall"              // a warning: a total is lower than before
	TooMany          Trouble = "too_many"          // a value above the bound of its measure
	Rise             Trouble = "rise"              // growth faster than any that was published
	Gone             Trouble = "gone"              // a unit that had a figure has none
	Rounded          Trouble = "rounded"           // whole thousands: estimates
	Unchanged        Trouble = "unchanged"         // old values under a new date
	OtherScale       Trouble = "other_scale"       // thousands, percentages, another column; a warning against what is corrected
	Older            Trouble = "older"             // screens show newer ones
	First            Trouble = "first"             // the first release of its period
	AgainstPublished Trouble = "against_published" // far from the total that was published
	UnlikePeople     Trouble = "unlike_population" // a unit's part of first figures is far from its part of the people
	UnlistedSource   Trouble = "unlisted_source"   // a source that nobody has allowed on screens
	UnlikeTarget     Trouble = "unlike_target"     // a target that is not the one which is set
	Converted        Trouble = "converted"         // another program read the file
	More             Trouble = "more"              // stands for the problems that are not listed
)

// Problem is why a row, and with it the whole file, was not taken: told to staff, Vietnamese first.
type Problem struct {
	Row  int     `json:"row"`  // as the sheet numbers it; 0 where it is about the whole
	Seen string  `json:"seen"` // the text in question
	Kind Trouble `json:"kind"`
	Vi   string  `json:"vi"` // what is wrong and what to do, in Vietnamese
	En   string  `json:"en"` // the same in English

	Suggest []area.Key `json:"suggest,omitempty"` // units that an unknown name may mean, the nearest first
	Name    string     `json:"-"`                 // what to accept for one of them, by [NameKey]
}

// String is both sentences, each with the row.
func (p Problem) String() string {
	if p.Row == 0 {
		return p.Vi + " · " + p.En
	}
	return fmt.Sprintf("Dòng %d: %s · Row %d: %s", p.Row, p.Vi, p.Row, p.En)
}

// clip shortens what was seen so that one cell cannot fill the report.
func clip(text string) string {
	const most = 80 // letters
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most-1]) + "…"
	}
	return text
}

// faultWords says in both languages what is wrong with what was written, and what to write.
func faultWords(f Fault) (vi, en string) {
	switch f {
	case Empty:
		return "còn trống: hãy điền số, hoặc bỏ dòng nếu chưa có số liệu", "is empty: fill in the number, or leave the row out where there is none yet"
	case NotWhole:
		return "không phải số nguyên: hãy ghi đủ số đếm, không làm tròn", "is not a whole number: write the full count, not rounded"
	case IsPercent:
		return "là phần trăm: hãy ghi số đếm, phần trăm sẽ được tính", "is a percentage: write the count, the percentage is computed"
	case Negative:
		return "là số âm: hãy kiểm tra lại", "is negative: check it"
	case Dash:
		return "chỉ có dấu gạch: hãy ghi 0 nếu là không, bỏ dòng nếu chưa có số liệu", "is a dash: write 0 for none, leave the row out where there is no figure yet"
	case NotYet:
		return "nghĩa là chưa có số liệu: hãy bỏ dòng này, đơn vị sẽ ghi “chưa có số liệu”; nếu là không, hãy ghi 0", "says that there is no figure yet: leave the row out, the unit is shown without a figure; write 0 for none"
	case IsDate:
		return "được lưu thành ngày tháng: hãy chọn định dạng “Number” rồi nhập lại số", "is stored as a date: choose the format “Number” and type the number again"
	case Shown:
		return "hiện khác với giá trị được lưu trong ô: hãy chọn định dạng “General” rồi kiểm tra lại số", "is shown differently from what the cell holds: choose the format “General” and check the number"
	case Failed:
		return "là lỗi của công thức: hãy sửa công thức", "is the error of a formula: correct the formula"
	case Unworked:
		return "là công thức chưa có kết quả trong tệp: hãy mở bằng Excel hoặc LibreOffice, lưu lại rồi gửi tệp mới", "is a formula whose result is not in the file: open it in Excel or LibreOffice, save it and send the new file"
	case Exponent:
		return "ghi ở dạng số mũ nên đã mất các chữ số cuối: hãy chọn định dạng “Number” rồi lưu lại", "is written with an exponent, so its last digits are lost: choose the format “Number” and save again"
	case TooGreat:
		return "quá lớn: hãy kiểm tra lại", "is too great: check it"
	}
	return "không phải là số: hãy ghi số nguyên, ví dụ 1.633.840", "is not a number: write a whole number such as 1,633,840"
}
