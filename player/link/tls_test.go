package link

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"testing"
	"time"
)

// Some instant at or after the newest that is known has to lie in the windows of the whole chain.
func TestValidSince(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, n) }
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	serial := int64(0)
	cert := func(name string, window [2]int, by *x509.Certificate) *x509.Certificate {
		serial++
		c := &x509.Certificate{
			SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: name}, NotBefore: day(window[0]), NotAfter: day(window[1]),
			IsCA: name != "leaf", BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
		}
		if name == "leaf" {
			c.DNSNames = []string{"ngatu.example.vn"}
		}
		if by == nil {
			by = c
		}
		der, err := x509.CreateCertificate(rand.Reader, c, by, &key.PublicKey, key)
		if err != nil {
			t.Fatal(err)
		}
		made, err := x509.ParseCertificate(der)
		if err != nil {
			t.Fatal(err)
		}
		return made
	}
	for name, c := range map[string]struct {
		root, between, leaf [2]int
		newest              int
		host                string
		ok                  bool
	}{
		"all are good now":              {[2]int{0, 900}, [2]int{0, 400}, [2]int{100, 190}, 150, "", true},
		"the leaf begins later":         {[2]int{0, 900}, [2]int{0, 400}, [2]int{300, 390}, 150, "", true},
		"each begins later":             {[2]int{200, 900}, [2]int{250, 400}, [2]int{300, 390}, 150, "", true},
		"the issuer begins last":        {[2]int{200, 900}, [2]int{350, 400}, [2]int{300, 390}, 150, "", true},
		"the root begins last":          {[2]int{380, 900}, [2]int{250, 400}, [2]int{300, 390}, 0, "", true},
		"the leaf was over":             {[2]int{0, 900}, [2]int{0, 400}, [2]int{10, 100}, 150, "", false},
		"the issuer was over":           {[2]int{0, 900}, [2]int{0, 100}, [2]int{10, 390}, 150, "", false},
		"never all at once":             {[2]int{0, 900}, [2]int{0, 200}, [2]int{300, 390}, 150, "", false},
		"the leaf ends before the root": {[2]int{395, 900}, [2]int{0, 400}, [2]int{300, 390}, 150, "", false},
		"another name":                  {[2]int{0, 900}, [2]int{0, 400}, [2]int{300, 390}, 150, "evil.example", false},
	} {
		root := cert("root", c.root, nil)
		between := cert("between", c.between, root)
		leaf := cert("leaf", c.leaf, between)
		roots := x509.NewCertPool()
		roots.AddCert(root)
		state := tls.ConnectionState{PeerCertificates: []*x509.Certificate{leaf, between}, ServerName: "ngatu.example.vn"}
		if c.host != "" {
			state.ServerName = c.host
		}
		if err := validSince(state, roots, day(c.newest)); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
	stranger := tls.ConnectionState{PeerCertificates: []*x509.Certificate{cert("leaf", [2]int{0, 900}, nil)}, ServerName: "ngatu.example.vn"}
	if validSince(stranger, x509.NewCertPool(), day(1)) == nil || validSince(tls.ConnectionState{}, nil, day(1)) == nil {
		t.Error("nobody vouches for it, and it is taken")
	}
}
