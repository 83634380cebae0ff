package reading

import (
	"fmt"

	"ngatu/content/area"
)

// Ask is a question that only a person can answer, in the studio. Its sentence also says how to
// change the sheet so that nothing has to be asked.
type Ask struct {
	Role Role   `json:"role"` // what is not certain; Unknown: the sheet as a whole
	Vi   string `json:"vi"`
	En   string `json:"en"`

	// Here is the question alone, where the studio's page offers the answers itself: nobody needs
	// to change the sheet there. Empty: the sentence above is the question.
	HereVi string `json:"here_vi,omitempty"`
	HereEn string `json:"here_en,omitempty"`

	Row     int        `json:"row,omitempty"`     // that it is about; 0: the sheet
	Name    string     `json:"name,omitempty"`    // a name that no unit has, as figure.NameKey has it
	Suggest []area.Key `json:"suggest,omitempty"` // units that it may mean, the nearest first
}

// Fault is why a sheet cannot be read at all, in both languages, to stand behind the file's name.
type Fault struct{ Vi, En string }

// ask notes a question; args stand in both sentences.
func (t *table) ask(role Role, vi, en string, args ...any) {
	t.out.Asks = append(t.out.Asks, Ask{Role: role, Vi: fmt.Sprintf(vi, args...), En: fmt.Sprintf(en, args...)})
}

// choice notes a question that the studio's page offers answers to. vi and en are the question,
// without its full stop; fixVi and fixEn say how to change the sheet instead. args stand in the
// question.
func (t *table) choice(role Role, vi, en, fixVi, fixEn string, args ...any) {
	vi, en = fmt.Sprintf(vi, args...), fmt.Sprintf(en, args...)
	t.out.Asks = append(t.out.Asks, Ask{Role: role, Vi: vi + ": " + fixVi, En: en + ": " + fixEn, HereVi: vi + ".", HereEn: en + "."})
}

// clip shortens what a sheet says so that one cell cannot fill a sentence.
func clip(text string) string {
	const most = 80 // letters
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most-1]) + "…"
	}
	return text
}
