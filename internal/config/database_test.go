package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/content"
)

func TestPlace(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(secret, []byte("p@ss:w/rd?#\r\nnothing\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		d    Database
		want string
		code content.Code
	}{
		{Database{}, "/data/ngatu.db", ""},
		{Database{Database: "postgres://ngatu@db/city"}, "postgres://ngatu@db/city", ""},
		{Database{Database: "postgresql://ngatu@db/city?sslmode=verify-full", Password: secret}, "postgresql://ngatu:p%40ss%3Aw%2Frd%3F%23@db/city?sslmode=verify-full", ""},
		{Database{Database: "postgres:///city?host=/run/postgresql", Password: secret}, "postgres://:p%40ss%3Aw%2Frd%3F%23@/city?host=/run/postgresql", ""},
		{Database{Database: "postgres://ngatu:s3cret@db/city", Password: secret}, "", content.Invalid},
		{Database{Database: "postgres://ngatu:s3cret@db/city%"}, "", content.Invalid},
		{Database{Database: "postgres://ngatu:s3cret@[::1/city"}, "", content.Invalid},
		{Database{Database: "mysql://ngatu:s3cret@db/city"}, "", content.Invalid},
		{Database{Database: "/var/lib/s3cret.db"}, "", content.Invalid},
		{Database{Database: "postgres://ngatu@db/city", Password: secret + "2"}, "", content.Missing},
	} {
		got, err := c.d.Place("/data")
		if content.CodeOf(err) != c.code || got.Database != filepath.FromSlash(c.want) {
			t.Errorf("%+v: %q, %v", c.d, got.Database, err)
		}
		if err != nil && strings.Contains(err.Error(), "s3cret") {
			t.Errorf("the sentence tells the password: %v", err)
		}
	}
}
