package gather

import "maps"

// WithSettings is a state with other settings, to look at what they would change. A value that is
// empty unsets.
func (g *State) WithSettings(changed map[string]string) *State {
	out := g.Clone()
	out.Library.Settings = maps.Clone(g.Library.Settings)
	for key, value := range changed {
		out.Library.Settings[key] = value
		if value == "" {
			delete(out.Library.Settings, key)
		}
	}
	out.dropNoAddress()
	return out
}
