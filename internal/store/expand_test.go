package store

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// expandFrom is the first migration that an old server must be able to run beside; see
// docs/decisions/0057.
const expandFrom = 48

var (
	comment   = regexp.MustCompile(`--[^\n]*`)
	literal   = regexp.MustCompile(`'(?:[^']|'')*'`)
	makes     = regexp.MustCompile(`\bCREATE (?:TEMP(?:ORARY)? )?TABLE (?:IF NOT EXISTS )?([A-Z_0-9]+)`)
	unique    = regexp.MustCompile(`\bCREATE UNIQUE INDEX (?:IF NOT EXISTS )?[A-Z_0-9]+ ON ([A-Z_0-9]+)`)
	takesAway = regexp.MustCompile(`\bDROP\b|\bRENAME\b|\bTRUNCATE\b|\bDELETE FROM\b`)
	stricter  = regexp.MustCompile(`\bALTER (?:COLUMN )?[A-Z_0-9]+ (?:SET NOT NULL|(?:SET DATA )?TYPE)\b|\bADD (?:CONSTRAINT|CHECK|UNIQUE|FOREIGN KEY|PRIMARY KEY)\b|\bCREATE (?:OR REPLACE )?TRIGGER\b`)
	adds      = regexp.MustCompile(`\bADD (?:COLUMN )?[A-Z_0-9]+ `)
	needs     = regexp.MustCompile(`\bNOT NULL\b|\bUNIQUE\b|\bCHECK\b`)
)

// breaks names what in a migration would trouble a server of before that goes on beside it; "" if
// nothing does, or if the file says since which release no server uses it.
func breaks(text string) string {
	if contracts.MatchString(text) {
		return ""
	}
	text = strings.ToUpper(literal.ReplaceAllString(comment.ReplaceAllString(text, ""), "''"))
	text = strings.Join(strings.Fields(text), " ")
	var made []string
	for _, m := range makes.FindAllStringSubmatch(text, -1) {
		made = append(made, m[1])
	}
	for statement := range strings.SplitSeq(text, ";") {
		for _, rule := range []*regexp.Regexp{takesAway, stricter} {
			if found := rule.FindString(statement); found != "" {
				return found
			}
		}
		if m := unique.FindStringSubmatch(statement); m != nil && !slices.Contains(made, m[1]) {
			return m[0]
		}
		if found := adds.FindString(statement); found != "" && needs.MatchString(statement) &&
			(!strings.Contains(statement, " DEFAULT ") || strings.Contains(statement, " UNIQUE") || strings.Contains(statement, " CHECK")) {
			return statement
		}
	}
	return ""
}

// Every migration from now on leaves a server of before able to read and write.
func TestMigrationsOnlyExpand(t *testing.T) {
	steps := must[[]step](t)(readSteps(migrations))
	for _, s := range steps[expandFrom-1:] {
		if found := breaks(s.text); found != "" {
			t.Errorf("%04d_%s: %s: a server of the release before cannot go on beside this. Expand now, and take away in a later release with a line "+
				"“-- contract: since 1.3.0 (schema 52) no server uses …” (docs/decisions/0057)", s.number, s.name, found)
		}
		if s.oldest >= s.number {
			t.Errorf("%04d_%s: no program of before has schema %d", s.number, s.name, s.oldest)
		}
	}
}

func TestWhatAnOldServerCannotGoOnBeside(t *testing.T) {
	for text, wants := range map[string]bool{
		`CREATE TABLE holds (id TEXT PRIMARY KEY, doc TEXT NOT NULL)`:                                         false,
		`ALTER TABLE media ADD COLUMN unused BIGINT NOT NULL DEFAULT 0`:                                       false,
		`ALTER TABLE media ADD COLUMN note TEXT`:                                                              false,
		`ALTER TABLE media ADD COLUMN note TEXT NOT NULL`:                                                     true,
		"ALTER TABLE media\n  ADD note BIGINT\n  NOT  NULL":                                                   true,
		`ALTER TABLE media ADD COLUMN share BIGINT NOT NULL DEFAULT 0 CHECK (share < 101)`:                    true,
		`alter table media drop column note`:                                                                  true,
		`DROP TABLE forms`:                                                                                    true,
		`DROP INDEX sent_by_time`:                                                                             true,
		`ALTER TABLE media RENAME COLUMN note TO remark`:                                                      true,
		`ALTER TABLE media ALTER COLUMN note SET NOT NULL`:                                                    true,
		`ALTER TABLE media ALTER note TYPE BIGINT`:                                                            true,
		`ALTER TABLE media ADD CONSTRAINT one UNIQUE (note)`:                                                  true,
		`DELETE FROM forms`:                                                                                   true,
		`CREATE INDEX sheets_from ON sheets (sender)`:                                                         false,
		`CREATE UNIQUE INDEX one ON sheets (sender)`:                                                          true,
		`CREATE TABLE a (b TEXT NOT NULL); CREATE UNIQUE INDEX one ON a (b)`:                                  false,
		"-- It does not DROP anything.\nUPDATE settings SET value = 'DROP TABLE' WHERE id = 'x'":              false,
		"-- contract: since 1.2.0 (schema 51) no server uses media.note.\nALTER TABLE media DROP COLUMN note": false,
		"-- contract: some day\nALTER TABLE media DROP COLUMN note":                                           true,
		"-- contract: since 1.2.0 no server uses media.note.\nALTER TABLE media DROP COLUMN note":             true,
	} {
		if found := breaks(text); (found != "") != wants {
			t.Errorf("%s: %q", text, found)
		}
	}
}
