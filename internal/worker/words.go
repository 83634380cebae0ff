package worker

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"io"
	"path/filepath"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/internal/media"
)

const (
	wordsTime   = 20 * time.Second // of processor time: a picture full of words takes three
	wordsMemory = 512 << 20
	wordsBytes  = 4 << 20
)

// Words has tesseract read what stands in a picture, and gives its table of words (TSV), at most 4
// MB and as untrusted as the picture; see [ngatu/internal/eye.Read]. Where [media.CanRead] says
// no, the error has code Missing. A picture that tesseract cannot take is Invalid.
func (p *Pool) Words(ctx context.Context, name string, picture *image.Gray) ([]byte, error) {
	folder := media.WordsFolder()
	if folder == "" {
		return nil, &content.Error{
			Code: content.Missing,
			Vi:   "Máy chủ chưa cài chương trình đọc chữ trong ảnh (tesseract-ocr, tesseract-ocr-vie).",
			En:   "The server lacks the program that reads words in pictures (tesseract-ocr, tesseract-ocr-vie).",
		}
	}
	room, leave, err := p.Room()
	if err != nil {
		return nil, err
	}
	defer leave()
	path, to := filepath.Join(room, "picture.pgm"), filepath.Join(room, "words")
	if err := fill(path, pgm(picture)); err != nil {
		return nil, Full(err)
	}
	err = p.Convert(ctx, name, Conversion{
		Program: media.WordsProgram, Folder: room, Folders: []string{folder}, Time: wordsTime, Memory: wordsMemory, Written: wordsBytes,
		Args: media.WordsArgs(path, to, folder),
	})
	if err != nil {
		return nil, err
	}
	f, err := wrote(room, "words.tsv")
	if err != nil {
		return nil, fmt.Errorf("worker: tesseract wrote no table: %w", err)
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, wordsBytes))
}

// pgm is a picture as the plainest of formats.
func pgm(picture *image.Gray) io.Reader {
	parts := []io.Reader{strings.NewReader(fmt.Sprintf("P5\n%d %d\n255\n", picture.Rect.Dx(), picture.Rect.Dy()))}
	for y := picture.Rect.Min.Y; y < picture.Rect.Max.Y; y++ {
		at := picture.PixOffset(picture.Rect.Min.X, y)
		parts = append(parts, bytes.NewReader(picture.Pix[at:at+picture.Rect.Dx()]))
	}
	return io.MultiReader(parts...)
}
