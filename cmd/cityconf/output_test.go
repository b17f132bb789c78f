package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cityconf/cityconf/reports/render"
)

func TestLanguage(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		flag string
		env  map[string]string
		want render.Lang
	}{
		"flag wins":              {"en", map[string]string{"CITYCONF_LANG": "both", "LANG": "zh_CN.UTF-8"}, render.English},
		"then the variable":      {"", map[string]string{"CITYCONF_LANG": "both", "LANG": "zh_CN.UTF-8"}, render.Both},
		"then the locale":        {"", map[string]string{"LANG": "zh_CN.UTF-8"}, render.Chinese},
		"LC_ALL goes before":     {"", map[string]string{"LC_ALL": "C", "LANG": "zh_CN.UTF-8"}, render.English},
		"English without locale": {"", nil, render.English},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := language(console{getenv: func(k string) string { return c.env[k] }}, c.flag)
			require.NoError(t, err)
			assert.Equal(t, c.want, got)
		})
	}
	_, err := language(console{getenv: func(string) string { return "klingon" }}, "")
	assert.ErrorContains(t, err, `language "klingon"`)
}

func TestFormats(t *testing.T) {
	t.Parallel()
	nowhere := func(string) string { return "no-such-browser" }
	got, err := formats(nowhere, []string{"junit", "json"})
	require.NoError(t, err)
	require.Len(t, got, 2)
	assert.Equal(t, "json", got[0].Name, "in the order of documentation")
	_, err = formats(nowhere, []string{"docx"})
	require.ErrorContains(t, err, `no report format "docx"`)
	_, err = formats(nowhere, []string{"json", "pdf"})
	require.ErrorContains(t, err, "no Chromium was found")
	var said bytes.Buffer
	assert.Equal(t, exitUsage, explain(&said, err))
	assert.Contains(t, said.String(), "CITYCONF_CHROMIUM")
}
