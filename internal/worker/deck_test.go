package worker

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
)

// A deck that another program wrote comes with all its pages, as they look, and with their words.
func TestADeckHasAllItsPages(t *testing.T) {
	p, folder := pool(t), t.TempDir()
	words := []string{"Phường tiếp công dân thứ bảy", "Cài ứng dụng trong một phút"}
	body := ""
	for i, w := range words {
		body += fmt.Sprintf(`<draw:page draw:name="%d"><draw:frame xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" svg:x="2cm" svg:y="2cm" svg:width="20cm" svg:height="4cm">
			<draw:text-box><text:p>%s</text:p></draw:text-box></draw:frame></draw:page>`, i+1, w)
	}
	for _, kind := range []string{"pptx", "ppt"} {
		deck := officeFile(t, folder, "deck.fodp", fmt.Sprintf(flat, "presentation", `<office:presentation>`+body+`</office:presentation>`), kind)
		var pdf []byte
		if err := p.Office(t.Context(), "deck."+kind, kind, bytes.NewReader(deck), int64(len(deck)), func(f *os.File) (err error) {
			pdf, err = io.ReadAll(f)
			return err
		}); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		var said []string
		count, _, err := p.Pages(t.Context(), "deck.pdf", bytes.NewReader(pdf), int64(len(pdf)), 0, 400, func(_, _ int, drawn Page) error {
			said = append(said, strings.TrimSpace(drawn.Text))
			return nil
		})
		if err != nil || count != 2 || strings.Join(said, "|") != strings.Join(words, "|") {
			t.Errorf("%s: %d pages, which say %q (%v)", kind, count, said, err)
		}
	}
}
