package player

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"ngatu/content"
	"ngatu/player/protocol"
)

// obeyedFile holds the commands that were obeyed and are not over. A power cut must not make an order to restart the
// machine one that is obeyed after every restart.
const obeyedFile = "commands.json"

// follow takes the keys that a welcome hands over to. They are on the disk before any frame under them is taken. A chain
// that is refused changes nothing and is reported.
func (p *Player) follow(chain []protocol.Handover) {
	links, err := p.gate.Follow(chain)
	if err != nil {
		p.log.Warn("hand-over refused", "err", err)
		p.refuse(err)
		return
	}
	if len(links) == 0 {
		return
	}
	p.mu.Lock()
	p.who.Chain = append(slices.Clone(p.who.Chain), links...)
	who := p.who
	p.mu.Unlock()
	if err := who.save(p.cfg.Data); err != nil {
		p.trouble(err.Error())
	}
	p.log.Warn("follows another key", "key", p.gate.Key())
	p.link.Renew()
}

// refuse counts what did not pass the gate, and tells of it.
func (p *Player) refuse(err error) {
	p.mu.Lock()
	p.refused++
	p.mu.Unlock()
	p.trouble(err.Error())
}

// readObeyed gives what keepObeyed put down. What cannot be read is told, and no reason to stay dark.
func (p *Player) readObeyed() map[string]int64 {
	var obeyed map[string]int64
	b, err := os.ReadFile(filepath.Join(p.cfg.Data, obeyedFile))
	if err == nil {
		err = json.Unmarshal(b, &obeyed)
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		p.trouble(fmt.Sprintf("commands obeyed before the restart are not known: %v", err))
	}
	return obeyed
}

// keepObeyed notes a command before it is carried out; one that cannot be noted is not carried out.
func (p *Player) keepObeyed() error {
	b, err := json.Marshal(p.gate.Obeyed())
	if err != nil {
		return err
	}
	if err := replaceFile(filepath.Join(p.cfg.Data, obeyedFile), b); err != nil {
		return &content.Error{
			Code: content.Exhausted,
			Vi:   "Không ghi được lệnh vừa nhận xuống đĩa nên lệnh không được thực hiện. Hãy kiểm tra dung lượng đĩa của màn hình.",
			En:   "The command just received could not be noted on the disk, so it is not carried out. Check the disk of the screen.",
			Err:  err,
		}
	}
	return nil
}
