package measure

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"ngatu/content/area"
	"ngatu/content/figure"
	"ngatu/content/reading"
	"ngatu/server/studio/shell"
)

// Bounds of what a measure may hold.
const (
	maxName    = 80 // letters
	maxSources = 50
	maxLines   = 20 // denominators, groups
	maxSenders = 200
)

var idForm = regexp.MustCompile(`^[a-z][a-z0-9-]{1,29}$`)

// read is a measure as the form has it.
func read(f shell.Form, was figure.Measure, isNew bool) (figure.Measure, error) {
	m := was
	var bad shell.Faults
	if isNew && !idForm.MatchString(m.ID) {
		bad.Add(shell.At("id", shell.Invalid(
			"Mã chỉ số gồm 2 đến 30 chữ thường không dấu, chữ số hoặc dấu gạch ngang, bắt đầu bằng chữ.",
			"The ID has 2 to 30 small letters without marks, digits or hyphens, and begins with a letter.")))
	}
	for _, one := range []struct {
		field string
		into  *string
	}{{"vi", &m.Vi}, {"en", &m.En}, {"unit_vi", &m.UnitVi}, {"unit_en", &m.UnitEn}} {
		*one.into = f.Field(one.field)
		if n := utf8.RuneCountInString(*one.into); n == 0 || n > maxName {
			bad.Add(shell.At(one.field, shell.Invalid(
				fmt.Sprintf("Mục này cần từ 1 đến %d ký tự.", maxName), fmt.Sprintf("This needs 1 to %d characters.", maxName))))
		}
	}
	m.Falling = f.Has("falling")
	most, err := f.Number("most", shell.Say("Giá trị lớn nhất", "The greatest value"), 0, 1e12, 0)
	bad.Add(err)
	m.Most = int64(most)
	m.Denominators, err = readDenominators(f)
	bad.Add(err)
	m.Sources, err = readSources(f)
	bad.Add(err)
	m, err = readBodies(f, m)
	bad.Add(err)
	m.Releasers = slices.Clone(f.Values["releaser"])
	if m.Groups, err = readGroups(f); err != nil {
		bad.Add(err)
	}
	bad.Add(readLimits(f, &m.Limits))
	return m, bad.Err()
}

// readDenominators reads the lines of denominators; one without a name is left out.
func readDenominators(f shell.Form) (out []figure.Denominator, err error) {
	var bad shell.Faults
	for i := range maxLines {
		field := func(name string) string { return fmt.Sprintf("of_%s_%d", name, i) }
		d := figure.Denominator{Name: f.Field(field("name")), Source: f.Field(field("source"))}
		at := f.Field(field("day"))
		if d.Name == "" {
			if d.Source+at != "" {
				bad.Add(shell.At(field("name"), shell.Invalid("Hãy ghi tên mẫu số: là số người nào.", "Name the denominator: the number of whom?")))
			}
			continue
		}
		if utf8.RuneCountInString(d.Name) > maxName || utf8.RuneCountInString(d.Source) > reading.MaxSource {
			bad.Add(shell.At(field("name"), shell.Invalid(
				fmt.Sprintf("Tên mẫu số dài nhất %d ký tự, nguồn dài nhất %d ký tự.", maxName, reading.MaxSource),
				fmt.Sprintf("The name of a denominator has at most %d characters, its source %d.", maxName, reading.MaxSource))))
		}
		if at != "" {
			var wrong error
			if d.AsOf, wrong = time.ParseInLocation(time.DateOnly, at, area.Local); wrong != nil {
				bad.Add(shell.At(field("day"), shell.Invalid("Ngày của mẫu số không đúng.", "The day of the denominator is not right.")))
			}
		}
		if slices.ContainsFunc(out, func(o figure.Denominator) bool { return strings.EqualFold(o.Name, d.Name) && o.AsOf.Equal(d.AsOf) }) {
			bad.Add(shell.At(field("name"), shell.Invalid("Mẫu số này đã có.", "This denominator is there already.")))
		}
		out = append(out, d)
	}
	return out, bad.Err()
}

