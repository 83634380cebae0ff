package intake

import (
	"crypto/rand"
	"fmt"
	"path"
	"strings"

	"ngatu/content"
	"ngatu/content/figure"
)

// listed is how many rows a sentence names; the rest is counted.
const listed = 30

// refusedFigures says row by row why nothing of a file was taken.
func refusedFigures(name string, problems ...figure.Problem) (Reading, error) {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	vi := []string{fmt.Sprintf("Tệp “%s” không được nhận, không số liệu nào được lấy. Hãy sửa rồi gửi lại:", name)}
	en := []string{fmt.Sprintf("The file “%s” was refused and none of its figures taken. Correct it and send it again:", name)}
	for i, p := range problems {
		if i == listed {
			vi = append(vi, fmt.Sprintf("… và %d lỗi khác.", len(problems)-listed))
			en = append(en, fmt.Sprintf("… and %d more.", len(problems)-listed))
			break
		}
		if p.Row == 0 {
			vi, en = append(vi, "– "+p.Vi), append(en, "– "+p.En)
			continue
		}
		vi = append(vi, fmt.Sprintf("– Dòng %d: %s", p.Row, p.Vi))
		en = append(en, fmt.Sprintf("– Row %d: %s", p.Row, p.En))
	}
	return Reading{Problems: problems}, &content.Error{Code: content.Invalid, Vi: strings.Join(vi, "\n"), En: strings.Join(en, "\n")}
}

func newReleaseID() string { return "r-" + strings.ToLower(rand.Text()[:16]) }
