package s3

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/minio/minio-go/v7/pkg/s3utils"

	"ngatu/content"
	"ngatu/internal/blob"
)

// Options say which bucket, and what a machine keeps of it.
type Options struct {
	Bucket   string
	Prefix   string // what its keys begin with; ""
	Endpoint string // https://host:port of the server; "": Amazon's
	Region   string // "": the bucket is asked
	Plain    bool   // plain HTTP may lead to another machine

	Key, Secret, Token string // the access key, and the token of one that is lent; all "": public access is tried

	Cache string // the folder of copies
	Limit int64  // how many bytes of copies it holds
}

// amazon is where Amazon's buckets are.
const amazon = "https://s3.amazonaws.com"

// Open makes a bucket of its settings, and asks nobody yet: [Bucket.Check] does. Invalid where the
// settings cannot be right, Missing where the folder of copies cannot be used.
func Open(o Options) (*Bucket, error) {
	if err := s3utils.CheckValidBucketNameStrict(o.Bucket); err != nil {
		return nil, &content.Error{
			Code: content.Invalid, Err: err,
			Vi: fmt.Sprintf("Tên bucket %q trong --media không đúng: 3 đến 63 chữ thường, số, gạch nối, dấu chấm.", o.Bucket),
			En: fmt.Sprintf("The bucket name %q in --media is not right: 3 to 63 small letters, digits, hyphens, dots.", o.Bucket),
		}
	}
	at, err := endpoint(o.Endpoint, o.Plain)
	if err != nil {
		return nil, err
	}
	client, err := minio.New(at.Host, &minio.Options{
		Creds: credentials.NewStaticV4(o.Key, o.Secret, o.Token), Secure: at.Scheme == "https", Region: o.Region, MaxRetries: 3, Transport: transport(),
	})
	if err != nil {
		return nil, badEndpoint(err)
	}
	b := &Bucket{client: client, name: o.Bucket, region: o.Region, line: line{stall: stall}, bad: noneBad(), arriving: arriving{all: map[content.Digest]*blob.Arriving{}}}
	if p := strings.Trim(o.Prefix, "/"); p != "" {
		b.prefix = p + "/"
	}
	b.cache, err = openCache(o.Cache, o.Limit)
	return b, err
}

// transport gives up on a machine that does not answer long before a person would.
func transport() *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 15 * time.Second}).DialContext,
		TLSHandshakeTimeout:   5 * time.Second,
		ResponseHeaderTimeout: 15 * time.Second,
		IdleConnTimeout:       time.Minute,
		MaxIdleConnsPerHost:   16,
		DisableCompression:    true,
		ForceAttemptHTTP2:     true,
	}
}

// endpoint reads the address of a server. The threat: over plain HTTP whoever listens on the way
// reads media that are not published yet.
func endpoint(text string, plain bool) (*url.URL, error) {
	if text == "" {
		text = amazon
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || strings.Trim(u.Path, "/") != "" || u.RawQuery != "" || u.User != nil {
		return nil, badEndpoint(nil) // without err: it may tell a secret
	}
	if u.Scheme == "http" && !plain && !loopback(u.Hostname()) {
		return nil, &content.Error{
			Code: content.Invalid,
			Vi:   "--s3-endpoint dùng http:// tới một máy khác: tệp sẽ đi qua mạng không mã hóa. Hãy dùng https://, hoặc thêm --s3-plain-http nếu mạng ấy là của riêng.",
			En:   "--s3-endpoint leads to another machine by http://: media would cross the network unencrypted. Use https://, or add --s3-plain-http where that network is your own.",
		}
	}
	return u, nil
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

func badEndpoint(cause error) error {
	return &content.Error{
		Code: content.Invalid, Err: cause,
		Vi: "Không đọc được --s3-endpoint. Hãy ghi dạng https://s3.example.vn hoặc https://10.0.0.5:9000, không kèm tên, mật khẩu hay đường dẫn.",
		En: "--s3-endpoint cannot be read. Write it like https://s3.example.vn or https://10.0.0.5:9000, without a name, password or path.",
	}
}

// Check asks whether the bucket is there and lets us look. Code Away where it does not answer.
func (b *Bucket) Check(ctx context.Context) error {
	_, err := b.Empty(ctx)
	return err
}

// Empty says whether the bucket holds no object of ours.
func (b *Bucket) Empty(ctx context.Context) (empty bool, err error) {
	one, err := b.one(ctx)
	return one == "", err
}

// Away is why S3 did not answer the last time; nil where it did.
func (b *Bucket) Away() error { return b.line.trouble() }

// Ask asks S3 again where it did not answer the last time.
func (b *Bucket) Ask(ctx context.Context) {
	if b.Away() != nil {
		_ = b.Check(ctx) // Away tells
	}
}
