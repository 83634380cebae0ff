package pulls

import (
	"context"
	"time"

	"ngatu/content"
	"ngatu/content/figure"
)

// Failing is an address that has brought nothing that can be read for long.
type Failing struct {
	Measure figure.Measure
	Pull    figure.Pull
	Since   time.Time // when it last was read, or the server started
	Why     *content.Error
}

// tooLong is how long an address may fail before people are told, or two of its turns if they are
// longer.
const tooLong = 3 * time.Hour

// Failing lists the addresses that have failed for too long.
func (p *Pulls) Failing(ctx context.Context) (out []Failing, err error) {
	measures, err := p.Store.Measures(ctx)
	if err != nil {
		return nil, err
	}
	for _, m := range measures {
		for _, one := range m.Pulls {
			s := p.Status(m.ID, one.Name)
			if s.Fault != nil && s.pull == one && p.Now().Sub(s.Read) > max(tooLong, 2*one.Every) {
				out = append(out, Failing{Measure: m, Pull: one, Since: s.Read, Why: s.Fault})
			}
		}
	}
	return out, nil
}

// Trouble is which addresses have failed for too long, each a sentence.
func (p *Pulls) Trouble(ctx context.Context) (out []error) {
	all, err := p.Failing(ctx)
	if err != nil {
		return nil // the store says so itself
	}
	for _, f := range all {
		out = append(out, &content.Error{
			Code: content.Away, Err: f.Why,
			Vi: "Không lấy được số liệu từ địa chỉ “" + f.Pull.Name + "” đã lâu. Hãy xem trang chỉ số “" + f.Measure.Vi + "”.",
			En: "No figures could be taken from the address “" + f.Pull.Name + "” for long. See the page of the measure “" + f.Measure.En + "”.",
		})
	}
	return out
}
