package sheet

import (
	"regexp"
	"strconv"
	"strings"

	"ngatu/content/reading"
	"ngatu/internal/archive"
)

// formats reads how cells show their numbers: a kind for each style of cell.
func (p *parts) formats(part string) ([]reading.Kind, error) {
	if part == "" {
		return nil, nil
	}
	codes := map[string]string{}
	var out []reading.Kind
	inside := false
	err := p.Read(part, func(e archive.Element) error {
		switch {
		case e.Name == "cellXfs":
			inside = !e.End
		case e.Name == "numFmt" && !e.End && len(codes) < 10_000:
			codes[e.Attr("numFmtId")] = e.Attr("formatCode")
		case e.Name == "xf" && !e.End && inside:
			if len(out) == 100_000 {
				return archive.ErrTooMuch
			}
			out = append(out, kindOf(e.Attr("numFmtId"), codes))
		}
		return nil
	})
	return out, err
}

// kindOf is how a format shows numbers. The numbers below 164 are fixed (ECMA-376, 18.8.30).
func kindOf(id string, codes map[string]string) reading.Kind {
	if code, own := codes[id]; own {
		return kindOfCode(code)
	}
	n, _ := strconv.Atoi(id)
	switch {
	case n == 9 || n == 10:
		return reading.Percent
	case n >= 14 && n <= 22, n >= 27 && n <= 36, n >= 45 && n <= 47, n >= 50 && n <= 58:
		return reading.Dated
	case n == 11 || n == 48:
		return reading.Padded // 1.2E+06 shows another number than 1234567
	}
	return reading.Number
}

var (
	quoted    = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[[^\]]*\]`)
	said      = regexp.MustCompile(`"[^"]*[\p{L}\d%‰][^"]*"|\\[\p{L}\d%‰]|\[\$[^\]-]*[\p{L}\d%‰]`) // also as the sign of a currency
	condition = regexp.MustCompile(`\[[<>=]`)
	elapsed   = regexp.MustCompile(`(?i)\[[hms]+\]`)
	inDate    = regexp.MustCompile(`(?i)[dmyhs]`)
	thousands = regexp.MustCompile(`[0#?],+(?:[^0#?,.]|$|\.)`)
	decimals  = regexp.MustCompile(`[.]([0#?]+)`)
)

// kindOfCode looks at the part of a format for positive numbers. Where conditions choose between
// the parts, the one that shows something else than a number rules.
func kindOfCode(code string) reading.Kind {
	first, rest, _ := strings.Cut(code, ";")
	if !condition.MatchString(code) {
		return kindOfPart(first)
	}
	for _, part := range append([]string{first}, strings.Split(rest, ";")...) {
		if k := kindOfPart(part); k != reading.Number && part != "" {
			return k
		}
	}
	return reading.Number
}

func kindOfPart(code string) reading.Kind {
	bare := quoted.ReplaceAllString(code, "")
	lower := strings.ToLower(bare)
	switch {
	case strings.Contains(lower, "general") || strings.Contains(bare, "@"):
		if said.MatchString(code) {
			return reading.Scaled
		}
		return reading.Number
	case strings.Contains(code, "%") && strings.Contains(bare, "%"):
		return reading.Percent
	case elapsed.MatchString(code) || inDate.MatchString(bare) && !strings.ContainsAny(bare, "0#?"):
		return reading.Dated
	case inDate.MatchString(bare):
		return reading.Dated // mm:ss.0
	case !strings.ContainsAny(bare, "0#?"):
		return reading.Unshown
	case thousands.MatchString(bare), said.MatchString(code):
		return reading.Scaled
	case strings.ContainsAny(bare, "Ee"):
		return reading.Padded
	}
	if m := decimals.FindStringSubmatch(bare); m != nil && len(m[1]) > 2 {
		return reading.Padded
	}
	return reading.Number
}