// readSources reads the sources that screens may name, one a line.
func readSources(f shell.Form) (out []string, err error) {
	for _, s := range f.Lines("sources") {
		s = strings.Join(strings.Fields(s), " ")
		if utf8.RuneCountInString(s) > reading.MaxSource {
			return out, shell.At("sources", shell.Invalid(
				fmt.Sprintf("Nguồn “%s” dài quá %d ký tự: tên này hiện trên màn hình, hãy ghi ngắn lại.", s, reading.MaxSource),
				fmt.Sprintf("The source “%s” is longer than %d characters: it stands on screens, shorten it.", s, reading.MaxSource)))
		}
		if !slices.ContainsFunc(out, func(o string) bool { return strings.EqualFold(o, s) }) {
			out = append(out, s)
		}
	}
	if len(out) > maxSources {
		return out, shell.At("sources", shell.Invalid(fmt.Sprintf("Nhiều nhất %d nguồn.", maxSources), fmt.Sprintf("At most %d sources.", maxSources)))
	}
	return out, nil
}

// readBodies reads the bodies that are counted in place of areas, one a line.
func readBodies(f shell.Form, m figure.Measure) (figure.Measure, error) {
	var names []string
	for _, name := range f.Lines("bodies") {
		name = strings.Join(strings.Fields(name), " ")
		if utf8.RuneCountInString(name) > maxName {
			return m, shell.At("bodies", shell.Invalid(fmt.Sprintf("Tên “%s” dài quá %d ký tự: tên này hiện trên màn hình.", name, maxName),
				fmt.Sprintf("The name “%s” is longer than %d characters: it stands on screens.", name, maxName)))
		}
		names = append(names, name)
	}
	out, twice, full := m.WithBodies(names)
	switch {
	case twice != "":
		return m, shell.At("bodies", shell.Invalid("Cơ quan “"+twice+"” có hai lần.", "The body “"+twice+"” stands twice."))
	case full:
		return m, shell.At("bodies", shell.Invalid(fmt.Sprintf("Một chỉ số có nhiều nhất %d cơ quan, kể cả cơ quan đã bỏ.", figure.MaxBodies),
			fmt.Sprintf("A measure has at most %d bodies, those that were removed included.", figure.MaxBodies)))
	}
	return out, nil
}

// readGroups reads the groups of senders. A sender belongs to one group at most: its recipes belong
// to that group.
func readGroups(f shell.Form) (out []figure.Group, err error) {
	var bad shell.Faults
	taken := map[string]string{}
	for i := range maxLines {
		field := fmt.Sprintf("group_name_%d", i)
		g := figure.Group{Name: f.Field(field), Senders: slices.Clone(f.Values[fmt.Sprintf("group_sender_%d", i)])}
		if g.Name == "" && len(g.Senders) == 0 {
			continue
		}
		if n := utf8.RuneCountInString(g.Name); n == 0 || n > maxName || len(g.Senders) > maxSenders {
			bad.Add(shell.At(field, shell.Invalid("Hãy đặt tên nhóm, không quá 80 ký tự.", "Name the group, with at most 80 characters.")))
		}
		if slices.ContainsFunc(out, func(o figure.Group) bool { return o.Name == g.Name }) {
			bad.Add(shell.At(field, shell.Invalid("Đã có nhóm mang tên này.", "There is a group of this name already.")))
		}
		for _, s := range g.Senders {
			if taken[s] != "" {
				bad.Add(shell.At(field, shell.Invalid("Mỗi nơi gửi chỉ thuộc một nhóm.", "Each sender belongs to one group.")))
			}
			taken[s] = g.Name
		}
		out = append(out, g)
	}
	return out, bad.Err()
}

func lines(all []string) string { return strings.Join(all, "\n") }
