package app

import (
	"errors"
	"io"
	"log/slog"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gofiber/fiber/v2"

	"ngatu/content"
)

// A stranger who asks for a code while the disk is full learns neither the path of the disk nor its
// name.
func TestStrangersAreToldNothingOfTheMachine(t *testing.T) {
	const path = "/srv/ngatu-data/ngatu.db"
	for _, code := range []content.Code{content.Damaged, content.Missing, content.Exhausted, "another"} {
		for _, accept := range []string{"application/json", "text/html"} {
			var log strings.Builder
			web := fiber.New(fiber.Config{ErrorHandler: answerErrors(slog.New(slog.NewTextHandler(&log, nil)))})
			web.Post("/api/enrol", func(*fiber.Ctx) error {
				return &content.Error{Code: code, Vi: "Không ghi được vào " + path, En: path + " cannot be written", Err: errors.New("open " + path)}
			})
			req := httptest.NewRequest("POST", "/api/enrol", nil)
			req.Header.Set("Accept", accept)
			resp, err := web.Test(req)
			if err != nil {
				t.Fatal(err)
			}
			b, _ := io.ReadAll(resp.Body)
			if resp.StatusCode < 500 || strings.Contains(string(b), path) || !strings.Contains(string(b), "Máy chủ gặp lỗi") {
				t.Errorf("%s as %s: %d %s", code, accept, resp.StatusCode, b)
			}
			if !strings.Contains(log.String(), path) {
				t.Errorf("%s: the log does not say what happened: %s", code, &log)
			}
		}
	}
}
