package figure

import "fmt"

// people warns of units whose part of the total is far from their part of the people who live in
// those units: a slip in a row, or rows under each other's names. Units of which nobody knows how many
// live there are left aside.
func (c *checker) people() {
	most := c.Limits.Population
	if most <= 0 {
		return
	}
	values, people := int64(0), int64(0)
	for _, f := range c.parts {
		if n, ok := c.Set.Population(f.Area); ok {
			values, people = values+f.Value, people+n
		}
	}
	var names []string
	for _, f := range c.parts {
		n, ok := c.Set.Population(f.Area)
		if !ok || values == 0 {
			continue
		}
		part, share := float64(f.Value)*float64(people), float64(n)*float64(values)
		if part > most*share || part*most < share {
			a, _ := c.Set.Area(f.Area)
			names = append(names, fmt.Sprintf("%s (%s)", a.Name, FormatCount(f.Value)))
		}
	}
	if len(names) > 0 {
		c.warn(UnlikePeople, fmt.Sprintf("Phần của %d đơn vị trong tổng số lệch hơn %s lần so với phần dân số (ước tính, chỉ để kiểm tra): %s. Hãy đối chiếu các dòng này.", len(names), limit(most), someOf(names)),
			fmt.Sprintf("The part that %d units have of the total is more than %s times off their part of the population (estimated, for this check alone): %s. Compare these rows.", len(names), limit(most), someOf(names)))
	}
}
