package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
)

func TestExplain(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err  error
		code int
		said string
	}{
		"nothing wrong":      {nil, exitOK, ""},
		"command line":       {errors.New("accepts 1 arg(s), received 0"), exitUsage, "cityconf: accepts 1 arg(s), received 0\nhint: cityconf --help lists the commands\n"},
		"usage without hint": {usage(errors.New("bad file"), ""), exitUsage, "cityconf: bad file\n"},
		"several lines":      {usage(errors.New("a.yaml:1: x\na.yaml:2: y"), "mend"), exitUsage, "cityconf: a.yaml:1: x\ncityconf: a.yaml:2: y\nhint: mend\n"},
		"already said":       {exit(exitFail), exitFail, ""},
		"wrapped":            {fmt.Errorf("run: %w", untestable(errors.New("refused"), "")), exitUntestable, "cityconf: refused\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var w bytes.Buffer
			assert.Equal(t, c.code, explain(&w, c.err))
			assert.Equal(t, c.said, w.String())
		})
	}
}

func TestVerbClassesErrors(t *testing.T) {
	t.Parallel()
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, c := range map[string]struct {
		ctx  context.Context
		err  error
		code int
	}{
		"success":            {t.Context(), nil, exitOK},
		"unclassed is ours":  {t.Context(), errors.New("disk full"), exitOwn},
		"classed stays":      {t.Context(), usage(errors.New("no such class"), ""), exitUsage},
		"interrupted":        {ended, context.Canceled, exitInterrupted},
		"canceled otherwise": {t.Context(), context.Canceled, exitOwn},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := &cobra.Command{}
			cmd.SetContext(c.ctx)
			err := verb(func(context.Context, []string) error { return c.err })(cmd, nil)
			assert.Equal(t, c.code, explain(&bytes.Buffer{}, err))
		})
	}
}
