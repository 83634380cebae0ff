package shell

import (
	"errors"
	"slices"
	"strings"

	"ngatu/content"
)

// Faults are all that is wrong with a form, in the order of its fields.
type Faults []Fault

// Fault is one of them. Field is the name of the form's field; "": it is the form as a whole.
type Fault struct {
	Field string
	Err   error
}

// At says at which field an error is; nil stays nil.
func At(field string, err error) error {
	if err == nil {
		return nil
	}
	return Faults{{field, err}}
}

// Add notes an error; nil is none. Of several at one field the first counts.
func (f *Faults) Add(err error) {
	var many Faults
	switch {
	case err == nil:
	case errors.As(err, &many):
		for _, one := range many {
			if one.Field == "" || !slices.ContainsFunc(*f, func(o Fault) bool { return o.Field == one.Field }) {
				*f = append(*f, one)
			}
		}
	default:
		*f = append(*f, Fault{Err: err})
	}
}

// Err is nil where nothing is wrong.
func (f Faults) Err() error {
	if len(f) == 0 {
		return nil
	}
	return f
}

func (f Faults) Error() string {
	var all []string
	for _, one := range f {
		all = append(all, one.Err.Error())
	}
	return strings.Join(all, "\n")
}

func (f Faults) Unwrap() []error {
	var all []error
	for _, one := range f {
		all = append(all, one.Err)
	}
	return all
}

// FaultLine is a fault as a page shows it.
type FaultLine struct {
	Field string
	*content.Error
}

// linesOf are the faults of an error for people; with another error where one of them has no
// sentence for people.
func linesOf(err error) (out []FaultLine, other error) {
	var all Faults
	all.Add(err)
	for _, one := range all {
		var said *content.Error
		if !errors.As(one.Err, &said) {
			return nil, err
		}
		out = append(out, FaultLine{one.Field, said})
	}
	return out, nil
}
