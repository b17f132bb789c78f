package suites

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/cityconf/cityconf/specs"
	"github.com/cityconf/cityconf/suites/check"
)

// What a tester sends at most to see a limit of a system at work, and how many
// requests it has under way meanwhile: a test of a limit is no attack.
const (
	mostRequests = 1000
	underWay     = 8
)

// sendMany sends a request as often as the step's Times says.
func (e *execution) sendMany(ctx context.Context, s *Step) (*check.View, error) {
	times, err := e.number(s.Times)
	if err != nil {
		return nil, err
	}
	if times < 1 || times > mostRequests {
		return nil, &unmet{reason: specs.Text{
			EN: fmt.Sprintf("The test would take %d requests; a tester sends %d at most. Name a credential with a lower limit.", times, mostRequests),
			ZH: fmt.Sprintf("本用例需发送 %d 次请求，超出测试上限 %d 次；请提供限额更低的凭证。", times, mostRequests)}}
	}
	began := e.sys.Now()
	v, err := e.sendAll(ctx, s.Send, times, underWay)
	e.names.values["took"] = json.Number(strconv.FormatFloat(e.sys.Now().Sub(began).Seconds(), 'f', 3, 64))
	return v, err
}

// number evaluates an expression to a whole number, cut off.
func (e *execution) number(expr string) (int, error) {
	v, err := lookup(e.run.exprs, expr, e.names.values)
	if err != nil {
		return 0, err
	}
	f, err := strconv.ParseFloat(spell(v), 64)
	if err != nil {
		return 0, fmt.Errorf("case %s: %q is %s, no number", e.c.ID, expr, spell(v))
	}
	return int(f), nil
}
