package suites

import "time"

// IUT is the implementation under test: the vendor's statement (ICS) and the
// extra information for testing (IXIT), ISO/IEC 9646-7. One YAML file.
type IUT struct {
	ICS  ICS  `json:"ics"`
	IXIT IXIT `json:"ixit"`
}

// ICS is the implementation conformance statement: what the vendor claims.
type ICS struct {
	Vendor   string         `json:"vendor"`
	Product  string         `json:"product"`
	Version  string         `json:"version"`
	Build    string         `json:"build"`
	Standard string         `json:"standard"` // "ucis/1.0"
	Role     string         `json:"role"`
	Classes  []string       `json:"classes"`
	Answers  map[string]any `json:"answers"` // to the questions of the standard
}

// IXIT is what a tester must know to reach the system. Secrets are named, by
// environment variable or file, never written.
type IXIT struct {
	BaseURL     string                `json:"baseURL"`     // without the standard's base path
	CAFile      string                `json:"caFile"`      // PEM, for private certificates
	City        string                `json:"city"`        // city code of the identifiers, "330100"
	BBox        []float64             `json:"bbox"`        // west, south, east, north in degrees
	Credentials map[string]Credential `json:"credentials"` // default, limited (no write scope), write-only, other-tenant, throttled (low limit of requests), expired, wrong-audience
	Broker      Broker                `json:"broker"`
	Limits      Limits                `json:"limits"`
	Seeds       map[string][]string   `json:"seeds"`       // resource → ids of objects the vendor provides
	UpperTester string                `json:"upperTester"` // URL that causes physical events, "" when none
	Receiver    ReceiverAddress       `json:"receiver"`    // where the system delivers to the tester
	Host        HostAddress           `json:"host"`        // where devices under test connect to the tester
	Simulator   bool                  `json:"simulator"`   // the target is a simulator, not a product
}

// Credential names a secret; exactly one of the token sources or User is set.
type Credential struct {
	TokenEnv     string `json:"tokenEnv"`
	TokenFile    string `json:"tokenFile"`
	User         string `json:"user"` // MQTT user name
	PasswordEnv  string `json:"passwordEnv"`
	PasswordFile string `json:"passwordFile"`
}

// ReceiverAddress is where the tester listens for deliveries of the system.
// Without one, a system on this machine is given a port of the loopback
// interface; any other has none.
type ReceiverAddress struct {
	Listen string `json:"listen"` // host:port on the tester's machine
	URL    string `json:"url"`    // how the system reaches it; "" is http://<listen>
}

// HostAddress is the broker that the tester hosts for devices under test: a
// system whose role connects to a broker and has no interface of its own.
type HostAddress struct {
	Listen     string   `json:"listen"`     // host:port on the tester's machine
	CertFile   string   `json:"certFile"`   // PEM; with KeyFile for TLS, "" for plain TCP
	KeyFile    string   `json:"keyFile"`    // PEM
	ClientCA   string   `json:"clientCA"`   // PEM of the authority of the devices' certificates, for mutual TLS
	Users      []string `json:"users"`      // names of credentials that devices may use; empty lets every device in
	PatienceMS int      `json:"patienceMs"` // how long a device may take to connect (again), default 60000
}

// Patience is how long a device may take to connect.
func (h HostAddress) Patience() time.Duration { return time.Duration(h.PatienceMS) * time.Millisecond }

// Broker overrides what /channels advertises.
type Broker struct {
	URL string `json:"url"` // mqtts://host:8883; "" takes it from /channels
}

// Limits keep a live system safe.
type Limits struct {
	Rate        float64 `json:"rate"`        // requests per second, default 50
	Concurrency int     `json:"concurrency"` // default 4
	TimeoutMS   int     `json:"timeoutMs"`   // per exchange, default 10000
}

// Timeout is the time a live system has to answer.
func (l Limits) Timeout() time.Duration { return time.Duration(l.TimeoutMS) * time.Millisecond }
