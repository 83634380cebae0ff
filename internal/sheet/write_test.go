package sheet

import "testing"

func TestCellsRunNoFormulas(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+84": "'+84", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", " \t=1": "'=1", "\r\n=1": "'=1", "a;=1": "a,=1", "a\t=1": "a =1",
		"Chào": "Chào", "": "", "a=b": "a=b", "12": "12",
	} {
		if got := cell(in); got != want {
			t.Errorf("cell(%q) = %q, want %q", in, got, want)
		}
	}
	b, err := CSV([]string{"a", "b"}, [][]string{{"=1", "x\"y"}})
	if want := "\ufeffa,b\r\n'=1,\"x\"\"y\"\r\n"; err != nil || string(b) != want {
		t.Errorf("the file is %q, %v", b, err)
	}
}
