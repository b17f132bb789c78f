package suites

import (
	"context"
	"slices"

	"github.com/cityconf/cityconf/suites/wire"
)

// observer is the run's own client: it sees every message of the city from
// before the first case to after the last.
type observer struct {
	client
	granted    byte // QoS of the SUBACK
	properties bool // it sees those of MQTT 5
}

// openObserver connects and subscribes before any case runs; ready means that
// the SUBACK is in.
func (r *run) openObserver(ctx context.Context) error {
	if r.sys.Dial == nil || !slices.ContainsFunc(r.suite.Cases, usesBroker) {
		return nil
	}
	c, x, properties, err := r.enter(ctx, r.own.System, "cityconf-"+r.opts.RunID)
	if err != nil {
		return err
	}
	if x.Fault != nil {
		return &unreachable{x.Fault}
	}
	r.observer = &observer{client: client{Client: c}, properties: properties}
	filter := "ucis/v1/" + r.iut.IXIT.City + "/#"
	if r.observer.granted, err = c.Subscribe(ctx, filter, 1); err != nil {
		return err
	}
	return refusedSubscription(filter, r.observer.granted)
}

// enter connects by the version of MQTT that shows most of what is to be judged.
// A broker that claims MQTT 5 and does not let the tester in by it is observed
// by 3.1.1 all the same: most of what devices say shows there too.
func (r *run) enter(ctx context.Context, own System, clientID string) (c wire.Client, x wire.Exchange, properties bool, err error) {
	if own.Dial5 != nil && r.claimsProperties() {
		if c, x, err = own.Dial5(ctx, "default", clientID, 0); err == nil && x.Fault == nil {
			return c, x, true, nil
		}
	}
	c, x, err = own.Dial(ctx, "default", clientID)
	return c, x, false, err
}

// claimsProperties tells whether the system claims a class that speaks of the
// properties of MQTT 5.
func (r *run) claimsProperties() bool {
	req := r.suite.Standard.Requirement(r.suite.Standard.RequirementFor("mqtt5.content-type"))
	return req != nil && slices.Contains(r.suite.Classes, req.Class)
}

func (r *run) closeObserver() {
	if r.observer != nil {
		r.observer.Close()
	}
	if r.latecomer != nil {
		r.latecomer.Close()
	}
}
