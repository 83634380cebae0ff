package press

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/content/mandate"
	"ngatu/internal/store"
	"ngatu/server/air"
	"ngatu/server/air/answer"
	"ngatu/server/signin"
)

// Options are the parts that presses work with.
type Options struct {
	Folder string // beside the data, this server's own; made where it is not there
	Store  *store.Store
	Air    *air.Air
	SignIn *signin.Signin
	Areas  *area.Set
	Key    ed25519.PrivateKey // the working key
	Log    *slog.Logger
}

// Presses are the acts that wait for the database. Its methods may be called by any goroutine.
type Presses struct {
	Options
	folder folder

	hasty bool // at the look before, some act did not enter; Air's alone

	mu   sync.Mutex
	acts []act              // in the order in which they were made
	here []content.Takeover // what they make of presses, each as a takeover of its own
}

// Open reads the acts that a run before has left: they enter at the first look of Air, which has not
// started yet.
func Open(o Options) (*Presses, error) {
	p := &Presses{Options: o, folder: folder(o.Folder)}
	if err := os.MkdirAll(o.Folder, 0o700); err != nil {
		return nil, unwritten(err)
	}
	var err error
	if p.acts, err = p.folder.read(o.Key.Public().(ed25519.PublicKey), o.Log); err != nil {
		return nil, unwritten(err)
	}
	air.UseHere(o.Air, air.Here{Presses: p.list, Enter: p.enter})
	return p, nil
}

// list is what Air shows.
func (p *Presses) list() []content.Takeover {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.here)
}

// Known is what is known while the database is away.
func (p *Presses) Known() (*answer.Snapshot, error) {
	if s := air.Apart(p.Air); s != nil {
		return s, nil
	}
	return nil, &content.Error{
		Code: content.Away,
		Vi:   "Cơ sở dữ liệu không trả lời và máy chủ này chưa biết thông báo khẩn nào. Hãy thử lại khi cơ sở dữ liệu trở lại.",
		En:   "The database does not answer, and this server knows of no takeovers yet. Try again when it is back.",
	}
}

// Ready are the approved takeovers, each with its presses that are on or were ended here.
func (p *Presses) Ready() (all []content.Takeover, err error) {
	s, err := p.Known()
	if err != nil {
		return nil, err
	}
	for _, t := range answer.Ready(s) {
		all = append(all, withPresses(t, answer.Presses(s)))
	}
	return all, nil
}

// withPresses is a takeover with those of some presses that are its own.
func withPresses(t content.Takeover, all []content.Takeover) content.Takeover {
	var own []content.Press
	for _, one := range all {
		if one.ID == t.ID {
			own = append(own, one.Press)
		}
	}
	if t.Press, t.Others = (content.Press{}), nil; len(own) > 0 {
		t.Press, t.Others = own[0], own[1:]
	}
	return t
}

// Takeover is the approved takeover of an ID, as [Presses.Ready] has it.
func (p *Presses) Takeover(id string) (content.Takeover, error) {
	all, err := p.Ready()
	if err != nil {
		return content.Takeover{}, err
	}
	i := slices.IndexFunc(all, func(t content.Takeover) bool { return t.ID == id })
	if i < 0 {
		return content.Takeover{}, &content.Error{
			Code: content.NotFound,
			Vi:   "Máy chủ này không biết thông báo khẩn nào như vậy đã được duyệt. Khi mất cơ sở dữ liệu chỉ phát được thông báo đã duyệt sẵn.",
			En:   "This server knows of no such takeover that is approved. While the database is away only those can be put on.",
		}
	}
	return all[i], nil
}

// PutOn puts a prepared takeover on for the screens that are connected to this server, by somebody
// whose session was checked lately: in an area ([content.Everywhere] for all that it is prepared
// for), for a time. It is on the disk before any screen shows it.
func (p *Presses) PutOn(who *signin.Person, id, where string, lasts time.Duration, drill bool) error {
	t, err := p.Takeover(id)
	if err != nil {
		return err
	}
	number, now := air.NextNumber(p.Air)
	key := newID()
	one, err := content.PutOnApart(t, where, key, who.ID, now, lasts, drill, func(inner, outer string) bool { return mandate.Within(inner, outer, p.Areas) })
	if err != nil {
		return err
	}
	if !who.May(signin.PutOn, mandate.OfPress(one)) {
		return beyond()
	}
	on := slices.DeleteFunc(t.Presses(), func(one content.Takeover) bool { return !one.On(now) })
	if slices.ContainsFunc(on, func(one content.Takeover) bool { return one.In == where }) || len(on) >= content.MostPresses {
		return onThere(t.Title)
	}
	return p.take(act{
		Kind: putOn, ID: key, Takeover: t.ID, Key: key, Begun: now.UnixMilli(), Sight: t.Sight(), Area: where, Drill: drill,
		Until: one.Until().UnixMilli(), By: who.ID, At: now.UnixMilli(), Number: number,
	}, one)
}

