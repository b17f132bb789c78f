package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/cityconf/cityconf/specs/document"
	"github.com/cityconf/cityconf/specs/schema"
	"github.com/cityconf/cityconf/suites/wire"
)

func doctorCommand(c console) *cobra.Command {
	var iut, dir string
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Look for what would keep a run from testing the system",
		Long: `Doctor asks the system a few harmless questions (nothing is changed) and names
the first thing to fix. It exits 4 when something would keep a run from testing.`,
		Args: cobra.NoArgs,
		RunE: verb(func(ctx context.Context, _ []string) error {
			std, err := standard(dir)
			if err != nil {
				return err
			}
			f, err := readIUT(iut, std)
			if err != nil {
				return err
			}
			t, err := connect(f, std, c.getenv)
			if err != nil {
				return err
			}
			defer t.close()
			return examine(ctx, c.out, t)
		}),
	}
	cmd.Flags().StringVar(&iut, "iut", "iut.yaml", "IUT file: the system and what its vendor claims")
	cmd.Flags().StringVar(&dir, "standard", "", "folder of the standard (default: the embedded one)")
	return cmd
}

// symptom is what one examination found: good news, or a problem and its
// remedy.
type symptom struct{ good, problem, remedy string }

func fine(format string, args ...any) symptom { return symptom{good: fmt.Sprintf(format, args...)} }

func ill(remedy, format string, args ...any) symptom {
	return symptom{problem: fmt.Sprintf(format, args...), remedy: remedy}
}

// examination is one question to the system. Nothing after one that is vital
// can be examined when it fails.
type examination struct {
	name  string
	vital bool
	look  func(context.Context, *target) symptom
}

// examinations in the order in which their failures explain each other.
func (t *target) examinations() []examination {
	if t.connects() {
		return []examination{{"devices", true, examineHost}}
	}
	return examinations
}

var examinations = []examination{
	{"reach", true, examineReach},
	{"landing", false, examineLanding},
	{"clock", false, examineClock},
	{"token", false, examineToken},
	{"classes", false, examineClasses},
	{"write", false, examineWrite},
	{"broker", false, examineBroker},
}

func examine(ctx context.Context, w io.Writer, t *target) error {
	var problems []symptom
	for _, e := range t.examinations() {
		s := e.look(ctx, t)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if s.problem == "" {
			fmt.Fprintf(w, "✓ %-8s %s\n", e.name, s.good)
			continue
		}
		fmt.Fprintf(w, "✗ %-8s %s\n", e.name, s.problem)
		problems = append(problems, s)
		if e.vital {
			break
		}
	}
	if len(problems) == 0 {
		fmt.Fprintln(w, "\nready for cityconf run")
		return nil
	}
	fmt.Fprintf(w, "\nfirst: %s\n", problems[0].remedy)
	for _, p := range problems[1:] {
		fmt.Fprintf(w, "also:  %s\n", p.remedy)
	}
	return exit(exitUntestable)
}

// remedies for each kind of fault on the way to the system.
var remedies = map[string]string{
	"dns":     "the host name of ixit.baseURL does not resolve; check its spelling and this machine's DNS",
	"refused": "nobody listens at ixit.baseURL; check host, port and firewall, and that the system runs",
	"tls":     "the certificate is not trusted or TLS fails; name the authority in ixit.caFile",
	"timeout": "the system accepts connections and does not answer; check that it is the right port",
}

func examineReach(ctx context.Context, t *target) symptom {
	x := t.landing(ctx)
	if x.Fault == nil {
		return fine("%s answers", t.iut.IXIT.BaseURL)
	}
	remedy := remedies[x.Fault.Kind]
	if remedy == "" {
		remedy = "what answers at ixit.baseURL does not speak HTTP"
	}
	return ill(remedy, "%s: %s", t.iut.IXIT.BaseURL, x.Fault.Error())
}

func examineLanding(ctx context.Context, t *target) symptom {
	status, _ := t.ask(ctx, "/", anonymous)
	if status != 200 {
		return ill("ixit.baseURL must be such that "+t.std.BasePath+"/ below it is the landing page", "GET %s/ answers %d", t.std.BasePath, status)
	}
	return fine("%s/ is there", t.std.BasePath)
}

// tolerance is how far two clocks may differ before time stamps look like the
// future.
const tolerance = 30 * time.Second

func examineClock(ctx context.Context, t *target) symptom {
	offset := clockOffset(t.landing(ctx))
	switch {
	case offset == nil:
		return fine("unknown, the system sends no Date header")
	case offset.Abs() > tolerance:
		return ill("set one of the two clocks (NTP); time stamps would look wrong", "the system is %s off this machine", *offset)
	}
	return fine("%+d s", int(offset.Seconds()))
}

