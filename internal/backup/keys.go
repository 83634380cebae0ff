package backup

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"

	"ngatu/content"
	"ngatu/internal/durable"
)

// maxKeys limits the size of a packed keys folder, in bytes; real ones are far smaller.
const maxKeys = 4 << 20

// packKeys returns the keys folder as a tar file, encrypted if there are recipients.
func packKeys(dir string, to []age.Recipient) ([]byte, error) {
	var out bytes.Buffer
	w := io.WriteCloser(nopCloser{&out})
	if len(to) > 0 {
		var err error
		if w, err = age.Encrypt(&out, to...); err != nil {
			return nil, err
		}
	}
	t := tar.NewWriter(w)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, unreadable(dir, err)
	}
	for _, e := range entries {
		if !e.Type().IsRegular() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			return nil, unreadable(filepath.Join(dir, e.Name()), err)
		}
		info, err := e.Info()
		if err != nil {
			return nil, unreadable(filepath.Join(dir, e.Name()), err)
		}
		if err := t.WriteHeader(&tar.Header{Name: e.Name(), Mode: 0o600, Size: int64(len(b)), ModTime: info.ModTime()}); err != nil {
			return nil, err
		}
		if _, err := t.Write(b); err != nil {
			return nil, err
		}
	}
	if err := errors.Join(t.Close(), w.Close()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

// unpackKeys writes a packed keys folder to dir. The threat: someone with write access to the
// backup disk plants a path that leads elsewhere, so only plain names are accepted.
func unpackKeys(packed []byte, dir string, with []age.Identity, encrypted bool) error {
	in := io.Reader(bytes.NewReader(packed))
	if encrypted {
		if len(with) == 0 {
			return &content.Error{
				Code: content.Denied,
				Vi:   "Khóa ký trong bản sao lưu đã được mã hóa. Hãy chỉ tệp khóa age bằng --identity.",
				En:   "The signing keys in the backup are encrypted. Name the file with the age key with --identity.",
			}
		}
		var err error
		if in, err = age.Decrypt(in, with...); err != nil {
			return &content.Error{
				Code: content.Denied, Err: err,
				Vi: "Không giải mã được khóa ký trong bản sao lưu: tệp --identity không phải khóa của người nhận.",
				En: "The signing keys in the backup cannot be decrypted: the file of --identity is not the recipient's key.",
			}
		}
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return unwritable(dir, err)
	}
	for t := tar.NewReader(io.LimitReader(in, maxKeys)); ; {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return harmed("keys", err)
		}
		if h.Typeflag != tar.TypeReg || h.Name != filepath.Base(h.Name) || strings.HasPrefix(h.Name, ".") {
			return harmed("keys: "+h.Name, errors.New("not a plain file"))
		}
		b, err := io.ReadAll(t)
		if err != nil {
			return harmed("keys: "+h.Name, err)
		}
		path := filepath.Join(dir, h.Name)
		if err := durable.Write(path, b); err != nil {
			return unwritable(path, err)
		}
		os.Chtimes(path, h.ModTime, h.ModTime) // the age of a key is read from its file's time
	}
}

// Recipients parses age public keys, separated by commas or spaces.
func Recipients(text string) (out []age.Recipient, err error) {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == ',' || r == ' ' }) {
		some, err := age.ParseRecipients(strings.NewReader(word))
		if err != nil {
			return nil, &content.Error{
				Code: content.Invalid, Err: err,
				Vi: "“" + word + "” không phải khóa công khai của age (dạng age1…). Hãy tạo bằng age-keygen.",
				En: "“" + word + "” is no public key of age (age1…). Make one with age-keygen.",
			}
		}
		out = append(out, some...)
	}
	return out, nil
}

// Identities reads a file with private keys as age-keygen writes it; none for path "".
func Identities(path string) ([]age.Identity, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	defer f.Close()
	out, err := age.ParseIdentities(f)
	if err != nil {
		return nil, &content.Error{
			Code: content.Invalid, Err: err,
			Vi: "Tệp " + path + " không phải khóa của age (AGE-SECRET-KEY-…).",
			En: path + " holds no key of age (AGE-SECRET-KEY-…).",
		}
	}
	return out, nil
}
