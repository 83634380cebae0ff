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

// Database is where the database is that is not in the data folder.
type Database struct {
	Database string `help:"PostgreSQL database that takes the place of the one in the data folder. Leave its password to PGPASSWORD, PGPASSFILE or --database-password-file: what is typed here others on this machine can see." env:"NGATU_DATABASE" placeholder:"postgres://USER@HOST/NAME"`
	Password string `name:"database-password-file" help:"File whose first line is the password of the database's user." env:"NGATU_DATABASE_PASSWORD_FILE" type:"path" placeholder:"FILE"`
}

// Place is where one server keeps what it knows.
type Place struct {
	Data     string // the folder: keys, media, the inbox
	Database string // the address that opens the database; it may hold a password

	Media  *s3.Options // the bucket of the media; nil: they are in the folder
	Unseen bool        // media are not looked at: what is done needs none
}

// Place is that of a data folder. Invalid where the address is not that of PostgreSQL or holds a
// password beside that of the file, Missing where the file cannot be read.
func (d Database) Place(data string) (Place, error) {
	if d.Database == "" {
		return Place{Data: data, Database: filepath.Join(data, "ngatu.db")}, nil
	}
	u, err := url.Parse(d.Database)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return Place{}, &content.Error{ // without err: it tells the address, and that the password
			Code: content.Invalid,
			Vi:   "Không đọc được địa chỉ trong --database. Hãy ghi dạng postgres://tên@máy/cơ_sở_dữ_liệu; để dùng tệp trong thư mục dữ liệu thì bỏ --database.",
			En:   "The address in --database cannot be read. Write it like postgres://user@host/database; to use the file in the data folder, leave --database out.",
		}
	}
	if d.Password == "" {
		return Place{Data: data, Database: d.Database}, nil
	}
	if _, given := u.User.Password(); given {
		return Place{}, &content.Error{
			Code: content.Invalid,
			Vi:   "Mật khẩu cơ sở dữ liệu được ghi hai lần: trong --database và trong --database-password-file. Hãy bỏ mật khẩu khỏi địa chỉ.",
			En:   "The database's password is given twice: in --database and in --database-password-file. Leave it out of the address.",
		}
	}
	b, err := os.ReadFile(d.Password)
	if err != nil {
		return Place{}, &content.Error{
			Code: content.Missing, Err: err,
			Vi: fmt.Sprintf("Không đọc được tệp mật khẩu cơ sở dữ liệu %s. Hãy kiểm tra đường dẫn và quyền đọc.", d.Password),
			En: fmt.Sprintf("The file with the database's password, %s, cannot be read. Check the path and who may read it.", d.Password),
		}
	}
	line, _, _ := strings.Cut(string(b), "\n")
	u.User = url.UserPassword(u.User.Username(), strings.TrimSuffix(line, "\r"))
	return Place{Data: data, Database: u.String()}, nil
}
