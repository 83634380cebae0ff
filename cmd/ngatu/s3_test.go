package main

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ngatu/content"
	"ngatu/internal/app"
	"ngatu/internal/backup"
	"ngatu/internal/config"
	"ngatu/internal/store"
	"ngatu/internal/testkit"
	"ngatu/internal/testkit/s3server"
	"ngatu/player/protocol"
)

// inS3 sets the environment for media in a bucket of a server.
func inS3(t *testing.T, s *s3server.Server, bucket string) config.Media {
	t.Helper()
	key, err := s3server.KeyFile(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	m := config.Media{Media: "s3://" + bucket + "/ngatu", Endpoint: s.Endpoint(), Region: "us-east-1", KeyFile: key, Cache: 1}
	for name, value := range map[string]string{"NGATU_MEDIA": m.Media, "NGATU_S3_ENDPOINT": m.Endpoint, "NGATU_S3_REGION": m.Region, "NGATU_S3_KEY_FILE": m.KeyFile} {
		t.Setenv(name, value)
	}
	return m
}

// played fetches media as a player does and gives the first answer that is none.
func played(t *testing.T, url string, media []content.Digest) int {
	t.Helper()
	for _, d := range media {
		answer, err := http.Get(url + protocol.PathMedia + string(d))
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			return answer.StatusCode
		}
		if err != nil || content.DigestOf(b) != d {
			t.Fatalf("%s: other bytes, %v", d, err)
		}
	}
	return http.StatusOK
}

func mediaOf(t *testing.T, data string) []content.Digest {
	t.Helper()
	in, err := store.Inspect(t.Context(), filepath.Join(data, "ngatu.db"))
	if err != nil {
		t.Fatal(err)
	}
	return in.Media
}

