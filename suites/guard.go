package suites

import "github.com/cityconf/cityconf/suites/check"

// sampled is how many answers the guard looks at before it decides.
const sampled = 20

// guard watches the first answers of a run. When nearly all of them are 401,
// 403 or 404 where something else was expected, every further verdict would
// only repeat one wrong token or base path: the run stops and says so.
type guard struct{ seen, refused int }

// look counts one answer and returns why the run must stop, or "".
func (g *guard) look(v *check.View, asExpected bool) string {
	if g.seen >= sampled || v == nil || !v.Answered() {
		return ""
	}
	g.seen++
	if !asExpected && (v.Status == 401 || v.Status == 403 || v.Status == 404) {
		g.refused++
	}
	if g.seen == sampled && g.refused*10 >= sampled*9 {
		return "at least 18 of the first 20 answers were 401, 403 or 404; check ixit.credentials and ixit.baseURL"
	}
	return ""
}

func (r *run) watch(v *check.View, asExpected bool) {
	if !r.opts.Guard {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if why := r.guard.look(v, asExpected); why != "" {
		r.stopped = why
	}
}
