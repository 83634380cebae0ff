package store

import (
	"context"
	"encoding/json"
	"time"

	"ngatu/content/area"
	"ngatu/content/reading"
)

// Recipe is how a person explained a layout: later sheets of the same layout are read by it without
// a question.
type Recipe struct {
	ID      string
	Sender  string // whose sheets: a staff ID, token, folder, or "group:…"
	Measure string
	Period  area.Period
	Level   area.Level
	Layout  string    // [reading.Fingerprint.ID]
	At      time.Time // when it was made; set by the store
	Used    time.Time // when it was used last; set by the store
	Uses    int64     // releases that were made through it
	Ended   time.Time // zero: it holds
	Made    RecipeMade
}

// RecipeMade is what was confirmed, and by whom.
type RecipeMade struct {
	By      string          `json:"by"`            // staff ID
	Layout  string          `json:"layout"`        // [reading.Fingerprint.Text]
	Answers reading.Answers `json:"answers"`       // roles only
	Sheet   string          `json:"sheet"`         // ID of the sheet that was asked about
	Why     string          `json:"why,omitempty"` // why it ended
}

// IdleDays is after how many days without a sheet a recipe ends.
const IdleDays = 60

const recipeColumns = `id, sender, measure, period, level, layout, at, used, uses, ended, doc`

func scanRecipe(row scanner) (Recipe, error) {
	var r Recipe
	var when, used, ended int64
	var doc string
	if err := row.Scan(&r.ID, &r.Sender, &r.Measure, &r.Period, &r.Level, &r.Layout, &when, &used, &r.Uses, &ended, &doc); err != nil {
		return r, err
	}
	r.At, r.Used, r.Ended = at(when), at(used), at(ended)
	return r, json.Unmarshal([]byte(doc), &r.Made)
}

// RecipeFor is the recipe that holds for a layout of a sender; NotFound where there is none, or it
// was idle too long.
func (r ledgerReads) RecipeFor(ctx context.Context, sender, measure, layout string) (Recipe, error) {
	found, err := one(ctx, r.conn, scanRecipe, `SELECT `+recipeColumns+` FROM recipes
		WHERE sender = $1 AND measure = $2 AND layout = $3 AND ended = 0 AND used > `+r.dialect.now+` - $4 ORDER BY at DESC, id LIMIT 1`,
		sender, measure, layout, (IdleDays * 24 * time.Hour).Milliseconds())
	return found, orMissing(err, "cách đọc bảng", "recipe", layout)
}

// Recipe is the one with an ID.
func (r ledgerReads) Recipe(ctx context.Context, id string) (Recipe, error) {
	found, err := one(ctx, r.conn, scanRecipe, `SELECT `+recipeColumns+` FROM recipes WHERE id = $1`, id)
	return found, orMissing(err, "cách đọc bảng", "recipe", id)
}

// Recipes lists them, those that hold first and then the newest first, at most [MaxPage].
func (r ledgerReads) Recipes(ctx context.Context) ([]Recipe, error) {
	return list(ctx, r.conn, scanRecipe, `SELECT `+recipeColumns+` FROM recipes
		ORDER BY CASE WHEN ended = 0 THEN 0 ELSE 1 END, used DESC, id LIMIT $1`, MaxPage)
}

// PutRecipe remembers how a layout is read, in place of what was remembered of it.
func (tx ledgerWrites) PutRecipe(ctx context.Context, r Recipe) error {
	doc, err := written(r.Made)
	if err != nil {
		return err
	}
	if _, err := tx.exec(ctx, `UPDATE recipes SET ended = $4 WHERE sender = $1 AND measure = $2 AND layout = $3 AND ended = 0`, r.Sender, r.Measure, r.Layout, tx.now); err != nil {
		return err
	}
	_, err = tx.exec(ctx, `INSERT INTO recipes (`+recipeColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, $9)`,
		r.ID, r.Sender, r.Measure, string(r.Period), int(r.Level), r.Layout, tx.now, tx.now, doc)
	if err != nil {
		return err
	}
	return tx.did(ctx, "create", NounRecipe, r.ID, map[string]any{"sender": r.Sender, "measure": r.Measure, "period": r.Period})
}

// UseRecipe notes that a sheet was read by a recipe.
func (tx ledgerWrites) UseRecipe(ctx context.Context, id string) error {
	_, err := tx.exec(ctx, `UPDATE recipes SET used = $2, uses = uses + 1 WHERE id = $1`, id, tx.now)
	return err
}

// EndRecipe ends a recipe; one that has ended stays as it is.
func (tx ledgerWrites) EndRecipe(ctx context.Context, id, why string) error {
	r, err := tx.Recipe(ctx, id)
	if err != nil {
		return err
	}
	r.Made.Why = why
	doc, err := written(r.Made)
	if err != nil {
		return err
	}
	n, err := tx.exec(ctx, `UPDATE recipes SET ended = $2, doc = $3 WHERE id = $1 AND ended = 0`, id, tx.now, doc)
	if err != nil || n == 0 {
		return err
	}
	return tx.did(ctx, "end", NounRecipe, id, map[string]any{"why": why})
}