func examineToken(ctx context.Context, t *target) symptom {
	paths := t.secured()
	if len(paths) == 0 {
		return fine("no claimed class asks for one")
	}
	status, _ := t.ask(ctx, paths[0], "")
	switch status {
	case 401:
		return ill("the token of ixit.credentials.default is not accepted; it may have expired", "GET %s answers 401", paths[0])
	case 403:
		return ill("the token of ixit.credentials.default lacks the scope to read", "GET %s answers 403", paths[0])
	case 200:
		return fine("accepted")
	}
	return ill("GET "+paths[0]+" should answer 200 to the default credential", "GET %s answers %d", paths[0], status)
}

func examineClasses(ctx context.Context, t *target) symptom {
	status, body := t.ask(ctx, "/conformance", "")
	if status != 200 {
		return ill("the system must list its classes at /conformance", "GET /conformance answers %d", status)
	}
	found, _ := document.Get(body, "/conformsTo")
	listed, _ := found.([]any)
	var missing []string
	for _, id := range t.std.Closure(t.iut.ICS.Classes) {
		if !slices.Contains(listed, any(fmt.Sprintf("/%s/%s/req-class/%s", t.std.ID, t.std.Version, id))) {
			missing = append(missing, id)
		}
	}
	if len(missing) > 0 {
		return ill("ics.classes and /conformance must agree; one of them is wrong", "/conformance does not list %s", strings.Join(missing, ", "))
	}
	return fine("as claimed")
}

// examineWrite sends a body that no system may store: whoever may write is told
// that it is invalid, whoever may not is told so.
func examineWrite(ctx context.Context, t *target) symptom {
	for _, r := range t.std.Resources {
		op := t.std.Operation(r.Create)
		if op == nil || !t.claims(op.Tags) {
			continue
		}
		x := t.http.Do(ctx, wire.Request{Operation: op.ID, Method: op.Method, Path: op.Path, Body: []byte("{"),
			Header: map[string][]string{"Content-Type": {"application/json"}, "Idempotency-Key": {"doctor"}}})
		if status := statusOf(x); status == 401 || status == 403 {
			return ill("the token of ixit.credentials.default lacks the scope to write; use run --read-only otherwise", "%s %s answers %d", op.Method, op.Path, status)
		}
		return fine("permitted")
	}
	return fine("no claimed class creates anything")
}

func examineBroker(ctx context.Context, t *target) symptom {
	if !slices.ContainsFunc(t.std.Closure(t.iut.ICS.Classes), func(c string) bool { return strings.HasPrefix(c, "mqtt-") }) {
		return fine("not needed for the claimed classes")
	}
	url, err := t.broker.find(ctx, mqtt3)
	if err != nil {
		return ill("/channels must advertise the broker, or name it in ixit.broker.url", "%v", err)
	}
	client, x, err := t.broker.dial(ctx, "default", "cityconf-doctor")
	switch {
	case err != nil:
		return ill("check ixit.broker.url", "%v", err)
	case x.Fault != nil:
		return ill("check ixit.broker.url and user and password of ixit.credentials.default", "%s: %s", url, x.Fault.Error())
	}
	defer client.Close()
	topic := "ucis/v1/" + t.iut.IXIT.City + "/#"
	granted, err := client.Subscribe(ctx, topic, 1)
	if err != nil || granted > 2 {
		return ill("the account of ixit.credentials.default must be allowed to subscribe to "+topic, "%s refuses the subscription to %s", url, topic)
	}
	return fine("%s", url)
}

// secured lists the paths that the default credential must be able to read.
func (t *target) secured() []string {
	var out []string
	for _, op := range t.std.Operations {
		if op.Method == "GET" && len(op.Security) > 0 && !strings.Contains(op.Path, "{") && t.claims(op.Tags) {
			out = append(out, op.Path)
		}
	}
	return out
}

// claims tells whether an operation's tags name a claimed class.
func (t *target) claims(tags []string) bool {
	claimed := t.std.Closure(t.iut.ICS.Classes)
	return slices.ContainsFunc(tags, func(tag string) bool { return slices.Contains(claimed, tag) })
}

// ask reads one resource: the status (0 when nobody answered) and the JSON of
// the answer, nil when it is none.
func (t *target) ask(ctx context.Context, path, as string) (int, any) {
	x := t.http.Do(ctx, wire.Request{Path: path, As: as})
	if len(x.Received) == 0 {
		return 0, nil
	}
	body, err := schema.Parse(x.Received[0].Body)
	if err != nil {
		return statusOf(x), nil
	}
	return statusOf(x), body
}

func statusOf(x wire.Exchange) int {
	if len(x.Received) == 0 {
		return 0
	}
	return x.Received[0].Status
}
