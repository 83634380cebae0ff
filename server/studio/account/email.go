package account

import (
	"github.com/gofiber/fiber/v2"

	"ngatu/internal/post"
	"ngatu/internal/store"
	"ngatu/server/signin"
	"ngatu/server/studio/shell"
)

// maxEmail is the longest address, in letters.
const maxEmail = 200

// Email takes where the person gets e-mail; empty: nowhere.
func (s *Account) Email(c *fiber.Ctx) error {
	f := shell.FormOf(c)
	address := f.Field("email")
	var bad shell.Faults
	bad.Add(f.Again())
	if address != "" {
		bad.Add(shell.At("email", post.Check(address)))
	}
	if len(address) > maxEmail {
		bad.Add(shell.At("email", shell.Invalid("Địa chỉ thư dài quá 200 ký tự.", "The address is longer than 200 letters.")))
	}
	err := bad.Err()
	if err == nil {
		who := signin.From(c).ID
		_, err = s.Store.Change(c.UserContext(), who, func(tx *store.Tx) error { return tx.SetEmail(c.UserContext(), who, address) })
	}
	if err != nil {
		return s.Refuse(c, err, pageAccount, s.view(c))
	}
	return shell.Done(c, "/studio/account", "email")
}