// A dropped picture is on with its media in S3. While S3 is away what is here plays, a sent file gets
// a sentence and a dropped one waits; when it is back, all goes on without a restart. The secret
// stands nowhere.
func TestMediaInS3(t *testing.T) {
	s3, folder := s3server.New(t), t.TempDir()
	data := filepath.Join(folder, "data")
	c := configOf(data)
	c.Media, c.Listen = inS3(t, s3, s3.Bucket(t)), "127.0.0.1:0"
	a, err := app.New(t.Context(), c, slog.New(slog.DiscardHandler), func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	link, _, err := a.StudioLink(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	newClerk(t, a.Address()).begins(t, link)
	if err := a.Stop(t.Context()); err != nil {
		t.Fatal(err)
	}
	if out, err := said(t, folder, "token", "make", "--data", data, "--as", clerkLogin, "--name", "Quận", "--scope", "slides"); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	s := start(t, ngatu(t, folder, "demo", "--data", data, "--listen", "127.0.0.1:0", "--log", "debug"))
	drop(t, filepath.Join(data, "inbox", "hoa.png"), 0)
	slides(t, data, 1)
	media := mediaOf(t, data)
	if got := played(t, s.url, media); got != http.StatusOK {
		t.Errorf("on the wall: %d", got)
	}
	if _, err := os.Stat(filepath.Join(data, "media")); err == nil {
		t.Error("media lie in the data folder as well")
	}

	drop(t, filepath.Join(folder, "họp.png"), 30)
	push := func() (all []pushed) {
		t.Helper()
		out, _ := ngatu(t, folder, "push", "--json", "--server", s.url, "--campaign", "inbox", "--token-file", filepath.Join(data, tokenFile), "họp.png").Output()
		if err := json.Unmarshal(out, &all); err != nil || len(all) != 1 {
			t.Fatalf("%v: %s", err, out)
		}
		return all
	}
	s3.Stop()
	drop(t, filepath.Join(data, "inbox", "sen.png"), 90)
	if one := push()[0]; one.Error == nil || one.Error.Code != content.Away || !strings.Contains(one.Error.Vi, "Kho tệp S3") {
		t.Errorf("sent while S3 is away: %+v", one.Error)
	}
	if got := played(t, s.url, media); got != http.StatusOK {
		t.Errorf("while S3 is away: %d", got)
	}
	if err := s3.Start(); err != nil {
		t.Fatal(err)
	}
	slides(t, data, 2) // by itself
	for end := time.Now().Add(testkit.Patience); push()[0].Error != nil; time.Sleep(100 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("nothing is taken in after S3 came back")
		}
	}
	media = mediaOf(t, data)
	if err := os.RemoveAll(filepath.Join(data, "media-cache")); err != nil {
		t.Fatal(err)
	}
	if got := played(t, s.url, media); got != http.StatusOK {
		t.Errorf("without copies here: %d", got)
	}
	s.stop(t)
	if strings.Contains(s.stderr.String(), s3server.Secret) {
		t.Error("the log tells the secret")
	}

	s3.Stop() // a start without S3: what is here plays
	s = start(t, ngatu(t, folder, "demo", "--data", data, "--listen", "127.0.0.1:0"))
	if got := played(t, s.url, media); got != http.StatusOK {
		t.Errorf("started while S3 is away: %d", got)
	}
	s.stop(t)
	for _, c := range []struct{ what, says string }{{"", "--media"}, {"s3://another-bucket", "Không có bucket"}} {
		if c.what != "" {
			if err := s3.Start(); err != nil {
				t.Fatal(err)
			}
		}
		if out, err := said(t, folder, "demo", "--data", data, "--media", c.what, "--listen", "127.0.0.1:0"); err == nil || !strings.Contains(out, c.says) || strings.Contains(out, s3server.Secret) {
			t.Errorf("with media in %q: %v %s", c.what, err, out)
		}
	}
}

// Media in S3 are checked, backed up, and restored into a folder or into another bucket.
func TestMediaInS3AreBackedUp(t *testing.T) {
	s3, folder := s3server.New(t), t.TempDir()
	data, to, back := filepath.Join(folder, "data"), filepath.Join(folder, "to"), filepath.Join(folder, "back")
	bucket := s3.Bucket(t)
	inS3(t, s3, bucket)
	s := start(t, ngatu(t, folder, "demo", "--data", data, "--listen", "127.0.0.1:0"))
	drop(t, filepath.Join(data, "inbox", "hoa.png"), 0)
	slides(t, data, 1)
	made := backed(t, folder, "--data", data, "--to", to)
	if made.Copied == 0 || made.Copied != made.Media {
		t.Errorf("%+v", made)
	}
	out, _ := said(t, folder, "doctor", "--data", data, "--listen", strings.TrimPrefix(s.url, "http://"))
	if !strings.Contains(out, "good  bucket") || !strings.Contains(out, "good  media") {
		t.Errorf("the doctor says %s", out)
	}
	s.stop(t)
	media := mediaOf(t, data)
	for _, where := range []string{"", "s3://" + s3.Bucket(t)} {
		if out, err := said(t, folder, "restore", "--from", to, "--data", back, "--media", where); err != nil || !strings.Contains(out, "starts held") || where != "" && !strings.Contains(out, "--media …") {
			t.Fatalf("into %q: %v %s", where, err, out)
		}
		s := start(t, ngatu(t, folder, "demo", "--data", back, "--media", where, "--listen", "127.0.0.1:0"))
		if got := played(t, s.url, media); got != http.StatusOK {
			t.Errorf("restored into %q: %d", where, got)
		}
		s.stop(t)
		os.RemoveAll(back)
	}

	// What the doctor finds: a damaged object, a missing one, one that strangers may read.
	named := filepath.Join(s3.Folder, bucket, "ngatu", string(media[0][:2]), string(media[0][2:4]), string(media[0]))
	if err := os.WriteFile(named, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	s3.Open(t, bucket)
	out, err := said(t, folder, "doctor", "--data", data)
	if err == nil || !strings.Contains(out, string(media[0][:12])) || !strings.Contains(out, "bad   bucket") || strings.Contains(out, s3server.Secret) {
		t.Errorf("the doctor says %v %s", err, out)
	}
	s3.Stop()
	if out, err := said(t, folder, "doctor", "--data", data); err == nil || !strings.Contains(out, "bad   bucket") {
		t.Errorf("while S3 is away: %v %s", err, out)
	}
	if out, err := said(t, folder, "backup", "--data", data, "--to", to); err == nil || !strings.Contains(out, "Kho tệp S3") {
		t.Errorf("a backup while S3 is away: %v %s", err, out)
	}
	if stamps, err := backup.Stamps(to); err != nil || len(stamps) != 1 {
		t.Errorf("backups: %v, %v", stamps, err)
	}
}
