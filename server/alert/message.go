package alert

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"ngatu/content"
	"ngatu/content/area"
	"ngatu/internal/store"
)

// text is something in both languages.
type text struct {
	Vi string `json:"vi"`
	En string `json:"en"`
}

func same(s string) text { return text{s, s} }

// in is the text in a language of the studio.
func (t text) in(language string) string {
	if language == "en" {
		return t.En
	}
	return t.Vi
}

// event is what happened. The words are sent to programs, so they never change.
type event string

// The events.
const (
	submitted  event = "submitted"
	approved   event = "approved"
	returned   event = "returned"
	waited     event = "waits"
	held       event = "held"
	lapses     event = "lapses"
	proposed   event = "proposed"
	over       event = "over"
	stopped    event = "stopped"
	cardsOff   event = "cards_off"
	cardsApart event = "cards_apart"
	uncovered  event = "uncovered"
	refused    event = "press_refused"
)

// urgent says whether a message goes out in quiet hours too.
func (e event) urgent() bool { return e == proposed || e == over || e == refused }

// part is one of several things that a message is about.
type part struct {
	Noun  text   `json:"noun"`
	Title text   `json:"title"`
	Why   string `json:"why,omitempty"`
	WhyEn string `json:"why_en,omitempty"` // where the server says it
	ID    string `json:"id,omitempty"`     // of a slide: two may have one title
}

// message is what an alert says.
type message struct {
	Event event      `json:"event"`
	Noun  store.Noun `json:"noun"`
	ID    string     `json:"id"`
	Title text       `json:"title"`
	Who   string     `json:"who,omitempty"` // staff ID of who did it
	At    time.Time  `json:"at"`            // when it happened, or will
	Why   string     `json:"why,omitempty"`
	Said  text       `json:"said,omitzero"`   // why, as the server says it in both languages
	Items []part     `json:"items,omitempty"` // of a submission: all that it is about
	After []text     `json:"after,omitempty"` // of what ends: what screens show the day after, a line for each size
}

// alerts are a message to people and to every webhook.
func (a *Alerts) alerts(ctx context.Context, m message, matter string, to []string) ([]store.Alert, error) {
	out, err := a.emails(ctx, m, matter, to)
	if err != nil {
		return nil, err
	}
	some, err := a.hooks(m, matter)
	return append(out, some...), err
}

// hooks are a message to every webhook.
func (a *Alerts) hooks(m message, matter string) (out []store.Alert, err error) {
	for _, h := range a.Hooks {
		one, err := alertOf(m, matter, byHook, h.Address, a.Now()) // a program does not sleep
		if err != nil {
			return nil, err
		}
		out = append(out, one)
	}
	return out, nil
}

// emails are a message to people, not before the quiet hours are over.
func (a *Alerts) emails(ctx context.Context, m message, matter string, to []string) (out []store.Alert, err error) {
	if a.Post == nil {
		return nil, nil
	}
	d, err := a.desks(ctx)
	if err != nil {
		return nil, err
	}
	for _, id := range to {
		one, err := alertOf(m, matter, byEmail, id, a.Now())
		if err != nil {
			return nil, err
		}
		if !m.Event.urgent() {
			one.Due = a.awake(one.Due, d.People[id].Quiet)
		}
		out = append(out, one)
	}
	return out, nil
}

func alertOf(m message, matter, channel, whom string, now time.Time) (store.Alert, error) {
	doc, err := json.Marshal(m)
	return store.Alert{
		ID: "msg_" + strings.ToLower(rand.Text()), Matter: matter, Channel: channel, Whom: whom, Made: now, Due: now, Doc: doc,
	}, err
}

// subjects say in few words what happened.
var subjects = map[event]text{
	submitted: {"Chờ duyệt", "To approve"}, approved: {"Đã duyệt", "Approved"}, returned: {"Được trả lại", "Returned"},
	waited: {"Chờ duyệt đã lâu", "Waiting long"}, held: {"Cần người xem", "For a person to look at"}, lapses: {"Sắp hết hạn", "Ends soon"},
	proposed: {"Cần quyết định ngay", "To decide now"}, over: {"Nơi phát hành đã hủy hoặc đổi", "Taken back or replaced by its sender"},
	refused:  {"Lần phát không được giữ lại, đã dừng", "A press was refused, and has ended"},
	cardsOff: {"Thẻ của trang đã kết thúc", "The cards of a page have ended"}, cardsApart: {"Thẻ chưa theo trang", "Cards do not follow their page"},
	stopped: {"Tệp thả vào chưa được chiếu", "A dropped file is not shown yet"}, uncovered: {"Chưa chiếu trên cỡ màn hình mới", "Not shown on a new size of screen"},
}

