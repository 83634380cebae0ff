package preflight

// Level says what a finding means for a slide.
type Level string

// The levels.
const (
	Error   Level = "error"   // the slide is not sent for approval, nor approved
	Warning Level = "warning" // somebody says why it may be shown all the same
)

// Rule names what is looked at.
type Rule string

// The rules, in the order in which findings are given.
const (
	Link       Rule = "link"       // an address in the text that is not on the list
	Phone      Rule = "phone"      // a number to call that is not on the list
	CodeLink   Rule = "code_link"  // a code in the picture that leads elsewhere
	CodeRead   Rule = "code_read"  // a code in the picture that cannot be read
	CodeFaint  Rule = "code_faint" // a code that is read only while it is sharp and bright
	CodeFar    Rule = "code_far"   // a code that is too small for where people stand
	Fit        Rule = "fit"        // the words do not fit
	Height     Rule = "height"     // text below the legible height
	Overflow   Rule = "overflow"   // text that runs out of its room
	Contrast   Rule = "contrast"   // text that hardly differs from its ground
	Words      Rule = "words"      // more than a passer-by reads
	Dwell      Rule = "dwell"      // shown for less than its words take
	Resolution Rule = "resolution" // a picture with too few pixels
	Shape      Rule = "shape"      // a picture that leaves much of the screen empty
	Glare      Rule = "glare"      // a picture that is too bright for the night
	Size       Rule = "size"       // more megabytes than a line carries
	Flash      Rule = "flash"      // a clip that flashes
	Moving     Rule = "moving"     // a clip in the street
	Sound      Rule = "sound"      // sound in the street
	Label      Rule = "label"      // AI made or altered it, and no label says so
	Date       Rule = "date"       // a date in the text passes while the slide is on
	Weekday    Rule = "weekday"    // a weekday that is not its date's
	Syllable   Rule = "syllable"   // a syllable that Vietnamese does not have
	AreaName   Rule = "area_name"  // the misspelt name of an area
)

// Source is what a rule goes by, for people who want to know why.
type Source struct{ Vi, En string }

// Source names what the rule goes by.
func (r Rule) Source() Source { return sources[r] }

// Rules lists every rule in order.
func Rules() []Rule {
	out := make([]Rule, len(checks))
	for i, c := range checks {
		out[i] = c.rule
	}
	return out
}

// checks are what each rule does.
var checks = []struct {
	rule  Rule
	check func(Facts) []Finding
}{
	{Link, links},
	{Phone, phones},
	{CodeLink, codeLinks},
	{CodeRead, codesRead},
	{CodeFaint, codesFaint},
	{CodeFar, codesFar},
	{Fit, fits},
	{Height, heights},
	{Overflow, overflows},
	{Contrast, contrasts},
	{Words, manyWords},
	{Dwell, dwells},
	{Resolution, resolution},
	{Shape, shape},
	{Glare, glare},
	{Size, size},
	{Flash, flashes},
	{Moving, moving},
	{Sound, sound},
	{Label, labels},
	{Date, dates},
	{Weekday, weekdays},
	{Syllable, syllables},
	{AreaName, areaNames},
}

