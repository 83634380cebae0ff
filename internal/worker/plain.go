package worker

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"ngatu/content"
	"ngatu/internal/media"
)

const (
	phoneTime   = 30 * time.Second // of processor time: 48 megapixels take five seconds
	phoneMemory = 1 << 30
	phoneBytes  = media.MaxPicture

	filmTime  = time.Minute // of processor time: pictures are copied as they are
	filmBytes = media.MaxVideo
)

// Plain is a file as [Pool.Import] reads it: the one that came, or what another program made of it.
type Plain struct {
	io.ReaderAt
	Size int64
	Name string
	Made bool // by another program

	close func()
}

// Close lets go of what was made.
func (p Plain) Close() {
	if p.close != nil {
		p.close()
	}
}

// Plain turns an iPhone's picture (HEIC), or AVIF, into a JPEG, and puts a clip from another container (MKV,
// WebM, AVI …) into an MP4, where the programs for that are installed. Any other file it gives back
// as it is. What was made is as untrusted as the file. The caller closes it.
func (p *Pool) Plain(ctx context.Context, name string, r io.ReaderAt, size int64) (Plain, error) {
	same := Plain{ReaderAt: r, Size: size, Name: name}
	phone, err := media.FromPhone(name, r, size)
	if err != nil {
		return same, err
	}
	if program, there := media.PhoneProgram(); phone && there {
		return p.phone(ctx, same, program)
	}
	demuxer, err := media.FilmOf(name, r, size)
	if err != nil || demuxer == "" || !media.CanPoster() {
		return same, err
	}
	return p.repack(ctx, same, demuxer)
}

// phone makes a JPEG of an iPhone's picture.
func (p *Pool) phone(ctx context.Context, same Plain, program string) (Plain, error) {
	room, leave, err := p.Room()
	if err != nil {
		return same, err
	}
	defer leave()
	path, to := filepath.Join(room, "phone.heic"), filepath.Join(room, "phone.jpg")
	if err := fill(path, io.NewSectionReader(same, 0, same.Size)); err != nil {
		return same, Full(err)
	}
	err = p.Convert(ctx, same.Name, Conversion{
		Program: program, Args: media.PhoneArgs(path, to), Folder: room, Time: phoneTime, Memory: phoneMemory, Written: phoneBytes,
	})
	if Died(err) && content.CodeOf(err) == content.Invalid { // so it ends for a file that it cannot read
		return same, media.Broken(same.Name, same, same.Size, errors.New(err.Error()))
	}
	if err != nil {
		return same, err
	}
	return p.made(ctx, same, room, "phone.jpg", "phone-1.jpg") // the first of several
}

// repack puts the pictures of a clip into an MP4.
func (p *Pool) repack(ctx context.Context, same Plain, demuxer string) (Plain, error) {
	room, leave, err := p.Room()
	if err != nil {
		return same, err
	}
	defer leave()
	path, to := filepath.Join(room, "film"), filepath.Join(room, "film.mp4")
	if err := fill(path, io.NewSectionReader(same, 0, same.Size)); err != nil {
		return same, Full(err)
	}
	err = p.Convert(ctx, same.Name, Conversion{
		Program: media.PosterProgram, Args: media.RepackArgs(path, demuxer, to), Folder: room, Time: filmTime, Written: filmBytes,
	})
	if Died(err) && content.CodeOf(err) == content.Invalid {
		return same, media.Unpacked(same.Name)
	}
	if err != nil {
		return same, err
	}
	f, err := wrote(room, "film.mp4")
	if err != nil {
		return same, media.Unpacked(same.Name)
	}
	defer f.Close()
	kept, n, err := p.Spool(f, filmBytes+1)
	if err != nil {
		return same, err
	}
	return Plain{ReaderAt: kept, Size: n, Name: media.Renamed(same.Name, ".mp4"), Made: true, close: func() { kept.Close() }}, nil
}

// made spools what the program wrote under one of the names, so that its room can go.
func (p *Pool) made(ctx context.Context, same Plain, room string, names ...string) (out Plain, err error) {
	for _, name := range names {
		f, err := wrote(room, name)
		if err != nil {
			continue
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			return out, err
		}
		bare, err := p.poured(ctx, media.Renamed(same.Name, ".jpg"), f, info.Size(), ask{Bare: true})
		if err != nil {
			return out, err
		}
		defer bare.Close()
		kept, size, err := p.Spool(bare, phoneBytes+1)
		if err != nil {
			return out, err
		}
		return Plain{ReaderAt: kept, Size: size, Name: media.Renamed(same.Name, ".jpg"), Made: true, close: func() { kept.Close() }}, nil
	}
	return out, media.Broken(same.Name, same, same.Size, errors.New("worker: the program wrote no picture"))
}

// bareInside answers with the JPEG that was opened, which cannot be longer than a picture may be.
func bareInside(d *desk, a ask) {
	b := make([]byte, d.first.Size)
	_, err := d.file.ReadAt(b, 0)
	if err == nil {
		b, err = media.Bare(b)
	}
	pour(d, a, bytes.NewReader(b), err)
}

// fill writes a new file.
func fill(path string, r io.Reader) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Close())
}