// nouns name things, and where their page is.
var nouns = map[store.Noun]struct {
	name text
	path string
}{
	store.NounBulletin: {text{"cảnh báo", "warning"}, "/studio/bulletins/"},
	store.NounSlide:    {text{"tấm", "slide"}, "/studio/slides/"}, store.NounCampaign: {text{"chiến dịch", "campaign"}, "/studio/campaigns/"},
	store.NounFigures: {text{"số liệu", "figures"}, "/studio/figures/drafts/"}, store.NounFigureSheet: {text{"bảng số liệu", "sheet of figures"}, "/studio/figures/sheets/"},
	pulledFigures:   {text{"địa chỉ số liệu", "address of figures"}, "/studio/measures/"},
	oldFigures:      {text{"số liệu", "figures"}, "/studio/figures#"},
	store.NounStaff: {text{"quyền của", "mandate of"}, "/studio/staff/"}, ownMandate: {text{"quyền được giao cho bạn,", "your own mandate,"}, "/studio/account"},
	store.NounForm:       {text{"biểu mẫu", "form"}, "/studio/forms#"},
	store.NounHold:       {text{"tạm ngừng", "hold"}, "/studio/holds/"},
	store.NounStanding:   {text{"phê duyệt thường trực", "standing approval"}, "/studio/standings#"},
	store.NounSubmission: {text{"lần gửi", "submission"}, "/studio/submissions/"},
	store.NounTakeover:   {text{"thông báo khẩn", "takeover"}, "/studio/takeovers/"}, store.NounSetting: {text{"cài đặt", "setting"}, "/studio/settings#"},
}

// subject is the line that a person sees in a list of e-mails.
func (m message) subject(language string) string {
	what := nouns[m.Noun].name.in(language) + " “" + m.Title.in(language) + "”"
	if len(m.Items) > 0 {
		what = m.Items[0].Noun.in(language) + " “" + m.Title.in(language) + "”"
	}
	if more := len(m.Items) - 1; more > 0 {
		what += text{fmt.Sprintf(" và %d mục khác", more), fmt.Sprintf(" and %d more", more)}.in(language)
	}
	return "Ngatu · " + subjects[m.Event].in(language) + ": " + what
}

// link is the page of what a message is about.
func (m message) link(address string) string {
	return strings.TrimSuffix(address, "/") + nouns[m.Noun].path + m.ID
}

// mostItems is how many things of a submission an e-mail names.
const mostItems = 20

// why is why, in a language of the studio.
func (p part) why(language string) string {
	if p.WhyEn != "" {
		return text{p.Why, p.WhyEn}.in(language)
	}
	return p.Why
}

// list names all that a message of several things is about, a line each.
func (m message) list(language string) (lines []string) {
	if len(m.Items) < 2 {
		return nil // the subject names it
	}
	for _, one := range m.Items[:min(len(m.Items), mostItems)] {
		line := "– " + one.Noun.in(language) + " “" + one.Title.in(language) + "”"
		if why := one.why(language); why != "" {
			line += ": " + why
		}
		lines = append(lines, line)
	}
	if more := len(m.Items) - mostItems; more > 0 {
		lines = append(lines, text{fmt.Sprintf("– và %d mục nữa", more), fmt.Sprintf("– and %d more", more)}.in(language))
	}
	return lines
}