var sources = map[Rule]Source{
	Link:       {"Danh sách tên miền được phép của thành phố (cài đặt); công an Hà Nội cảnh báo mã và liên kết giả, 2025.", "The city's list of allowed domains (settings); Hanoi police warned of forged codes and links in 2025."},
	Phone:      {"Đường dây nóng và danh sách số được phép in, trong cài đặt; số khẩn cấp 111–115 theo Quy hoạch kho số viễn thông.", "The hotline and the numbers that may be printed, in the settings; emergency numbers 111–115 of the national numbering plan."},
	CodeLink:   {"Danh sách tên miền được phép; công an Hà Nội cảnh báo mã QR giả, 2025.", "The list of allowed domains; Hanoi police warned of forged QR codes in 2025."},
	CodeRead:   {"ISO/IEC 18004: viền 4 ô, ô vuông đều; đọc thử từ chính điểm ảnh sẽ chiếu.", "ISO/IEC 18004: a quiet zone of 4 modules, even modules; read back from the very pixels that are shown."},
	CodeFaint:  {"Đọc thử khi ảnh nhòe một điểm ảnh và khi chỉ còn 30 % độ sáng, như lúc trời nắng hoặc đêm.", "Read back blurred by a pixel and at 30 % of the brightness, as in the sun or at night."},
	CodeFar:    {"Quy tắc in mã: cạnh mã ít nhất bằng 1/10 khoảng cách nhìn.", "Rule of code printers: a side of at least a tenth of the distance."},
	Fit:        {"Cách dàn trang của Ngatu (content/layout) theo cỡ chữ tối thiểu.", "Ngatu's own setting (content/layout) with its least sizes."},
	Height:     {"Đo trên biển LED ban đêm: chữ hoa đọc được từ 1:152 đến 1:230 khoảng cách; kiosk 0,7° góc nhìn (1:82); dấu chồng tiếng Việt cần khoảng 11 điểm ảnh.", "Measured on LED signs at night: capitals are read from 1:152 to 1:230 of the distance; kiosks 0.7° of view (1:82); stacked Vietnamese marks need some 11 pixels."},
	Overflow:   {"Chữ phải nằm trọn trong chỗ dành cho nó trên màn hình.", "Text stays within its room on the canvas."},
	Contrast:   {"WCAG 2.2, tiêu chí 1.4.3: chữ lớn ít nhất 3:1; chữ đạt chiều cao đọc được trên màn hình đều là chữ lớn.", "WCAG 2.2, criterion 1.4.3: large text at least 3:1; text of the legible height is large."},
	Words:      {"Ở ngã tư, người đi đường đọc được 7 đến 9 chữ một lần nhìn.", "At a junction a passer-by reads seven to nine words a card."},
	Dwell:      {"Thời gian đọc: 2 giây một ý hoặc 1 giây một chữ, lấy số lớn hơn; ngoài đường ít nhất 8 giây.", "Reading time: the longer of 2 s a piece and 1 s a word; at least 8 s in the street."},
	Resolution: {"Vẽ đúng điểm ảnh của màn hình; phóng to quá hai lần thì mờ.", "Draw at native pixels; blown up more than twice it looks blurred."},
	Shape:      {"Quy tắc của Ngatu: ảnh phủ ít nhất 60 % màn hình.", "Rule of Ngatu: a picture covers at least 60 % of the screen."},
	Glare:      {"Ban đêm bảng LED không sáng hơn xung quanh quá 0,3 foot-candle (thông lệ IES): nền sáng lớn gây chói.", "At night an LED wall stays within 0.3 foot-candle above ambient (IES practice): large light grounds glare."},
	Size:       {"Hạn mức dữ liệu trong cài đặt. Nơi để trống, theo quy tắc của Ngatu: mỗi màn hình tải một tấm trong khoảng bốn phút qua đường 1 Mbit/s (30 MB), và mọi màn hình không quá 10 GB một lần phát.", "The data budget of the settings. Where that is empty, the rule of Ngatu: a screen fetches a slide in some four minutes at 1 Mbit/s (30 MB), and all screens together no more than 10 GB."},
	Flash:      {"WCAG 2.2, tiêu chí 2.3.1: không quá ba lần chớp sáng hoặc chớp đỏ trong một giây; tính từ 5 % diện tích hình, không dùng ngoại lệ diện tích nhỏ của tiêu chí.", "WCAG 2.2, criterion 2.3.1: at most three general or red flashes in any second; counted from 5 % of the picture on, without the exemption of small areas."},
	Moving:     {"Luật Quảng cáo, điều 28, và quy tắc màn hình giao thông: ngoài đường chỉ chiếu hình tĩnh.", "Law on advertising, article 28, and rules of signs beside traffic: still pictures only in the street."},
	Sound:      {"Luật Quảng cáo, điều 28: màn hình ngoài trời không được dùng âm thanh.", "Law on advertising, article 28: outdoor screens have no sound."},
	Label:      {"Luật Trí tuệ nhân tạo 134/2025 và Nghị định 142/2026: nội dung do AI tạo hoặc chỉnh sửa mô phỏng người, sự kiện thật phải có nhãn thấy được khi xem.", "Law 134/2025 on artificial intelligence and decree 142/2026: what AI made or altered to look like real people or events has a label that is seen at viewing."},
	Date:       {"Ngày ghi trên tấm so với ngày tấm thôi chiếu.", "The dates on the slide against the end of its showing."},
	Weekday:    {"Lịch Gregory.", "The Gregorian calendar."},
	Syllable:   {"Bảng âm đầu, vần và thanh của chính tả tiếng Việt.", "The table of onsets, rhymes and tones of Vietnamese spelling."},
	AreaName:   {"Danh mục đơn vị hành chính Hà Nội (assets/areas).", "The list of Hanoi's administrative units (assets/areas)."},
}
