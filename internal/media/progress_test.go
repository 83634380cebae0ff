package media

import (
	"slices"
	"testing"
	"time"
)

// The share is read as ffmpeg writes it, however its bytes are cut; whatever else comes is not
// understood as a share, and nothing after it is.
func TestProgressIsReadStrictly(t *testing.T) {
	for _, c := range []struct {
		name string
		said []string
		want []float64
	}{
		{"as ffmpeg writes", []string{"frame=10\nfps=0.00\nout_time_us=N/A\nout_time_ms=N/A\nprogress=continue\n", "frame=20\nout_time_us=2500000\nprogress=continue\n", "out_time_us=10000000\nprogress=end\n"}, []float64{0.25, 1}},
		{"cut anywhere", []string{"out_ti", "me_us=50", "00000\r", "\nout_time_us=6000000"}, []float64{0.5}},
		{"before the first picture", []string{"out_time_us=-100000\nout_time_us=1000000\n"}, []float64{0.1}},
		{"longer than the clip says", []string{"out_time_us=99000000\n"}, []float64{1}},
		{"never back", []string{"out_time_us=5000000\nout_time_us=4000000\nout_time_us=6000000\n"}, []float64{0.5, 0.6}},
		{"no number", []string{"out_time_us=5e6\nout_time_us=5000000\n"}, nil},
		{"a number of years", []string{"out_time_us=9999999999999999\nout_time_us=5000000\n"}, nil},
		{"no key", []string{"Segmentation fault\nout_time_us=5000000\n"}, nil},
		{"a line without end", []string{string(make([]byte, 5000)), "\nout_time_us=5000000\n"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []float64
			p := Progress{Length: 10 * time.Second, Tell: func(share float64) { got = append(got, share) }}
			for _, said := range c.said {
				if n, err := p.Write([]byte(said)); n != len(said) || err != nil {
					t.Fatal(n, err)
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("heard %v, want %v", got, c.want)
			}
		})
	}
}

func FuzzProgress(f *testing.F) {
	f.Add([]byte("out_time_us=5000000\nprogress=continue\n"), 3)
	f.Add([]byte("out_time_us=-\n=\n"), 1)
	f.Fuzz(func(t *testing.T, said []byte, step int) {
		last := 0.0
		p := Progress{Length: time.Second, Tell: func(share float64) {
			if share <= last || share > 1 {
				t.Fatalf("%v after %v", share, last)
			}
			last = share
		}}
		for some := range slices.Chunk(said, max(1, step)) {
			if n, err := p.Write(some); n != len(some) || err != nil {
				t.Fatal(n, err)
			}
		}
		if len(p.begun) > mostLine {
			t.Fatalf("%d bytes are kept", len(p.begun))
		}
	})
}