// email is the text of an e-mail; who is the name of whoever did it.
func (m message) email(language, who, address string) string {
	say := func(vi, en string) string { return text{vi, en}.in(language) }
	at := m.At.In(area.Local).Format("15:04 02/01/2006")
	lines := []string{m.subject(language)[len("Ngatu · "):] + "."}
	switch m.Event {
	case held:
		if m.Noun == pulledFigures {
			lines = append(lines, say("Chưa lấy được số liệu từ ", "No figures since ")+at+". "+m.Said.in(language))
			break
		}
		lines = append(lines, say("Đến từ: ", "From: ")+who+", "+at+".")
	case proposed:
		lines = append(lines, say("Nội dung: ", "It says: ")+m.Why, say("Nhận lúc ", "It came at ")+at+".")
	case over:
		lines = append(lines, say("Hãy xem và dừng thông báo đang phát theo cảnh báo này.", "See to what is on because of it, and end that."))
	case refused:
		lines = append(lines, say("Đã phát hoặc dừng khi mất cơ sở dữ liệu: ", "Put on or ended while the database was away: ")+who+", "+at+".",
			m.Said.in(language), say("Hãy xem trang của thông báo rồi phát lại nếu cần.", "Look at the page of the takeover, and put it on again if it is needed."))
	case submitted, waited:
		lines = append(lines, say("Người gửi: ", "Submitted by: ")+who+", "+at+".")
	case approved:
		lines = append(lines, say("Người duyệt: ", "Approved by: ")+who+", "+at+".")
	case returned:
		lines = append(lines, say("Người trả lại: ", "Returned by: ")+who+", "+at+".")
		if m.Why != "" {
			lines = append(lines, say("Lý do: ", "Reason: ")+m.Why)
		}
	case stopped:
		lines = append(lines, say("Thư mục: ", "Folder: ")+who+", "+at+".")
		if m.Said != (text{}) {
			lines = append(lines, m.Said.in(language))
		}
	case cardsOff:
		lines = append(lines, m.Said.in(language))
	case cardsApart:
		lines = append(lines, say("Trang đã đổi chiến dịch, ngày chiếu hoặc màn hình. Các thẻ của trang không tự đổi theo và vẫn chạy như trước, kể cả khi trang hết hạn.",
			"The page has another campaign, other days or other screens. Its cards do not follow by themselves: they run as before, also once the page has ended."))
		if len(m.Items) == 1 {
			lines = append(lines, m.Items[0].why(language))
		}
		lines = append(lines, say("Việc cần làm: mở trang, bấm “Đưa thẻ theo trang” rồi gửi duyệt; nếu thẻ cần chạy như trước thì không phải làm gì.",
			"What to do: open the page, press “Have them follow the page”, and submit the changes. Where the cards are to go on as before, there is nothing to do."))
	case uncovered:
		size := m.Said.in(language)
		lines = append(lines, say("Màn hình "+size+" mới có sau khi duyệt. Qua kiểm tra, tấm chưa phù hợp với cỡ này nên chưa chiếu ở đó; các màn hình khác vẫn chiếu bình thường.",
			"Screens of "+size+" came after the approval, and the checks found there what it does not cover. Other screens go on as before."))
		if len(m.Items) == 1 {
			lines = append(lines, m.Items[0].why(language))
		}
		lines = append(lines, say("Việc cần làm: mở trang của tấm, sửa hoặc lưu lại như cũ, rồi gửi duyệt lại.",
			"What to do: open the slide's page, change it or save it as it is, and have it approved again."))
	case lapses:
		lines = append(lines, say("Hết hạn lúc ", "It ends at ")+at+".")
		if len(m.After) > 0 {
			lines = append(lines, "", say("Ngày hôm sau màn hình chiếu:", "The day after, screens show:"))
		}
		for _, line := range m.After {
			lines = append(lines, "– "+line.in(language))
		}
	}
	lines = append(lines, m.list(language)...)
	lines = append(lines, "", m.link(address), "",
		say("Thư này do máy chủ Ngatu gửi. Không nhận nữa: bỏ địa chỉ thư ở trang Tài khoản.", "Sent by the Ngatu server. To get no more, take your address off the page of your account."))
	return strings.Join(lines, "\r\n")
}

// body is what a program gets.
func (m message) body(address string) ([]byte, error) {
	return json.Marshal(map[string]any{
		"type": string(m.Noun) + "." + string(m.Event), "timestamp": m.At.UTC().Format(time.RFC3339),
		"data": map[string]string{"id": m.ID, "title": m.Title.Vi, "link": m.link(address), "why": m.Why},
	})
}

// readMessage is what an alert says, as it was kept.
func readMessage(doc []byte) (m message, err error) {
	if err = json.Unmarshal(doc, &m); err != nil {
		err = &content.Error{Code: content.Damaged, Err: err, Vi: "Không đọc được một tin báo đã lưu.", En: "A message that was kept cannot be read."}
	}
	return m, err
}
