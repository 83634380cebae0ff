package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"ngatu/content"
)

// What the log says of surfaces, as its verbs: the first of all were noted, one came or went, slides
// are to be looked at there, and they were.
const (
	VerbSurfaces    = "begin"
	VerbSurfaceNew  = "create"
	VerbSurfaceGone = "delete"
	VerbToLook      = "ask"
	VerbLooked      = "look"
)

// Looks is what a line of the log says of slides on a surface.
type Looks struct {
	Slides map[string]content.Look `json:"slides,omitempty"` // by ID
	Done   bool                    `json:"done,omitempty"`   // all that was to be looked at there was
	Off    []string                `json:"off,omitempty"`    // of what was looked at since the last time that all was done, what is kept off
}

// Surfaces lists all surfaces by key, with what was found of slides there.
func (r fleetReads) Surfaces(ctx context.Context) ([]content.Coverage, error) {
	out, err := list(ctx, r.conn, func(s scanner) (one content.Coverage, err error) {
		var since int64
		var doc string
		if err = s.Scan(&doc, &since, &one.Looked); err == nil {
			err = json.Unmarshal([]byte(doc), &one.Surface)
		}
		one.Since, one.Slides = at(since), map[string]content.Look{}
		return one, err
	}, `SELECT doc, since, looked FROM surfaces ORDER BY id`)
	if err != nil {
		return nil, err
	}
	of := map[string]map[string]content.Look{}
	for _, one := range out {
		of[one.Key()] = one.Slides
	}
	_, err = list(ctx, r.conn, func(s scanner) (none struct{}, err error) {
		var surface, slide, doc string
		var look content.Look
		if err = s.Scan(&surface, &slide, &doc); err == nil {
			err = json.Unmarshal([]byte(doc), &look)
			if on := of[surface]; on != nil { // one that came after the surfaces were read
				on[slide] = look
			}
		}
		return none, err
	}, `SELECT surface, slide, doc FROM covers`)
	return out, err
}

// KeptOff says whether the approval of a live slide does not hold on some surface.
func (r fleetReads) KeptOff(ctx context.Context, s content.Slide) (bool, error) {
	all, err := r.Surfaces(ctx)
	return slices.ContainsFunc(all, func(c content.Coverage) bool {
		_, off := c.Keeps(&s)
		return off
	}), err
}

// looksFor says whether surfaces that come are noted; see [fleetWrites.BeginSurfaces].
func (r conn) looksFor(ctx context.Context) (bool, error) {
	_, err := r.metaValue(ctx, "surfaces")
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// BeginSurfaces has surfaces that come from now on noted, with the slides that are looked at there.
// What is live covers those in use: nothing goes off by it. The second time it does nothing.
func (tx fleetWrites) BeginSurfaces(ctx context.Context) error {
	if begun, err := tx.looksFor(ctx); begun || err != nil {
		return err
	}
	if _, err := tx.exec(ctx, `INSERT INTO meta (key, value) VALUES ('surfaces', 'noted')`); err != nil {
		return err
	}
	screens, err := tx.AllScreens(ctx)
	if err != nil {
		return err
	}
	all := map[string]content.Surface{}
	for _, s := range screens {
		for _, p := range s.Places {
			all[p.Surface().Key()] = p.Surface()
		}
	}
	for key, one := range all {
		if _, err := tx.putSurface(ctx, key, one, 0, true); err != nil {
			return err
		}
	}
	return tx.did(ctx, VerbSurfaces, NounSurface, "all", all)
}

// noteSurfaces notes what surfaces a screen has, or will have, that none had before. One that it had
// once may be forgotten since: it is new when the screen moves back.
func (tx fleetWrites) noteSurfaces(ctx context.Context, before, s content.Screen) error {
	seen := before.SurfacesFrom(tx.Time())
	for _, one := range s.SurfacesFrom(tx.Time()) {
		if slices.Contains(seen, one) {
			continue
		}
		seen = append(seen, one)
		if begun, err := tx.looksFor(ctx); !begun || err != nil {
			return err
		}
		key := one.Key()
		made, err := tx.putSurface(ctx, key, one, tx.number, false)
		if err != nil {
			return err
		}
		if made == 0 {
			continue
		}
		if err := tx.did(ctx, VerbSurfaceNew, NounSurface, key, one); err != nil {
			return err
		}
	}
	return nil
}

func (tx fleetWrites) putSurface(ctx context.Context, key string, s content.Surface, since int64, looked bool) (made int64, err error) {
	doc, err := written(s)
	if err != nil {
		return 0, err
	}
	return tx.exec(ctx, `INSERT INTO surfaces (id, doc, since, looked) VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO NOTHING`, key, doc, since, looked)
}

// DropSurface forgets a surface that no screen has any more.
func (tx fleetWrites) DropSurface(ctx context.Context, s content.Surface) error {
	gone, err := tx.exec(ctx, `DELETE FROM surfaces WHERE id = $1`, s.Key())
	if err != nil || gone == 0 {
		return err
	}
	return tx.did(ctx, VerbSurfaceGone, NounSurface, s.Key(), nil)
}

// PutLooks keeps what was found of slides on a surface.
func (tx fleetWrites) PutLooks(ctx context.Context, on content.Surface, l Looks) error {
	for id, look := range l.Slides {
		if err := tx.putLook(ctx, on, id, look); err != nil {
			return err
		}
	}
	if l.Done {
		if _, err := tx.exec(ctx, `UPDATE surfaces SET looked = $2 WHERE id = $1`, on.Key(), true); err != nil {
			return err
		}
		if err := tx.sweepLooks(ctx, on); err != nil {
			return err
		}
	}
	return tx.did(ctx, VerbLooked, NounSurface, on.Key(), l)
}

func (tx fleetWrites) putLook(ctx context.Context, on content.Surface, slide string, look content.Look) error {
	doc, err := written(look)
	if err != nil {
		return err
	}
	_, err = tx.exec(ctx, `INSERT INTO covers (surface, slide, doc) SELECT id, $2, $3 FROM surfaces WHERE id = $1
		ON CONFLICT (surface, slide) DO UPDATE SET doc = excluded.doc`, on.Key(), slide, doc)
	return err
}

// sweepLooks forgets what keeps nothing off: of slides that are covered, of other approvals than the
// live one, and of slides that are gone.
func (tx fleetWrites) sweepLooks(ctx context.Context, on content.Surface) error {
	all, err := tx.Surfaces(ctx)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.Surface != on {
			continue
		}
		for id := range c.Slides {
			s, err := tx.Slide(ctx, id)
			if err != nil && content.CodeOf(err) != content.NotFound {
				return err
			}
			if _, off := c.Keeps(&s); err == nil && off && s.State == content.Approved {
				continue
			}
			if _, err := tx.exec(ctx, `DELETE FROM covers WHERE surface = $1 AND slide = $2`, on.Key(), id); err != nil {
				return err
			}
		}
	}
	return nil
}
