package mirror

import (
	"encoding/json"
	"testing"

	"ngatu/content"
)

// FuzzNeeds gives programmes that nobody would make: walking them ends, and falls off no table.
func FuzzNeeds(f *testing.F) {
	f.Add([]byte(`{"from":1,"until":90000,"slides":[{"id":"a","ms":8000,"m":{"d":"x"}}],"loops":[[0]],"spans":[{"ms":89999}],"evergreen":0}`), int64(5))
	f.Add([]byte(`{"until":9,"slides":[{"ms":1}],"loops":[[0,0]],"spans":[{"ms":9223372036854775807},{"ms":9223372036854775807}],"evergreen":-1}`), int64(1))
	f.Add([]byte(`{"loops":[[]],"spans":[{"ms":1,"l":-1}],"evergreen":-2}`), int64(0))
	f.Fuzz(func(t *testing.T, b []byte, now int64) {
		var p content.Programme
		if json.Unmarshal(b, &p) != nil {
			return
		}
		needs, err := Needs(p, now)
		if err == nil && len(needs) > 2*len(p.Slides) {
			t.Fatalf("%d needs of %d slides", len(needs), len(p.Slides))
		}
	})
}
