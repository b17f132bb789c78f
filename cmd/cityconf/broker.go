package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites"
	"github.com/cityconf/cityconf/suites/wire"
)

// keepAlive is short enough that a broken link shows while a run lasts.
const keepAlive = 30 * time.Second

// broker finds the broker of a target and opens clients to it. What /channels
// advertises is all a conforming system needs to give (UCIS disc);
// ixit.broker.url overrides it for a test bench behind another address.
type broker struct {
	target *target
	mu     sync.Mutex
	urls   map[string]string // by version of MQTT, as found
}

// The versions of MQTT as /channels names them.
const (
	mqtt3 = "3.1.1"
	mqtt5 = "5.0"
)

// find is the URL of the broker that speaks a version. It asks the system once;
// a failure is not remembered, so that a system may come up later.
func (b *broker) find(ctx context.Context, version string) (string, error) {
	if named := b.target.iut.IXIT.Broker.URL; named != "" {
		return named, nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if url := b.urls[version]; url != "" {
		return url, nil
	}
	url, err := b.advertised(ctx, version)
	if err == nil {
		b.urls[version] = url
	}
	return url, err
}

func (b *broker) advertised(ctx context.Context, version string) (string, error) {
	x := b.target.http.Do(ctx, wire.Request{Operation: "getChannels", Path: "/channels"})
	if x.Fault != nil {
		return "", x.Fault
	}
	m := x.Received[len(x.Received)-1]
	if m.Status != 200 {
		return "", fmt.Errorf("GET /channels answered %d", m.Status)
	}
	body, err := schema.Parse(m.Body)
	if err != nil {
		return "", fmt.Errorf("GET /channels: %w", err)
	}
	found, _ := document.Get(body, "/brokers")
	list, _ := found.([]any)
	for _, entry := range list {
		uri, _ := document.Get(entry, "/uri")
		versions, _ := document.Get(entry, "/versions")
		text, _ := uri.(string)
		all, _ := versions.([]any)
		if strings.HasPrefix(text, "mqtts://") && slices.Contains(all, any(version)) {
			return text, nil
		}
	}
	return "", fmt.Errorf("GET /channels advertises no mqtts broker that speaks MQTT %s: %w", version, suites.ErrNoBroker)
}

// dial opens a client under the name of a credential.
func (b *broker) dial(ctx context.Context, as, clientID string) (wire.Client, wire.Exchange, error) {
	user, password, err := b.target.login(as)
	if err != nil {
		return nil, wire.Exchange{}, err
	}
	return b.open(ctx, mqtt3, wire.MQTTOptions{As: as, User: user, Password: password, ClientID: clientID, CleanSession: true})
}

// dial5 does the same by MQTT 5.
func (b *broker) dial5(ctx context.Context, as, clientID string, keep time.Duration) (wire.Client, wire.Exchange, error) {
	user, password, err := b.target.login(as)
	if err != nil {
		return nil, wire.Exchange{}, err
	}
	return b.open(ctx, mqtt5, wire.MQTTOptions{As: as, User: user, Password: password, ClientID: clientID, CleanSession: keep == 0, Keep: keep})
}

// enter opens a client with what the system issued to a device.
func (b *broker) enter(ctx context.Context, user, password, clientID string) (wire.Client, wire.Exchange, error) {
	return b.open(ctx, mqtt3, wire.MQTTOptions{User: user, Password: password, ClientID: clientID, CleanSession: true})
}

func (b *broker) open(ctx context.Context, version string, o wire.MQTTOptions) (wire.Client, wire.Exchange, error) {
	var err error
	if o.URL, err = b.find(ctx, version); err != nil {
		return nil, wire.Exchange{}, fmt.Errorf("find the broker: %w", err)
	}
	o.RootCAs, o.KeepAlive, o.Timeout, o.Redactor = b.target.roots, keepAlive, b.target.iut.IXIT.Limits.Timeout(), b.target.redact
	if version == mqtt5 {
		return wire.Dial5(ctx, o)
	}
	return wire.Dial(ctx, o)
}

// login is the user and password of a credential at the broker. A credential
// without a user offers its token as the password.
func (t *target) login(as string) (user, password string, err error) {
	if as == "" {
		as = "default"
	}
	s, known := t.secrets[as]
	switch {
	case as == anonymous:
		return "", "", nil
	case !known && as == garbage:
		if s = t.secrets["default"]; s.user == "" {
			s.user = "token"
		}
		return s.user, "nobody-issued-this-password", nil
	case !known:
		return "", "", fmt.Errorf("find %q in the IUT file: %w", as, suites.ErrNoCredential)
	case s.user != "":
		return s.user, s.password, nil
	}
	return "token", s.token, nil
}
