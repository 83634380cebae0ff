// Package quota counts what the people of an area have in slides and on its way, and refuses more
// than the settings allow.
//
// It must not know how files come: whoever takes one asks.
package quota

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/internal/store"
)

// Most is the highest bound of drafts that can be set.
const Most = 100_000

// Use is what an area has. Its people are those who may edit there, each counted in the first area of
// their mandates.
type Use struct {
	Area  string // "period/code"
	Bytes int64  // of different files
	Waits int    // drafts that are not approved, and files on their way
}

// Book is what all areas have, as of one look.
type Book struct {
	MaxBytes int64 // of an area; 0: no bound
	MaxWaits int   // the same

	units *area.Set
	of    map[string]string // the area of a person; who has the whole city is in none
	used  map[string]*Use   // by area
}

// Options say what is counted.
type Options struct {
	Units  *area.Set
	At     time.Time     // for mandates
	Who    string        // count only the area of this person; "": all areas
	Coming bool          // count what is on its way, too
	Come   []store.Stock // of that, what the store does not know
	Always bool          // count where nothing is bounded, too
}

// Read counts. Where nothing is bounded, it says only that, unless it is always to count.
func Read(ctx context.Context, r store.Reader, o Options) (b Book, err error) {
	if b, err = open(ctx, r, o); err != nil || !b.Bounds() && !o.Always {
		return b, err
	}
	whose := b.neighbours(o.Who)
	if o.Who != "" && len(whose) == 0 {
		return b, nil
	}
	if err := b.count(ctx, r, whose); err != nil || !o.Coming {
		return b, err
	}
	coming, err := r.Coming(ctx)
	for _, one := range append(coming, o.Come...) {
		if key, bounded := b.of[one.Who]; bounded {
			use := b.use(key)
			use.Waits, use.Bytes = use.Waits+one.Waits, use.Bytes+one.Bytes
		}
	}
	return b, err
}

// open is a book in which nothing is counted, with the areas of all people where something is bounded
// or it is always to count.
func open(ctx context.Context, r store.Reader, o Options) (b Book, err error) {
	set, err := r.SettingValues(ctx, []string{content.SettingAreaMB, content.SettingAreaWaits})
	if err != nil {
		return b, err
	}
	mb, _ := strconv.ParseInt(set[0], 10, 64)
	b = Book{MaxBytes: mb << 20, units: o.Units, of: map[string]string{}, used: map[string]*Use{}}
	b.MaxWaits, _ = strconv.Atoi(set[1])
	if b.Bounds() || o.Always {
		err = b.people(ctx, r, o)
	}
	return b, err
}

// count adds what people have in slides; none are named: everybody.
func (b Book) count(ctx context.Context, r store.Reader, whose []string) error {
	all, err := r.Stock(ctx, whose...)
	seen := map[[2]string]bool{} // files of an area
	for _, one := range all {
		key, bounded := b.of[one.Who]
		if !bounded {
			continue
		}
		use := b.use(key)
		use.Waits += one.Waits
		if file := [2]string{key, string(one.Medium)}; one.Medium != "" && !seen[file] {
			seen[file] = true
			use.Bytes += one.Bytes
		}
	}
	return err
}

// neighbours are the people of somebody's area, themselves among them; none: nothing bounds them.
func (b Book) neighbours(who string) (all []string) {
	key, bounded := b.of[who]
	for one, of := range b.of {
		if bounded && of == key {
			all = append(all, one)
		}
	}
	return all
}

// people finds the area of everybody.
func (b Book) people(ctx context.Context, r store.Reader, o Options) error {
	for after := ""; ; {
		some, err := r.AllStaff(ctx, after, store.MaxPage)
		if err != nil || len(some) == 0 {
			return err
		}
		after = some[len(some)-1].ID
		for _, one := range some {
			who, err := r.BearerOf(ctx, one)
			if err != nil {
				return err
			}
			if areas := mandate.Areas(who, mandate.Edit, o.At, o.Units); len(areas) > 0 && areas[0] != "" {
				b.of[one.ID] = areas[0]
			}
		}
	}
}

func (b Book) use(key string) *Use {
	if b.used[key] == nil {
		b.used[key] = &Use{Area: key}
	}
	return b.used[key]
}

// Bounds says whether anything is bounded.
func (b Book) Bounds() bool { return b.MaxBytes > 0 || b.MaxWaits > 0 }

// All is what each area has, the most first.
func (b Book) All() (out []Use) {
	for _, one := range b.used {
		out = append(out, *one)
	}
	slices.SortFunc(out, func(x, y Use) int {
		return cmp.Or(cmp.Compare(y.Bytes, x.Bytes), cmp.Compare(y.Waits, x.Waits), cmp.Compare(x.Area, y.Area))
	})
	return out
}

// Of is what the area of a person has; false: nothing bounds them.
func (b Book) Of(who string) (Use, bool) {
	key, bounded := b.of[who]
	if !bounded || !b.Bounds() {
		return Use{}, false
	}
	return *b.use(key), true
}

// Name is what an area is called.
func (b Book) Name(key string) string {
	if k, err := area.ParseKey(key); err == nil {
		if unit, ok := b.units.Area(k); ok {
			return unit.Name
		}
	}
	return key
}
