package reading

import "regexp"

// Text in the fonts of before Unicode, read as if it were Unicode: letters of Western Europe in the midst of words.
var (
	vni   = regexp.MustCompile(`(?i)[aeiouyô][ùøûõïáàåãäéèëüúîíìæ]|ñ[aeiouy]|[öô]n\b`)
	tcvn3 = regexp.MustCompile(`\p{L}[µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞ¬¢£¤¥¦§]|[®§¬]\p{L}`)
)

// foreignFont says whether a book looks as if its letters were those of TCVN3 or VNI.
func foreignFont(b Book) bool {
	odd := 0
	for _, s := range b.Sheets {
		for _, l := range s.Lines[:min(len(s.Lines), searched)] {
			for _, c := range l.Cells {
				if vni.MatchString(c.Text) || tcvn3.MatchString(c.Text) {
					odd++
				}
			}
		}
	}
	return odd >= 3
}

var oldFont = &Fault{
	"dùng phông chữ cũ (TCVN3 hoặc VNI), không phải bảng mã Unicode, nên chữ tiếng Việt bị sai: hãy chuyển sang Unicode (ví dụ bằng UniKey) rồi gửi lại.",
	"uses an old font (TCVN3 or VNI) in place of Unicode, so Vietnamese letters come out wrong: convert it to Unicode (with UniKey, for instance) and send it again.",
}
