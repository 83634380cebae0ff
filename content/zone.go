package content

import (
	"fmt"
	"sync"
	"time"
	_ "time/tzdata" // a chroot, a container or a kiosk's system may lack the zones
)

// DefaultZone is the time zone of a screen that names none.
const DefaultZone = "Asia/Ho_Chi_Minh"

// zones holds those in use: the standard library reads a file each time.
var zones sync.Map

// Zone is the time zone with an IANA name. The zones are part of the program, so every machine
// knows the same names. Anything else is an [Error] with code Invalid, "" and "Local" among them:
// what they mean depends on the machine.
func Zone(name string) (*time.Location, error) {
	if z, ok := zones.Load(name); ok {
		return z.(*time.Location), nil
	}
	z, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, &Error{
			Code: Invalid, Err: err,
			Vi: fmt.Sprintf("Không có múi giờ “%.60s”. Hãy dùng tên như Asia/Ho_Chi_Minh.", name),
			En: fmt.Sprintf("There is no time zone %.60q. Use a name such as Asia/Ho_Chi_Minh.", name),
		}
	}
	zones.Store(name, z)
	return z, nil
}

// Local is the time zone of the place; errors are those of [Zone].
func (p Place) Local() (*time.Location, error) {
	if p.Zone == "" {
		return Zone(DefaultZone)
	}
	return Zone(p.Zone)
}
