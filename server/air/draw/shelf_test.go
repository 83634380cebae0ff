package draw

import (
	"reflect"
	"testing"

	"ngatu/content/layout"
)

// Whoever adds a fact has to say in keyOf whether a layout that is kept depends on it.
func TestEveryFactIsInTheKey(t *testing.T) {
	known := []string{"Faces", "App", "Hotline", "Modules", "Domain", "Longest", "NoTotal", "Rows", "Tiles", "Zone"}
	of := reflect.TypeFor[layout.Facts]()
	for i := range of.NumField() {
		if i >= len(known) || of.Field(i).Name != known[i] {
			t.Fatalf("layouts depend on %s too", of.Field(i).Name)
		}
	}
}
