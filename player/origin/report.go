package origin

import (
	"html/template"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"ngatu/player/protocol"
)

// reportPage is the agent's own page for whoever stands at the box: no script, nothing to press.
var reportPage = template.Must(template.New("report").Funcs(template.FuncMap{"megabytes": megabytes, "clockWord": clockWord, "ago": ago, "decimal": decimal}).Parse(`<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="10">
<title>Ngatu · {{or .Screen "chưa đăng ký"}}</title>
<link rel="stylesheet" href="/report.css">
</head>
<body>
{{if .Screen}}<h1>{{or .Name .Screen}} <small>{{.Screen}}</small></h1>
{{else}}<h1>{{if .Was}}Màn hình {{.Was}} đã bị thu hồi <small lang="en">Screen {{.Was}} was revoked; it can be enrolled again</small>{{else}}Màn hình chưa được đăng ký <small lang="en">This screen is not enrolled yet</small>{{end}}</h1>
<p>Nhập mã này trong phần quản trị để đăng ký màn hình. <small lang="en">Enter this code in the studio to enrol the screen.</small></p>
<p class="code">{{or .Code "…"}}</p>{{end}}
<table>
<tr><th>Máy chủ <small lang="en">Server</small></th><td>{{.Server}}<br>{{if .Linked}}đã kết nối <small lang="en">connected</small>{{else if eq .Line "refused"}}<span class="bad">máy chủ không nhận màn hình này</span>, nội dung đã có vẫn phát; hãy kiểm tra màn hình trong phần quản trị <small lang="en">the server does not know this screen; what is on the disk goes on playing; look the screen up in the studio</small>{{else}}<span class="bad">mất kết nối</span> <small lang="en">not connected; what is on the disk goes on playing</small>{{end}}</td></tr>
{{if or .Delay .Losses}}<tr><th>Đường truyền <small lang="en">Line</small></th><td>{{if .Delay}}đi và về {{.Delay}} ms · nhanh nhất {{.LeastDelay}} ms{{end}}{{if .Losses}} <span class="bad">mất kết nối {{.Losses}} lần trong giờ qua</span>{{end}} <small lang="en">there and back {{.Delay}} ms, least {{.LeastDelay}} ms; lost {{.Losses}} times in the last hour</small></td></tr>{{end}}
<tr><th>Đồng hồ <small lang="en">Clock</small></th><td>{{.Clock | clockWord}} <small lang="en">{{.Clock}}{{if .Offset}} · {{.Offset}} ms{{end}}{{if ne .Clock "unknown"}} · {{.Time.UTC.Format "2006-01-02 15:04:05"}} UTC{{end}}</small></td></tr>
<tr><th>Đang hiển thị <small lang="en">On the glass</small></th><td>{{or .Slide "—"}}</td></tr>
<tr><th>Trang đang mở <small lang="en">Pages open</small></th><td>{{.Pages}}</td></tr>
<tr><th>Tệp còn thiếu <small lang="en">Media missing</small></th><td>{{.Missing}} <small>{{.Used | megabytes}} MB · hôm nay tải / fetched today {{.Fetched | megabytes}} MB{{if .Daily}} / {{.Daily | megabytes}} MB{{end}}</small></td></tr>
<tr><th>Lượt phát chờ gửi <small lang="en">Runs of plays not sent yet</small></th><td>{{.Waiting}}</td></tr>
{{with .Machine}}{{if .Celsius}}<tr><th>Nhiệt độ <small lang="en">Temperature</small></th><td>{{.Celsius | decimal}} °C{{if .Slowed}} <span class="bad">máy chạy chậm lại vì nóng hoặc nguồn yếu</span> <small lang="en">slowed by heat or bad power</small>{{end}}</td></tr>{{end}}
{{if .Memory}}<tr><th>Bộ nhớ còn trống <small lang="en">Memory free</small></th><td>{{.Free | megabytes}} / {{.Memory | megabytes}} MB</td></tr>{{end}}
{{if .Disk}}<tr><th>Đĩa còn trống <small lang="en">Disk free</small></th><td>{{.Room | megabytes}} / {{.Disk | megabytes}} MB</td></tr>{{end}}{{end}}
{{with .Browser}}{{if .Starts}}<tr><th>Trình duyệt <small lang="en">Browser</small></th><td>vẽ cách đây {{.Beat | ago}} · mở {{.Starts}} lần · {{.Memory | megabytes}} MB<small lang="en">drew {{.Beat | ago}} ago, started {{.Starts}} times{{with .Why}}, last because: {{.}}{{end}}</small></td></tr>{{end}}{{end}}
{{if .Trouble}}<tr><th>Sự cố gần nhất <small lang="en">Last trouble</small></th><td class="bad">{{.Trouble}}</td></tr>{{end}}
<tr><th>Bản <small lang="en">Build</small></th><td>{{.Build}}</td></tr>
</table>
<p><a href="/play">Mở trang phát <small lang="en">Open the page of the screen</small></a></p>
</body>
</html>
`))

// reportStyle is served separately, because the policy forbids inline styles.
const reportStyle = `body { font: 18px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 44rem; padding: 0 1rem; color: #14213d; background: #f7f8fa }
h1 { font-size: 1.4rem } small { color: #52607a; display: block; font-weight: 400 }
.code { font: 700 3.5rem/1.2 ui-monospace, monospace; letter-spacing: .12em }
table { border-collapse: collapse; width: 100%; background: #fff }
th, td { text-align: left; padding: .5rem .8rem; border-bottom: 1px solid #dde2ea; vertical-align: top }
th { width: 45% } .bad { color: #a4161a; font-weight: 600 }
`

func (o *Origin) serveStyle(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	io.WriteString(w, reportStyle)
}

func (o *Origin) serveReport(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if err := reportPage.Execute(w, o.cfg.Report()); err != nil {
		o.cfg.Log.Debug("status page", "err", err)
	}
}

// clockWord says in Vietnamese how far to trust the time.
func clockWord(c protocol.ClockState) string {
	switch c {
	case protocol.ClockSynced:
		return "đúng giờ máy chủ"
	case protocol.ClockHeld:
		return "tự đếm từ lần chỉnh cuối"
	}
	return "chưa biết giờ"
}

func megabytes(n int64) string { return strconv.FormatInt(n>>20, 10) }

// decimal is a figure with one decimal after a comma, as in Vietnamese.
func decimal(f float64) string {
	return strings.Replace(strconv.FormatFloat(f, 'f', 1, 64), ".", ",", 1)
}

// ago is how many seconds ago an instant was; a dash if there was none.
func ago(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return strconv.Itoa(int(time.Since(t).Seconds())) + " s"
}
