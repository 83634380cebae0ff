package preflight

// labels: what AI made or altered says so. Somebody may know better than the file.
func labels(f Facts) []Finding {
	switch p := f.Picture; {
	case p == nil:
	case f.Slide.Label != "" && p.Bare:
		return []Finding{{
			Level: Error,
			Vi:    "Máy chủ chưa cài ffmpeg nên không đóng được nhãn AI lên video này. Hãy nhờ người vận hành cài, hoặc tự đóng nhãn trong phần mềm dựng, thay tệp rồi bỏ chọn nhãn.",
			En:    "Without ffmpeg the server cannot put the AI label on this clip. Ask the operator to install it, or put the label on in your editor, replace the file and untick the label.",
		}}
	case f.Slide.Label == "" && p.AI:
		return []Finding{{
			Level: Warning,
			Vi:    "Tệp ghi là do AI tạo hoặc chỉnh sửa, nhưng tấm này không có nhãn. Hãy chọn nhãn AI, hoặc ghi vì sao không cần.",
			En:    "The file says that AI made or altered it, but the slide has no label. Tick the AI label, or write why it needs none.",
		}}
	}
	return nil
}
