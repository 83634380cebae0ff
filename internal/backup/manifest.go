package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"time"

	"ngatu/content"
	"ngatu/internal/durable"
	"ngatu/internal/store"
)

// Names in a backup folder.
const (
	database  = "ngatu.db"
	filesFile = "files.json"
	manifest  = "manifest.json"
	mediaDir  = "media"
	keysDir   = "keys"
	copiesDir = "media-cache" // in a data folder: copies of what is in S3
	stampForm = "2006-01-02T15-04-05Z"
)

var stampName = regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ$`)

// Manifest describes a backup.
type Manifest struct {
	Version      int              `json:"version"` // 1
	Made         time.Time        `json:"made"`    // UTC
	Kind         store.FolderKind `json:"kind"`
	Installation string           `json:"installation"`
	Number       int64            `json:"number"` // of the last change in it, Unix milliseconds
	Database     part             `json:"database"`
	Files        part             `json:"files"`
	Keys         part             `json:"keys"`
}

// part identifies one file of a backup.
type part struct {
	Name   string `json:"name"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
}

// files lists what belongs to a backup besides the database and the keys.
type files struct {
	Media []medium    `json:"media"`
	Inbox []inboxFile `json:"inbox"`
}

type medium struct {
	Digest content.Digest `json:"digest"`
	Size   int64          `json:"size"`
}

// inboxFile is a file of the inbox; its bytes are among the media.
type inboxFile struct {
	Path     string         `json:"path"` // within the inbox, with slashes
	Digest   content.Digest `json:"digest"`
	Size     int64          `json:"size"`
	Modified time.Time      `json:"modified"`
}

// Stamps lists the complete backups in a folder, oldest first.
func Stamps(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, unreadable(folder, err)
	}
	var out []string
	for _, e := range entries {
		if !e.IsDir() || !stampName.MatchString(e.Name()) {
			continue
		}
		if _, err := os.Stat(filepath.Join(folder, e.Name(), manifest)); err == nil {
			out = append(out, e.Name())
		}
	}
	slices.Sort(out)
	return out, nil
}

// readManifest reads a backup's manifest and list of files, and checks the latter.
func readManifest(folder, stamp string) (m Manifest, f files, err error) {
	dir := filepath.Join(folder, stamp)
	b, err := os.ReadFile(filepath.Join(dir, manifest))
	if err == nil {
		err = json.Unmarshal(b, &m)
	}
	if err == nil && m.Version != 1 {
		err = fmt.Errorf("version %d", m.Version)
	}
	if err != nil {
		return m, f, harmed(filepath.Join(dir, manifest), err)
	}
	b, err = os.ReadFile(filepath.Join(dir, filesFile))
	if err == nil && string(content.DigestOf(b)) != m.Files.SHA256 {
		err = fmt.Errorf("its SHA-256 is another")
	}
	if err == nil {
		err = json.Unmarshal(b, &f)
	}
	if err != nil {
		return m, f, harmed(filepath.Join(dir, filesFile), err)
	}
	return m, f, nil
}

// writeJSON writes a file and returns its size and digest.
func writeJSON(path string, v any) (part, error) {
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		return part{}, err
	}
	b = append(b, '\n')
	return part{filepath.Base(path), int64(len(b)), string(content.DigestOf(b))}, durable.Write(path, b)
}

// partOf reads a file's size and digest.
func partOf(path string) (part, error) {
	f, err := os.Open(path)
	if err != nil {
		return part{}, err
	}
	defer f.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, f)
	return part{filepath.Base(path), n, hex.EncodeToString(sum.Sum(nil))}, err
}
