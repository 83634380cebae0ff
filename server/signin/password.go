package signin

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"ngatu/content"
	"ngatu/internal/store"
)

// The cost of a hash, from OWASP's password storage cheat sheet for argon2id: 39 ms on the machine
// where it was measured. [places] keeps a flood of guesses from taking all memory.
const (
	hashMemory  = 19 * 1024 // KiB
	hashTime    = 2         // passes
	hashThreads = 1
	hashLength  = 32 // bytes
	saltLength  = 16 // bytes
)

// Limits of a password, in letters.
const (
	MinPassword = 10
	maxPassword = 200
)

// weakWords are what attackers of public screens tried (2016, 2023) and what people here think of
// first. A password has to be good enough without them.
var weakWords = []string{
	"1234567890", "123456789", "12345678", "1234567", "123456", "0987654321", "88888888", "password", "matkhau", "administrator",
	"admin", "root", "qwertyuiop", "qwerty", "abcdef", "abc123", "ihanoi", "hanoi", "ngatu", "vietnam", "iloveyou", "letmein",
	"welcome", "default", "guest", "screen", "2024", "2025", "2026",
}

// CheckPassword refuses a password that is too short or known from attacks, with a sentence. login
// is the account's own.
func CheckPassword(password, login string) error {
	n := utf8.RuneCountInString(password)
	switch {
	case n < MinPassword:
		return &content.Error{
			Code: content.Invalid,
			Vi:   fmt.Sprintf("Mật khẩu cần ít nhất %d ký tự. Một câu ngắn dễ nhớ là tốt nhất.", MinPassword),
			En:   fmt.Sprintf("A password needs at least %d characters. A short sentence that you remember is best.", MinPassword),
		}
	case n > maxPassword:
		return &content.Error{Code: content.Invalid, Vi: "Mật khẩu dài quá 200 ký tự.", En: "The password is longer than 200 characters."}
	case weak(password, login):
		return &content.Error{
			Code: content.Invalid,
			Vi:   "Mật khẩu này dễ đoán hoặc từng bị dùng để tấn công màn hình công cộng. Hãy chọn mật khẩu khác.",
			En:   "This password is easy to guess or was used in attacks on public screens. Choose another.",
		}
	}
	return nil
}

// weak says whether too little of a password is left without well-known words and repetition.
func weak(password, login string) bool {
	p := store.FoldLogin(password)
	words := weakWords
	if login = store.FoldLogin(login); len(login) >= 3 {
		words = append([]string{login}, words...)
	}
	for _, w := range words {
		p = strings.ReplaceAll(p, w, "")
	}
	different := map[rune]bool{}
	for _, r := range p {
		different[r] = true
	}
	return len(different) < 4
}

// hashPassword returns argon2id's encoded form of a password with a new salt.
func hashPassword(password string, memory uint32) (string, error) {
	salt := make([]byte, saltLength)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	key := argon2.IDKey(plain(password), salt, hashTime, memory, hashThreads, hashLength)
	e := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, memory, hashTime, hashThreads, e.EncodeToString(salt), e.EncodeToString(key)), nil
}

// matches says whether encoded was made from this password. Text that is not a hash matches
// nothing. The cost is read from the hash, within bounds, so that it can be raised one day.
func matches(password, encoded string) bool {
	parts := strings.Split(encoded, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return false
	}
	var memory, time uint32
	var threads uint8
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &memory, &time, &threads); err != nil {
		return false
	}
	if memory == 0 || memory > 256*1024 || time == 0 || time > 10 || threads == 0 || threads > 8 {
		return false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil {
		return false
	}
	want, err := base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(want) < 16 || len(want) > 64 {
		return false
	}
	got := argon2.IDKey(plain(password), salt, time, memory, threads, uint32(len(want)))
	return subtle.ConstantTimeCompare(got, want) == 1
}

// plain is a password before hashing: keyboards write the same Vietnamese letter in two ways.
func plain(password string) []byte { return norm.NFC.Bytes([]byte(password)) }

// hash and check wait for a place. Whoever sets a password has a link or a session, and so is
// known.

func (s *Signin) hash(ctx context.Context, password string) (string, error) {
	if err := s.places.enter(ctx, true); err != nil {
		return "", err
	}
	defer s.places.leave()
	return hashPassword(password, s.memory)
}

func (s *Signin) check(ctx context.Context, password, encoded string, known bool) (bool, error) {
	if utf8.RuneCountInString(password) > maxPassword {
		password = "" // a megabyte is not a password
	}
	if err := s.places.enter(ctx, known); err != nil {
		return false, err
	}
	defer s.places.leave()
	return matches(password, encoded), nil
}
