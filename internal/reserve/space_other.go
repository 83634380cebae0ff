//go:build !unix

package reserve

import "errors"

// space is unknown here.
func space(string) (free, total int64, err error) { return 0, 0, errors.ErrUnsupported }
