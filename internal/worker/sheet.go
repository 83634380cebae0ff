package worker

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"

	"ngatu/content"
	"ngatu/content/reading"
	"ngatu/internal/sheet"
)

const jobSheet = "sheet"

// Sheet reads a spreadsheet of so many bytes in a worker: see [sheet.Read]. LibreOffice converts an
// old workbook first, once; where it cannot be used, the file is refused.
func (p *Pool) Sheet(ctx context.Context, name string, r io.ReaderAt, size int64) (reading.Book, error) {
	book, err := p.sheet(ctx, name, r, size)
	if err != nil || !book.Old {
		return book, err
	}
	books := converted{p.Converted}
	kept, err := books.name(r, size)
	if err != nil {
		return book, err
	}
	if f, size, ok := books.open(kept); ok {
		defer f.Close()
		if book, err = p.sheet(ctx, name, f, size); err == nil {
			book.Old = true
			return book, nil
		} // else it is made again
	}
	err = p.Office(ctx, name, "xls", r, size, func(f *os.File) error {
		size, err := f.Seek(0, io.SeekEnd)
		if err == nil {
			book, err = p.sheet(ctx, name, f, size)
			book.Old = true
		}
		if err == nil {
			if bad := books.put(kept, f, size); bad != nil {
				p.Log.Warn("a converted workbook is not kept, and is converted again when its page is opened", "error", bad)
			}
		}
		return err
	})
	var why *content.Error
	if errors.As(err, &why) && why.Code == content.Missing {
		err = sheet.Unconverted(name, why)
	}
	return book, err
}

func (p *Pool) sheet(ctx context.Context, name string, r io.ReaderAt, size int64) (reading.Book, error) {
	var book reading.Book
	w, err := p.begin(ctx, ask{Job: jobSheet, Name: name, Size: size}, r, &book)
	if err != nil {
		return reading.Book{}, err
	}
	w.end()
	return book, nil
}

func sheetInside(d *desk) {
	book, err := sheet.Read(context.Background(), d.first.Name, io.NewSectionReader(d.file, 0, d.first.Size))
	if err == nil {
		if b, bad := json.Marshal(book); bad != nil || len(b) > maxValue-maxAsk {
			err = &content.Error{
				Code: content.TooLarge, Err: bad,
				Vi: shown(d.first.Name, "Bảng này") + " có quá nhiều chữ: hãy chỉ giữ bảng số liệu rồi gửi lại.",
				En: shown(d.first.Name, "This sheet") + " holds too much text: keep only the table of figures and send it again.",
			}
		}
	}
	d.answer(d.first.ID, book, err)
}
