package box

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"ngatu/content"
	"ngatu/internal/inbox"
	"ngatu/internal/store"
	"ngatu/server/intake/campaignfile"
)

// folderSettings are what is in force for a folder. A campaign.yaml that was copied together with
// its pictures, and is told after them, is put in force first: they would be on screens for a
// moment that they are not meant for. While one lies there that is not right, is called otherwise,
// or lies beside the file where none can be, the error is a [waitsFor].
func (box *Box) folderSettings(ctx context.Context, e inbox.Event, folder string) (campaignfile.Settings, error) {
	dir := path.Dir(filepath.ToSlash(e.Real))
	for ; dir == "." || strings.Contains(dir, "/"); dir = path.Dir(dir) { // where none can be
		there, err := box.campaigns.settingsIn(dir)
		if err != nil {
			return campaignfile.Settings{}, err
		}
		if name := cmp.Or(there.name, there.like); name != "" {
			return campaignfile.Settings{}, waitsFor{file: name, why: sentenceOf(misplaced)}
		}
		if there.passing != "" {
			return campaignfile.Settings{}, waitsFor{there.passing, sentenceOf(misplaced), path.Join(dir, there.passing)}
		}
		if dir == "." {
			return campaignfile.Settings{}, nil
		}
	}
	there, err := box.campaigns.settingsIn(dir)
	if err != nil {
		return campaignfile.Settings{}, err
	}
	if there.name == "" && there.like != "" {
		return campaignfile.Settings{}, waitsFor{file: there.like, why: campaignfile.Misnamed(there.like)}
	}
	if there.name == "" && there.passing != "" {
		return campaignfile.Settings{}, waitsFor{there.passing, campaignfile.OnItsWay(there.passing), path.Join(dir, there.passing)}
	}
	if there.name == "" {
		return box.campaigns.inForce(ctx, folder+"/"+campaignfile.Name)
	}
	file := inbox.Event{Kind: inbox.Settled, Path: folder + "/" + norm.NFC.String(there.name), Real: path.Join(dir, there.name)}
	info, err := os.Lstat(filepath.Join(box.Root, dir, there.name))
	if err != nil {
		return campaignfile.Settings{}, inbox.ErrChanged // an event of it follows, and its folder's files are looked at again
	}
	file.Size, file.ModTime = info.Size(), info.ModTime()
	err = box.settingsFile(ctx, file)
	if err != nil && !errors.Is(err, inbox.ErrChanged) && !errors.Is(err, errDenied) {
		return campaignfile.Settings{}, err
	}
	row, err := box.Store.InboxFile(ctx, file.Path)
	if content.CodeOf(err) == content.NotFound {
		return campaignfile.Settings{}, waitsFor{file: there.name}
	}
	if err != nil {
		return campaignfile.Settings{}, err
	}
	if row.State != store.Taken {
		return campaignfile.Settings{}, waitsFor{file: there.name, why: row.Sentence}
	}
	return box.campaigns.inForce(ctx, file.Path)
}

// inForce reads the campaign.yaml that was last right at a path; none is no settings.
func (cs *campaigns) inForce(ctx context.Context, file string) (campaignfile.Settings, error) {
	row, err := cs.Store.InboxFile(ctx, file)
	if content.CodeOf(err) == content.NotFound || err == nil && row.Digest == "" {
		return campaignfile.Settings{}, nil
	}
	if err != nil {
		return campaignfile.Settings{}, err
	}
	b, err := cs.Media.Read(ctx, row.Digest)
	if err != nil {
		return campaignfile.Settings{}, err
	}
	return cs.parse(ctx, b)
}

// folderNames are the names in one folder of the inbox that bear on its campaign.
type folderNames struct {
	at   time.Time // when the folder was last changed
	name string    // of its campaign.yaml; "": there is none
	like string    // of a file that was meant to be one; "": there is none
	// of one that the inbox passes over, on its way or hidden; "": there is none
	passing string
}

// settingsIn looks for the campaign.yaml of a folder. It remembers what it found: of a thousand
// pictures each would read all names.
func (cs *campaigns) settingsIn(folder string) (folderNames, error) {
	dir, err := os.Open(filepath.Join(cs.Root, folder))
	if errors.Is(err, fs.ErrNotExist) {
		return folderNames{}, inbox.ErrChanged
	}
	if err != nil {
		return folderNames{}, err
	}
	defer dir.Close()
	info, err := dir.Stat()
	if err != nil {
		return folderNames{}, err
	}
	found := folderNames{at: info.ModTime()}
	if l, ok := cs.looked[folder]; ok && l.at.Equal(found.at) {
		return l, nil
	}
	const tick = time.Second // two changes within a tick of the disk's clock leave one time
	calm := time.Since(found.at) > tick
	names, err := dir.Readdirnames(-1)
	if err != nil {
		return folderNames{}, err
	}
	slices.Sort(names)
	for _, name := range names {
		switch {
		case campaignfile.Passing(name):
			found.passing = cmp.Or(found.passing, name)
		case inbox.Ignored(name):
		case campaignfile.Is(name):
			found.name = cmp.Or(found.name, name)
		case campaignfile.Like(name):
			found.like = cmp.Or(found.like, name)
		}
	}
	if calm {
		if len(cs.looked) > inbox.MaxFolders {
			clear(cs.looked)
		}
		cs.looked[folder] = found
	}
	return found, nil
}

// sentence tells beside a picture what it waits for.
func (w waitsFor) sentence(file string) store.Notice {
	return store.Notice{
		Vi: strings.TrimSpace(fmt.Sprintf("Tệp “%s” đang chờ, chưa được chiếu: “%s” trong cùng thư mục chưa dùng được nên chưa biết được chiếu ở đâu, khi nào. %s",
			path.Base(file), w.file, w.why.Vi)),
		En: strings.TrimSpace(fmt.Sprintf("The file “%s” waits and is not shown: “%s” in its folder is not in force, so nobody knows where and when it may be shown. %s",
			path.Base(file), w.file, w.why.En)),
	}
}

var misplaced = &content.Error{
	Code: content.Invalid,
	Vi:   "campaign.yaml chỉ dùng được ngay trong một thư mục con của hộp thả tệp, mỗi thư mục là một chiến dịch. Hãy chuyển nó vào đó; trước đó các tệp mới bên cạnh nó sẽ chờ.",
	En:   "campaign.yaml works only right inside a subfolder of the inbox; each subfolder is a campaign. Move it there; until then new files beside it wait.",
}
