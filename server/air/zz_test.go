package air
import ("testing";"runtime")
func TestZZ(t *testing.T){
	c := newCity(t, 10000, 20, 100)
	runtime.GC(); runtime.GC()
	var m runtime.MemStats; runtime.ReadMemStats(&m)
	t.Logf("heap %d MB, screens %d", m.HeapAlloc>>20, len(c.Air.screens))
}
