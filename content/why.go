package content

// MaxWhy is how many letters the reason may have that somebody gives, for a hold or to send a draft
// back.
const MaxWhy = 300

// CheckWhy refuses (TooLarge) a reason that is too long.
func CheckWhy(why string) error {
	if len([]rune(why)) > MaxWhy {
		return &Error{Code: TooLarge, Vi: "Lý do dài quá 300 ký tự.", En: "The reason is longer than 300 letters."}
	}
	return nil
}
