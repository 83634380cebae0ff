package area

import (
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strconv"
)

// Names of the files that [Load] reads.
const (
	DistrictsFile    = "hanoi_2024_districts.csv" // of the first two periods
	Communes2024File = "hanoi_2024-11_communes.csv"
	Communes2025File = "hanoi_2025-01_communes.csv"
	WardsFile        = "hanoi_2025-07_wards.csv"
	TilesFile        = "hanoi_2024_tilegrid.csv"
	CrosswalkFile    = "hanoi_crosswalk_2025-01_to_2025-07.csv"
)

// maxFileRows is far above any list of units; a longer file is not one.
const maxFileRows = 20000

// table is one file: what to do with each of its rows.
type table struct {
	file    string
	columns []string
	take    func(s *Set, row map[string]string) error
}

// tables are read in this order: parents before children, units before what refers to them.
var tables = []table{
	{DistrictsFile, []string{"code", "name", "short_name", "kind", "parent_code", estimated}, takeUnit(Nov2024, Jan2025)},
	{Communes2024File, []string{"code", "name", "short_name", "kind", "parent_code"}, takeUnit(Nov2024)},
	{Communes2025File, []string{"code", "name", "short_name", "kind", "parent_code"}, takeUnit(Jan2025)},
	{WardsFile, []string{"code", "name", "short_name", "kind", "parent_code", counted}, takeUnit(Jul2025)},
	{TilesFile, []string{"code", "abbr", "row", "col"}, takeTile},
	{CrosswalkFile, []string{"old_commune_code", "new_ward_code"}, takeCrossing},
}

// The columns of how many people live in a unit: estimated from the wards of July 2025, and registered.
const (
	estimated = "population_est_2025_07"
	counted   = "population"
)

// Load reads the files named above. The error names the file and the line. The city itself, code
// "01", is added to every period.
func Load(files fs.FS) (*Set, error) {
	s := &Set{
		areas: map[Key]Area{}, order: map[Period][]Area{}, children: map[Key][]Area{},
		names: map[Period]map[string][]Area{}, digits: map[Period]map[string][]Area{},
		tiles: map[string]Tile{}, people: map[Key]int64{}, became: map[Key][]Key{}, came: map[Key][]Key{},
	}
	for _, p := range Periods() {
		s.put(cityOf(p), cityNames...)
	}
	for _, t := range tables {
		if err := s.loadTable(files, t); err != nil {
			return nil, err
		}
	}
	s.sort()
	return s, nil
}

func (s *Set) loadTable(files fs.FS, t table) error {
	f, err := files.Open(t.file)
	if err != nil {
		return fmt.Errorf("area: %w", err)
	}
	defer f.Close()
	return s.read(f, t)
}

// read takes each row of one file.
func (s *Set) read(r io.Reader, t table) error {
	in := csv.NewReader(r)
	header, err := in.Read()
	if err != nil {
		return fmt.Errorf("area: %s:1: no header: %w", t.file, err)
	}
	for _, c := range t.columns {
		if !slices.Contains(header, c) {
			return fmt.Errorf("area: %s:1: column %q is missing", t.file, c)
		}
	}
	for n := 0; ; n++ {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("area: %s: %w", t.file, err) // the reader's error names the line
		}
		line, _ := in.FieldPos(0)
		if n >= maxFileRows {
			return fmt.Errorf("area: %s:%d: more than %d rows", t.file, line, maxFileRows)
		}
		row := map[string]string{}
		for i, name := range header {
			row[name] = record[i]
		}
		if err := t.take(s, row); err != nil {
			return fmt.Errorf("area: %s:%d: %w", t.file, line, err)
		}
	}
}

// takeUnit adds one unit to each of the periods.
func takeUnit(periods ...Period) func(*Set, map[string]string) error {
	return func(s *Set, row map[string]string) error {
		for _, p := range periods {
			a := Area{Period: p, Code: row["code"], Name: row["name"], Short: row["short_name"], Kind: Kind(row["kind"]), Parent: row["parent_code"]}
			switch {
			case !validCode(a.Code):
				return fmt.Errorf("code %q is not 2, 3 or 5 digits", a.Code)
			case a.Level() == AnyLevel:
				return fmt.Errorf("kind %q is not known", a.Kind)
			case a.Short == "" || a.Name != string(a.Kind)+" "+a.Short:
				return fmt.Errorf("name %q is not %q and %q", a.Name, a.Kind, a.Short)
			}
			if up, ok := s.areas[a.ParentKey()]; !ok || up.Level() >= a.Level() {
				return fmt.Errorf("parent %q is not a unit above %s", a.Parent, a.Name)
			}
			if other, taken := s.areas[a.Key()]; taken {
				return fmt.Errorf("code %s is already %s", a.Code, other.Name)
			}
			s.put(a)
			if text := cmp.Or(row[counted], row[estimated]); text != "" {
				n, err := strconv.ParseInt(text, 10, 64)
				if err != nil || n < 1 {
					return fmt.Errorf("the population %q of %s is not a number above 0", text, a.Name)
				}
				s.people[a.Key()] = n
			}
		}
		return nil
	}
}

func takeTile(s *Set, row map[string]string) error {
	r, errRow := strconv.Atoi(row["row"])
	c, errCol := strconv.Atoi(row["col"])
	if err := errors.Join(errRow, errCol); err != nil {
		return err
	}
	if _, ok := s.areas[Key{Nov2024, row["code"]}]; !ok {
		return fmt.Errorf("no district has the code %q", row["code"])
	}
	for code, t := range s.tiles {
		if t.Row == r && t.Col == c {
			return fmt.Errorf("the square is already that of %s", code)
		}
	}
	s.tiles[row["code"]] = Tile{Row: r, Col: c, Abbr: row["abbr"]}
	return nil
}

func takeCrossing(s *Set, row map[string]string) error {
	from, to := Key{Jan2025, row["old_commune_code"]}, Key{Jul2025, row["new_ward_code"]}
	for _, k := range []Key{from, to} {
		if _, ok := s.areas[k]; !ok {
			return fmt.Errorf("there is no unit %s", k)
		}
	}
	s.became[from] = append(s.became[from], to)
	s.came[to] = append(s.came[to], from)
	return nil
}
