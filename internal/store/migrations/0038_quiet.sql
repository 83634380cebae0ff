-- When a person wants no e-mail, in their own words of hours; '' as everybody, 'never' at no time.
ALTER TABLE staff ADD COLUMN quiet TEXT NOT NULL DEFAULT '';
