package cap

import (
	"fmt"
	"strings"

	"ngatu/content/bulletin"
)

// alert is a message as XML has it.
type alert struct {
	Identifier string `xml:"identifier"`
	Sender     string `xml:"sender"`
	Sent       string `xml:"sent"`
	Status     string `xml:"status"`
	Kind       string `xml:"msgType"`
	Scope      string `xml:"scope"`
	References string `xml:"references"`
	Infos      []info `xml:"info"`
}

type info struct {
	Language    string   `xml:"language"`
	Event       string   `xml:"event"`
	Responses   []string `xml:"responseType"`
	Urgency     string   `xml:"urgency"`
	Severity    string   `xml:"severity"`
	Certainty   string   `xml:"certainty"`
	Expires     string   `xml:"expires"`
	SenderName  string   `xml:"senderName"`
	Headline    string   `xml:"headline"`
	Instruction string   `xml:"instruction"`
	Areas       []place  `xml:"area"`
}

type place struct {
	Text     string   `xml:"areaDesc"`
	Polygons []string `xml:"polygon"`
	Circles  []string `xml:"circle"`
	Codes    []code   `xml:"geocode"`
}

type code struct {
	List  string `xml:"valueName"`
	Value string `xml:"value"`
}

// message is the alert with its times read; an error says what it lacks of what each must have.
func (a alert) message() (m bulletin.Message, err error) {
	m.Identifier, m.Sender = clip(a.Identifier), clip(a.Sender)
	if m.Sent, err = instant(a.Sent); err != nil {
		return m, fmt.Errorf("the element sent of the message %q is no time: %w", short(m.Identifier), err)
	}
	m.Status, m.Kind, m.Scope = short(a.Status), short(a.Kind), short(a.Scope)
	for name, value := range map[string]string{"identifier": m.Identifier, "sender": m.Sender, "status": m.Status, "msgType": m.Kind, "scope": m.Scope} {
		if value == "" {
			return m, fmt.Errorf("the message %q has no element %s", short(m.Identifier), name)
		}
	}
	m.Refers = refers(a.References)
	for _, one := range a.Infos[:min(len(a.Infos), maxInfos)] {
		i, err := one.read()
		if err != nil {
			return m, fmt.Errorf("the message %q: %w", short(m.Identifier), err)
		}
		m.Infos = append(m.Infos, i)
	}
	return m, nil
}

func (i info) read() (out bulletin.Info, err error) {
	out = bulletin.Info{
		Language: short(i.Language), Event: clip(i.Event), Headline: clip(i.Headline), Instruction: clip(i.Instruction), SenderName: clip(i.SenderName),
		Urgency: short(i.Urgency), Severity: short(i.Severity), Certainty: short(i.Certainty),
	}
	if strings.TrimSpace(i.Expires) != "" {
		if out.Expires, err = instant(i.Expires); err != nil {
			return out, fmt.Errorf("the element expires is no time: %w", err)
		}
	}
	for _, r := range i.Responses[:min(len(i.Responses), maxCodes)] {
		out.Responses = append(out.Responses, short(r))
	}
	for _, p := range i.Areas[:min(len(i.Areas), maxAreas)] {
		one := bulletin.Area{Text: clip(p.Text), Shape: len(p.Polygons)+len(p.Circles) > 0}
		for _, c := range p.Codes[:min(len(p.Codes), maxCodes)] {
			one.Codes = append(one.Codes, bulletin.Code{List: short(c.List), Value: short(c.Value)})
		}
		out.Areas = append(out.Areas, one)
	}
	return out, nil
}

// refers reads the names of other messages: "sender,identifier,sent" each, with spaces between.
func refers(text string) (out []bulletin.Name) {
	for _, one := range strings.Fields(text) {
		parts := strings.Split(one, ",")
		if len(parts) != 3 || len(out) == maxRefers {
			continue
		}
		if sent, err := instant(parts[2]); err == nil {
			out = append(out, bulletin.Name{Sender: clip(parts[0]), Identifier: clip(parts[1]), Sent: sent})
		}
	}
	return out
}

// short is a text of which only a word is expected.
func short(s string) string {
	if s = clip(s); len(s) > 200 {
		return strings.ToValidUTF8(s[:200], "")
	}
	return s
}
