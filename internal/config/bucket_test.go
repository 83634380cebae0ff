package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ngatu/content"
)

func TestBucket(t *testing.T) {
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte("ngatu\r\np@ss/w+rd \r\nnothing\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	half := filepath.Join(t.TempDir(), "half")
	if err := os.WriteFile(half, []byte("ngatu\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("AWS_ACCESS_KEY_ID", "of the environment")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "s3cret")
	for _, c := range []struct {
		m                           Media
		bucket, prefix, key, secret string
		code                        content.Code
	}{
		{m: Media{Cache: 20}},
		{Media{Media: "s3://city", Cache: 20}, "city", "", "of the environment", "s3cret", ""},
		{Media{Media: "s3://city/ngatu/media/", KeyFile: file, Cache: 1}, "city", "ngatu/media", "ngatu", "p@ss/w+rd ", ""},
		{m: Media{Media: "s3://city", KeyFile: half, Cache: 1}, code: content.Missing},
		{m: Media{Media: "s3://city", KeyFile: file + "2", Cache: 1}, code: content.Missing},
		{m: Media{Media: "s3://city", Cache: 0}, code: content.Invalid},
		{m: Media{Media: "s3://key:s3cret@city/media", Cache: 1}, code: content.Invalid},
		{m: Media{Media: "s3://city:9000/media", Cache: 1}, code: content.Invalid},
		{m: Media{Media: "s3:///media", Cache: 1}, code: content.Invalid},
		{m: Media{Media: "https://city.s3.amazonaws.com", Cache: 1}, code: content.Invalid},
		{m: Media{Media: "/var/lib/media", Cache: 1}, code: content.Invalid},
	} {
		o, err := c.m.Bucket("/data")
		if content.CodeOf(err) != c.code || (o == nil) != (c.bucket == "") {
			t.Errorf("%+v: %+v, %v", c.m, o, err)
			continue
		}
		if o != nil && (o.Bucket != c.bucket || o.Prefix != c.prefix || o.Key != c.key || o.Secret != c.secret || o.Cache != filepath.FromSlash("/data/media-cache") || o.Limit != int64(c.m.Cache)<<30) {
			t.Errorf("%+v: %+v", c.m, o)
		}
		if err != nil && strings.Contains(err.Error(), "s3cret") {
			t.Errorf("the sentence tells the secret: %v", err)
		}
	}
}