// End ends presses of a takeover that are on, on the screens that are connected to this server: the
// one of a key that was put on at an instant, or all of them where which says so.
func (p *Presses) End(who *signin.Person, id string, which func(content.Takeover) bool) error {
	t, err := p.Takeover(id)
	if err != nil {
		return err
	}
	number, now := air.NextNumber(p.Air)
	on := slices.DeleteFunc(t.Presses(), func(one content.Takeover) bool { return !one.On(now) || !which(one) })
	for _, one := range on {
		if !who.May(signin.TakeOff, mandate.OfPress(one)) {
			return beyond()
		}
	}
	for i, one := range on {
		one.Ended, one.EndedBy = now, who.ID
		err := p.take(act{
			Kind: ended, ID: newID(), Takeover: t.ID, Key: one.Key, Begun: one.Begun.UnixMilli(), By: who.ID, At: now.UnixMilli(), Number: number + int64(i),
		}, one)
		if err != nil {
			return err
		}
	}
	return nil
}

// take keeps an act, and then has screens follow it.
func (p *Presses) take(a act, makes content.Takeover) error {
	number, err := p.keep(a, makes)
	if err != nil {
		return err
	}
	p.Log.Warn("a takeover was put on or ended without the database, at this server alone", "act", a.Kind, "takeover", makes.PressID(), "by", a.By)
	// It is kept, and will enter: whoever did it must not hear that it failed. The page says how many
	// screens show it.
	if err := air.ShowHere(p.Air, number); err != nil {
		p.Log.Error("not all screens here follow what was put on or ended without the database", "takeover", makes.PressID(), "error", err)
	}
	return nil
}

func (p *Presses) keep(a act, makes content.Takeover) (number int64, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.acts) >= mostActs {
		return 0, &content.Error{
			Code: content.Exhausted,
			Vi:   fmt.Sprintf("Máy chủ này đã ghi %d lần phát và dừng khi mất cơ sở dữ liệu, không ghi thêm được. Thông báo đang phát tự hết đúng giờ.", mostActs),
			En:   fmt.Sprintf("This server keeps %d presses and ends without the database, and no more. What is on ends by itself in time.", mostActs),
		}
	}
	if a.Kind == putOn && slices.ContainsFunc(p.here, func(t content.Takeover) bool { return t.ID == makes.ID && t.In == makes.In && t.On(at(a.At)) }) {
		return 0, onThere(makes.Title) // somebody else was a moment quicker
	}
	for _, other := range p.acts {
		a.Number = max(a.Number, other.Number+1)
	}
	a.Version, a.Node = actVersion, p.Store.Nodes.Self()
	if a, err = a.signed(p.Key); err != nil {
		return 0, err
	}
	if err := p.folder.keep(a); err != nil {
		return 0, unwritten(err)
	}
	makes.Node = a.Node
	p.acts = append(p.acts, a)
	p.here = append(slices.DeleteFunc(p.here, func(t content.Takeover) bool { return t.PressID() == makes.PressID() }), makes)
	return a.Number, nil
}

func newID() string { return strings.ToLower(rand.Text()) }

func onThere(title string) error {
	return &content.Error{
		Code: content.Conflict,
		Vi:   "“" + title + "” đang phát ở đó. Muốn phát lâu hơn, hãy dừng rồi phát lại; hoặc chờ cơ sở dữ liệu trở lại.",
		En:   "“" + title + "” is on there. To have it longer, end it and put it on again, or wait until the database is back.",
	}
}

func beyond() error {
	return &content.Error{
		Code: content.Denied,
		Vi:   "Khu vực này ngoài phạm vi bạn được giao, theo những gì máy chủ biết trước khi mất cơ sở dữ liệu.",
		En:   "This area is outside of what you are entrusted with, by what the server knew before the database went away.",
	}
}

// unwritten is the sentence for a disk that did not take an act: nothing was put on.
func unwritten(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return &content.Error{
			Code: content.Exhausted, Err: err,
			Vi: "Máy chủ không ghi được lần phát xuống đĩa (đầy, hoặc không có quyền ghi) nên chưa phát gì. Hãy báo người vận hành, hoặc phát ở máy chủ khác.",
			En: "The server cannot write the press to its disk, which is full or not writable: nothing was put on. Tell the operator, or use another server.",
		}
	}
	return fmt.Errorf("keep a press: %w", err)
}
