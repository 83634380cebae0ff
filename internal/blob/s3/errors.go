package s3

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"

	"github.com/minio/minio-go/v7"

	"ngatu/content"
)

// errBytes is the cause inside a Damaged error.
var errBytes = errors.New("the bytes of the object do not match its key")

func notFound(d content.Digest, cause error) error {
	return &content.Error{
		Code: content.NotFound, Err: cause,
		Vi: fmt.Sprintf("Không có tệp %s trong kho S3. Hãy tải tệp lên lại.", d.Short()),
		En: fmt.Sprintf("File %s is not in the media bucket. Upload it again.", d.Short()),
	}
}

func damaged(d content.Digest, cause error) error {
	return &content.Error{
		Code: content.Damaged, Err: cause,
		Vi: fmt.Sprintf("Tệp %s trong kho S3 đã hỏng nên không được dùng. Hãy tải tệp lên lại và kiểm tra kho.", d.Short()),
		En: fmt.Sprintf("File %s in the media bucket is damaged and is not used. Upload it again and check the bucket.", d.Short()),
	}
}

// silent says that S3 does not answer. It names no machine: anybody may read it.
func silent(cause error) error {
	return &content.Error{
		Code: content.Away, Err: cause,
		Vi: "Kho tệp S3 tạm thời không trả lời. Các màn hình vẫn phát tiếp; tệp vừa gửi chưa được lưu. Hãy gửi lại sau ít phút; tệp trong hộp thả thì máy chủ tự thử lại.",
		En: "The media store (S3) does not answer for the moment. Screens play on; what was just sent is not saved. Send it again in a few minutes; the server tries files of the inbox again by itself.",
	}
}

// crowded says that the folder of copies is too small for what is asked for at once.
func crowded() error {
	return &content.Error{
		Code: content.Exhausted,
		Vi:   "Thư mục đệm của kho S3 quá nhỏ cho các tệp đang cần. Hãy tăng --media-cache.",
		En:   "The folder of copies from S3 is too small for the files that are needed. Raise --media-cache.",
	}
}

// refusals are the sentences for what S3 answers, by its code.
var refusals = map[string]content.Error{
	"NoSuchBucket": {
		Code: content.Missing,
		Vi:   "Không có bucket S3 đã ghi ở --media. Hãy tạo bucket hoặc sửa tên.",
		En:   "There is no S3 bucket of the name in --media. Create it or correct the name.",
	},
	"AccessDenied": {
		Code: content.Missing,
		Vi:   "Kho S3 không cho phép: khóa truy cập cần quyền liệt kê, đọc, ghi và xóa trong bucket. Hãy kiểm tra khóa và quyền.",
		En:   "S3 does not allow it: the access key needs the rights to list, read, write and delete in the bucket. Check the key and its rights.",
	},
	"InvalidAccessKeyId": {
		Code: content.Missing,
		Vi:   "Kho S3 không nhận khóa truy cập. Hãy kiểm tra --s3-key-file, hoặc AWS_ACCESS_KEY_ID và AWS_SECRET_ACCESS_KEY.",
		En:   "S3 does not accept the access key. Check --s3-key-file, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
	},
	"RequestTimeTooSkewed": {
		Code: content.Missing,
		Vi:   "Giờ của máy này và của kho S3 lệch nhau quá xa. Hãy bật đồng bộ giờ ở cả hai máy.",
		En:   "The clocks of this machine and of S3 differ too much. Turn on time synchronisation on both.",
	},
	"QuotaExceeded": {
		Code: content.Exhausted,
		Vi:   "Kho S3 đã hết chỗ nên không lưu được tệp. Hãy báo người quản trị tăng dung lượng rồi tải lại.",
		En:   "The media bucket is full and the file could not be kept. Ask the operator for more room, then upload again.",
	},
	"BadDigest": {
		Code: content.Damaged,
		Vi:   "Tệp đến kho S3 không còn nguyên vẹn nên không được lưu. Hãy gửi lại; nếu lặp lại, kiểm tra đường truyền.",
		En:   "The file did not reach S3 as it was sent, so it was not kept. Send it again; if that repeats, check the network.",
	},
}

// sameAs are further codes, among them those of other servers than Amazon's.
var sameAs = map[string]string{
	"SignatureDoesNotMatch": "InvalidAccessKeyId", "InvalidToken": "InvalidAccessKeyId", "ExpiredToken": "InvalidAccessKeyId", "XAdminUserNotFound": "InvalidAccessKeyId",
	"AllAccessDisabled": "AccessDenied", "AccountProblem": "AccessDenied", "AuthorizationHeaderMalformed": "InvalidAccessKeyId",
	"InvalidDigest": "BadDigest", "XAmzContentChecksumMismatch": "BadDigest", "XAmzContentSHA256Mismatch": "BadDigest",
	"XMinioStorageFull": "QuotaExceeded", "InsufficientStorage": "QuotaExceeded", "EntityTooLarge": "QuotaExceeded",
}

// explain gives an error of the client as a sentence; those that have one, and those of a context,
// stay as they are.
func (b *Bucket) explain(d content.Digest, err error) error {
	if err == nil || content.CodeOf(err) != "" {
		return err
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return &content.Error{
			Code: content.Missing, Err: err,
			Vi: "Chứng chỉ TLS của kho S3 không được tin cậy. Hãy cài chứng chỉ gốc của kho vào máy này.",
			En: "The TLS certificate of S3 is not trusted. Install its root certificate on this machine.",
		}
	}
	answer, ok := errors.AsType[minio.ErrorResponse](err)
	if !ok {
		return err
	}
	code := answer.Code
	if same, ok := sameAs[code]; ok {
		code = same
	}
	if _, ok := refusals[code]; !ok {
		switch answer.StatusCode {
		case http.StatusNotFound:
			return notFound(d, err)
		case http.StatusForbidden:
			code = "AccessDenied"
		}
	}
	if said, ok := refusals[code]; ok {
		said.Err = err
		return &said
	}
	return fmt.Errorf("s3: %w", err)
}
