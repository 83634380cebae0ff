package edge

import (
	"net/http"

	"ngatu/content"
)

var statuses = map[content.Code]int{
	content.Invalid:   http.StatusUnprocessableEntity,
	content.NotFound:  http.StatusNotFound,
	content.Conflict:  http.StatusConflict,
	content.Denied:    http.StatusForbidden,
	content.TooLarge:  http.StatusRequestEntityTooLarge,
	content.TooMany:   http.StatusTooManyRequests,
	content.Damaged:   http.StatusInternalServerError,
	content.Missing:   http.StatusServiceUnavailable,
	content.Exhausted: http.StatusInsufficientStorage,
	content.Away:      http.StatusServiceUnavailable,
}

// StatusOf is the HTTP status for the code of a [content.Error]: 500 for a code that it does not
// know.
func StatusOf(code content.Code) int {
	if status, ok := statuses[code]; ok {
		return status
	}
	return http.StatusInternalServerError
}
