package main

import "github.com/spf13/pflag"

// laboratory is what the method page of a report states of the test itself
// after ISO/IEC 17025 clause 7.8.2, and only who runs it knows.
type laboratory struct {
	Operator string `json:"operator,omitempty"`
	Place    string `json:"place,omitempty"`
	Customer string `json:"customer,omitempty"`
}

func (l *laboratory) register(flags *pflag.FlagSet) {
	flags.StringVar(&l.Operator, "operator", "", "who runs the test, for the method page of the report")
	flags.StringVar(&l.Place, "place", "", "where, for the same page")
	flags.StringVar(&l.Customer, "customer", "", "for whom, for the same page")
}
