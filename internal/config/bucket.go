package config

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"ngatu/content"
	"ngatu/internal/blob/s3"
)

// Media is where media are that are not in the data folder.
type Media struct {
	Media    string `help:"S3 bucket that takes the place of the folder of media in the data folder. Leave its access key to --s3-key-file, or to AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: what is typed here others on this machine can see." env:"NGATU_MEDIA" placeholder:"s3://BUCKET/PREFIX"`
	Endpoint string `name:"s3-endpoint" help:"Address of the S3 server; Amazon's unless set." env:"NGATU_S3_ENDPOINT" placeholder:"https://HOST:PORT"`
	Region   string `name:"s3-region" help:"Region of the bucket; the S3 server is asked for it unless set." env:"NGATU_S3_REGION" placeholder:"REGION"`
	KeyFile  string `name:"s3-key-file" help:"File with the access key for the bucket: its name in the first line, the secret in the second." env:"NGATU_S3_KEY_FILE" type:"path" placeholder:"FILE"`
	Plain    bool   `name:"s3-plain-http" help:"Let --s3-endpoint lead to another machine without TLS, on a network of your own." env:"NGATU_S3_PLAIN_HTTP"`
	Cache    int    `name:"media-cache" help:"How many GB of copies of media in S3 the data folder holds at most; players are served from them." default:"20" env:"NGATU_MEDIA_CACHE" placeholder:"GB"`
}

// CacheDir is the folder of copies within a data folder.
func CacheDir(data string) string { return filepath.Join(data, "media-cache") }

// Bucket is the bucket of a data folder; nil where media are in the folder itself. Invalid where the
// address cannot be read, Missing where there is no access key. None of the sentences tells it.
func (m Media) Bucket(data string) (*s3.Options, error) {
	if m.Media == "" {
		return nil, nil
	}
	u, err := url.Parse(m.Media)
	if err != nil || u.Scheme != "s3" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Port() != "" {
		return nil, &content.Error{ // without err: it tells the address, and that may hold a secret
			Code: content.Invalid,
			Vi:   "Không đọc được địa chỉ trong --media. Hãy ghi dạng s3://bucket/tiền-tố; máy chủ S3 ghi ở --s3-endpoint. Để dùng thư mục media trong thư mục dữ liệu thì bỏ --media.",
			En:   "The address in --media cannot be read. Write it like s3://bucket/prefix, and the S3 server in --s3-endpoint. To use the folder media in the data folder, leave --media out.",
		}
	}
	if m.Cache < 1 {
		return nil, &content.Error{
			Code: content.Invalid,
			Vi:   "--media-cache cần từ 1 GB trở lên.",
			En:   "--media-cache takes 1 GB or more.",
		}
	}
	o := &s3.Options{
		Bucket: u.Host, Prefix: strings.Trim(u.Path, "/"), Endpoint: m.Endpoint, Region: m.Region, Plain: m.Plain,
		Cache: CacheDir(data), Limit: int64(m.Cache) << 30,
		Key: os.Getenv("AWS_ACCESS_KEY_ID"), Secret: os.Getenv("AWS_SECRET_ACCESS_KEY"), Token: os.Getenv("AWS_SESSION_TOKEN"),
	}
	if m.KeyFile != "" {
		b, err := os.ReadFile(m.KeyFile)
		if err != nil {
			return nil, &content.Error{
				Code: content.Missing, Err: err,
				Vi: fmt.Sprintf("Không đọc được tệp khóa truy cập S3 %s. Hãy kiểm tra đường dẫn và quyền đọc.", m.KeyFile),
				En: fmt.Sprintf("The file with the S3 access key, %s, cannot be read. Check the path and who may read it.", m.KeyFile),
			}
		}
		name, rest, _ := strings.Cut(string(b), "\n")
		secret, _, _ := strings.Cut(rest, "\n")
		o.Key, o.Secret, o.Token = strings.TrimSpace(name), strings.TrimSuffix(secret, "\r"), ""
	}
	if o.Key == "" || o.Secret == "" {
		return nil, &content.Error{
			Code: content.Missing,
			Vi:   "Chưa có khóa truy cập cho kho S3. Hãy ghi tên khóa và bí mật vào hai dòng của một tệp và chỉ tệp ấy bằng --s3-key-file, hoặc đặt AWS_ACCESS_KEY_ID và AWS_SECRET_ACCESS_KEY.",
			En:   "There is no access key for S3. Write its name and its secret into two lines of a file and name that with --s3-key-file, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
		}
	}
	return o, nil
}
