package studio

import (
	"context"
	"strings"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
	"ngatu/internal/store"
	"ngatu/server/signin"
)

var titleSettings = text{"Cài đặt", "Settings"}

func (s *Studio) settingShow(c *fiber.Ctx) error {
	fields, err := s.settingFields(c.UserContext())
	if err != nil {
		return err
	}
	return s.show(c, "settings", titleSettings, fields)
}

func (s *Studio) settingFields(ctx context.Context) ([]settingField, error) {
	all, err := s.Store.Settings(ctx)
	if err != nil {
		return nil, err
	}
	set := map[string]store.Setting{}
	for _, one := range all {
		set[one.Key] = one
	}
	out := append([]settingField{}, settingFields...)
	for i := range out {
		if one, ok := set[out[i].Key]; ok {
			out[i].Value, out[i].By, out[i].At = one.Value, s.nameOf(ctx, one.By), when(one.At)
		}
	}
	return out, nil
}

// settingSave keeps what was changed, all of it or nothing. A value that stays as it is passes, so that what a
// demonstration set for itself does not stand in the way.
func (s *Studio) settingSave(c *fiber.Ctx) error {
	ctx, person := c.UserContext(), signin.From(c)
	old, err := s.settingFields(ctx)
	if err != nil {
		return err
	}
	changed, fields, err := readSettings(c, old, person)
	if err == nil && len(changed) > 0 {
		_, err = s.Store.Change(ctx, person.ID, func(tx *store.Tx) error { return putSettings(ctx, tx, changed) })
	}
	if err != nil {
		return s.refuse(c, err, "settings", titleSettings, fields)
	}
	return done(c, "/studio/settings", "saved")
}

func readSettings(c *fiber.Ctx, old []settingField, person *signin.Person) (changed, fields []settingField, err error) {
	domains := ""
	for _, f := range old {
		f.Value = field(c, f.Key)
		switch f.Kind {
		case "domains":
			f.Value = strings.ToLower(strings.Join(strings.Fields(f.Value), " "))
			domains = f.Value
		case "yes":
			if f.Value != "" {
				f.Value = "yes"
			}
		}
		fields = append(fields, f)
	}
	for i, f := range fields {
		if f.Value == old[i].Value {
			continue
		}
		if f.Kind == "domains" && !person.May(signin.Admin) {
			return nil, fields, &content.Error{
				Code: content.Denied,
				Vi:   "Chỉ quản trị được đổi danh sách tên miền được phép.",
				En:   "Only an admin may change the allowed domains.",
			}
		}
		if err := checkSetting(f, f.Value, domains); err != nil {
			return nil, fields, err
		}
		changed = append(changed, f)
	}
	return changed, fields, nil
}

func putSettings(ctx context.Context, tx *store.Tx, changed []settingField) error {
	for _, f := range changed {
		if f.Value != "" {
			if err := tx.PutSetting(ctx, f.Key, f.Value); err != nil {
				return err
			}
		} else if err := tx.DeleteSetting(ctx, f.Key); err != nil && content.CodeOf(err) != content.NotFound {
			return err
		}
	}
	return nil
}
