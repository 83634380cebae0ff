package sheet_test

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"ngatu/content/figure"
)

// The sequence of rows and of columns says nothing: any other gives the same figures.
func TestPermutedSheetsSayTheSame(t *testing.T) {
	const notes = "Tính đến 17h00 ngày 21/11/2024\nNguồn: Công an thành phố\n"
	var rows [][]string
	for i, d := range set.At("2024-11", 2) {
		rows = append(rows, []string{d.Code, d.Name, strconv.Itoa(20_011 + i*1373), strconv.Itoa(60_000 + i*1000), strconv.Itoa(200_000 + i*500)})
	}
	header := []string{"Mã", "Đơn vị", "Số tài khoản", "Chỉ tiêu", "Dân số từ 15 tuổi trở lên"}
	written := func(draw *rand.Rand) string {
		columns, order := []int{0, 1, 2, 3, 4}, make([]int, len(rows))
		for i := range order {
			order[i] = i
		}
		if draw != nil {
			columns, order = draw.Perm(len(columns)), draw.Perm(len(rows))
		}
		line := func(cells []string) string {
			var out []string
			for _, c := range columns {
				out = append(out, cells[c])
			}
			return strings.Join(out, ";") + "\n"
		}
		text := notes + line(header)
		for _, i := range order {
			text += line(rows[i])
		}
		return text
	}
	first := understand(t, "a.csv", []byte(written(nil)))
	if len(first.figures) != 30 || first.figures[0].Target == 0 || first.figures[0].Denominator == 0 {
		t.Fatalf("%d figures, %s", len(first.figures), first.says)
	}
	for seed := range uint64(40) {
		text := written(rand.New(rand.NewPCG(seed, 7)))
		if g := understand(t, "a.csv", []byte(text)); !figure.Same(first.figures, g.figures) {
			t.Fatalf("seed %d: %d figures, %s\n%s", seed, len(g.figures), g.says, text)
		}
	}
}
