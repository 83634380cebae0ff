package preflight

import "fmt"

func flashes(f Facts) []Finding {
	if f.Clip == nil || len(f.Clip.Flashes) == 0 {
		return nil
	}
	at := f.Clip.Flashes[0].Seconds()
	vi := fmt.Sprintf("Video chớp sáng quá ba lần trong một giây, từ giây %.1f: có thể gây co giật. Hãy cắt hoặc làm chậm đoạn đó.", at)
	en := fmt.Sprintf("The clip flashes more than three times in a second, from %.1f s on: that can cause seizures. Cut that part or slow it down.", at)
	if f.Clip.Red {
		vi = fmt.Sprintf("Video chớp đỏ quá ba lần trong một giây, từ giây %.1f: có thể gây co giật. Hãy cắt hoặc làm chậm đoạn đó.", at)
		en = fmt.Sprintf("The clip flashes red more than three times in a second, from %.1f s on: that can cause seizures. Cut that part or slow it down.", at)
	}
	return []Finding{{Level: Error, Vi: vi, En: en}}
}

func moving(f Facts) []Finding {
	if f.Clip == nil {
		return nil
	}
	return f.onViews(Error, func(v View) ([]Box, string, string) {
		if !v.Street {
			return nil, "", ""
		}
		return nil, fmt.Sprintf("Màn hình ngoài đường %s chỉ chiếu hình tĩnh. Hãy dùng ảnh cho nơi đó.", v.Canvas),
			fmt.Sprintf("Street screens (%s) show still pictures only. Use a picture there.", v.Canvas)
	})
}

func sound(f Facts) []Finding {
	if f.Clip == nil || !f.Clip.Sound {
		return nil
	}
	return f.onViews(Error, func(v View) ([]Box, string, string) {
		if !v.Street {
			return nil, "", ""
		}
		return nil, fmt.Sprintf("Video có tiếng, mà màn hình ngoài đường %s không được phát tiếng. Hãy bỏ tiếng khỏi tệp.", v.Canvas),
			fmt.Sprintf("The clip has sound, and street screens (%s) must be silent. Take the sound out of the file.", v.Canvas)
	})
}
